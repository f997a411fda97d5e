import Foundation

/// The files of this working copy, read once.
struct SourceTree: Sendable {
    let root: URL
    let files: [SourceFile]

    static let here = SourceTree(
        root: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    )

    /// Names that are made on a machine and never committed; `.gitignore` has the same.
    private static let notOurs: Set<String> = [
        ".git", ".swiftpm", "state", "__pycache__", "Package.resolved",
    ]
    private static let byteCountMax = 1 << 20

    private init(root: URL) {
        self.root = root
        var files: [SourceFile] = []
        var folders = [""]
        let manager = FileManager.default
        while let folder = folders.popLast() {
            let names = (try? manager.contentsOfDirectory(atPath: root.path + "/" + folder)) ?? []
            for name in names where !Self.notOurs.contains(name) && !name.hasPrefix(".build") {
                let path = folder.isEmpty ? name : folder + "/" + name
                let values = try? root.appending(path: path).resourceValues(forKeys: [.isDirectoryKey])
                if values?.isDirectory == true {
                    folders.append(path)
                } else if let data = manager.contents(atPath: root.path + "/" + path),
                    data.count <= Self.byteCountMax, let text = String(data: data, encoding: .utf8)
                {
                    files.append(SourceFile(path: path, text: text))
                }
            }
        }
        self.files = files.sorted { $0.path < $1.path }
    }
}

extension SourceTree {
    /// The Swift files of the product.
    var sources: [SourceFile] { files.filter { $0.target != nil && $0.path.hasSuffix(".swift") } }

    /// The Swift files of the product and of its tests.
    var swift: [SourceFile] { files.filter { $0.path.hasSuffix(".swift") } }

    /// The folders directly under `Sources`.
    var targets: Set<String> { Set(files.compactMap(\.target)) }

    /// The folders directly under `Tests`.
    var testTargets: Set<String> { Set(sourcesOfTests.compactMap(\.testTarget)) }

    func file(_ path: String) -> SourceFile? { files.first { $0.path == path } }

    private var sourcesOfTests: [SourceFile] {
        files.filter { $0.testTarget != nil && $0.path.hasSuffix(".swift") }
    }
}

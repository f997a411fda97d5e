import Foundation
import Testing

/// One unit of Systemd, as far as it says what is started.
struct Unit {
    /// What stands in place of a template's `%i`.
    static let instance = "front"

    let program: String
    let arguments: [String]
    let isNotified: Bool

    static let folder = CommandScript.folder.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Systemd")

    static var all: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []).filter {
            $0.hasSuffix(".service")
        }.sorted()
    }

    init(name: String) throws {
        let lines = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let prefix = "ExecStart="
        let starts = lines.filter { $0.hasPrefix(prefix) }
        try #require(starts.count == 1, "\(name) starts one program")
        // Prefixes of the path change how it is started, not what it is told (systemd.service(5)).
        let words = starts[0].dropFirst(prefix.count).drop { "-@:+!".contains($0) }
            .replacing("%i", with: Self.instance).split(separator: " ").map(String.init)
        program = URL(filePath: words[0]).lastPathComponent
        arguments = Array(words.dropFirst())
        isNotified = lines.contains("Type=notify")
    }

    /// The arguments with another file in place of the configuration's; nil where the program takes none.
    func arguments(configuration path: String) -> [String]? {
        guard let index = arguments.firstIndex(of: "--configuration"), index + 1 < arguments.count else {
            return nil
        }
        var changed = arguments
        changed[index + 1] = path
        return changed
    }
}

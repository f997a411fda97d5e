import Configuration
import Foundation
import Synchronization
import Testing

/// One of the example configurations: what it gives, and what it shows as left out.
struct ExampleFile {
    /// Behind this line, what is taken where nothing is given stands as comments.
    private static let mark = "# What follows may be left out; the values shown are those taken then."

    let given: String
    let leftOut: String

    init(name: String) throws {
        let folder = Unit.folder.deletingLastPathComponent().appending(path: "Provisioning/configuration")
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let parts = text.components(separatedBy: Self.mark)
        try #require(parts.count == 2, "\(name) says once what may be left out")
        given = parts[0]
        // Up to the first paragraph that is words and no keys.
        leftOut = parts[1].split(separator: "\n").drop { $0 == "#" }.prefix { $0 != "#" }
            .map { String($0.dropFirst(2)) }.joined(separator: "\n")
    }

    /// The keys of a text of mappings, lists and scalars, as the daemons ask for them.
    static func keys(of text: String) -> Set<String> {
        var path: [(indent: Int, name: String)] = []
        var keys: Set<String> = []
        for line in text.split(separator: "\n") {
            let indent = line.prefix { $0 == " " }.count
            let content = line.dropFirst(indent)
            guard !content.hasPrefix("#"), !content.hasPrefix("- "), let colon = content.firstIndex(of: ":")
            else {
                continue
            }
            while let last = path.last, last.indent >= indent {
                path.removeLast()
            }
            // What others lie below is no key itself.
            keys.remove(path.map(\.name).joined(separator: "."))
            path.append((indent, String(content[..<colon])))
            keys.insert(path.map(\.name).joined(separator: "."))
        }
        return keys
    }
}

/// Notes which keys a configuration asked for.
final class AskedKeys: AccessReporter {
    private let names = Mutex<Set<String>>([])

    var all: Set<String> { names.withLock { $0 } }

    func report(_ event: AccessEvent) {
        names.withLock { _ = $0.insert(event.metadata.key.components.joined(separator: ".")) }
    }

    /// A reader over texts of YAML; the first that has a key wins.
    func reader(_ texts: String...) async throws -> ConfigReader {
        var providers: [any ConfigProvider] = []
        for text in texts {
            let path = FileManager.default.temporaryDirectory.appending(
                path: "signet-\(UUID().uuidString).yaml"
            ).path()
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let place = ConfigReader(
                provider: InMemoryProvider(values: ["filePath": .init(stringLiteral: path)])
            )
            providers.append(try await FileProvider<YAMLSnapshot>(config: place))
        }
        return ConfigReader(providers: providers, accessReporter: self)
    }
}

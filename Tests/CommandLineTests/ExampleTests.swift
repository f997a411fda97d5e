import CabinetAppliance
import Configuration
import Headquarters
import TagKeys
import Testing

/// The example configurations, held against the types that the daemons read them with.
@Suite struct ExampleTests {
    /// An example and the daemon's reading of it: every value, in an order of its own.
    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let read: @Sendable (ConfigReader) throws -> [String]

        var testDescription: String { name }
    }

    static let examples = [
        Example(name: "cabinet.yaml") { fields(try CabinetConfiguration(config: $0)) },
        Example(name: "headquarters.yaml") { fields(try HeadquartersConfiguration(config: $0)) },
        Example(name: "keys.yaml") {
            fields(try KeyStateConfiguration(config: $0)) + fields(try KeyServerConfiguration(config: $0))
        },
    ]

    @Test(arguments: examples)
    func `a daemon takes the example, and asks for each key in it`(example: Example) async throws {
        let (file, asked) = (try ExampleFile(name: example.name), AskedKeys())
        _ = try example.read(try await asked.reader(file.given))
        let (given, leftOut) = (ExampleFile.keys(of: file.given), ExampleFile.keys(of: file.leftOut))
        #expect(!given.isEmpty)
        #expect(!leftOut.isEmpty)
        #expect(given.subtracting(asked.all) == [])
        #expect(leftOut.subtracting(asked.all) == [])
    }

    @Test(arguments: examples)
    func `what an example shows as left out is what is taken then`(example: Example) async throws {
        let (file, asked) = (try ExampleFile(name: example.name), AskedKeys())
        let without = try example.read(try await asked.reader(file.given))
        #expect(try example.read(try await asked.reader(file.leftOut, file.given)) == without)
    }

    @Test func `the examples name what the units and each other say`() async throws {
        let asked = AskedKeys()
        let read = { (name: String) in try await asked.reader(try ExampleFile(name: name).given) }
        let headquarters = try HeadquartersConfiguration(config: try await read("headquarters.yaml"))
        let (state, server) = (
            try KeyStateConfiguration(config: try await read("keys.yaml")),
            try KeyServerConfiguration(config: try await read("keys.yaml"))
        )
        let cabinet = try CabinetConfiguration(config: try await read("cabinet.yaml"))
        #expect(headquarters.tagKeySocket == server.socketPath)
        // StateDirectory= of each unit.
        #expect(headquarters.folder == "/var/lib/signet-hq")
        #expect(state.folder.path == "/var/lib/signet-hq-keys")
        #expect(cabinet.folder == "/var/lib/signet-cabinet")
        // ListenSequentialPacket= of signet-tag-reader@.socket.
        #expect(cabinet.frontReader == "/run/signet-tag-reader/front")
        #expect(cabinet.slotReaders.values.allSatisfy { $0.hasPrefix("/run/signet-tag-reader/") })
    }

    @Test func `keys of a text are found by their indent`() {
        let text = """
            # words: none
            a:
              b: 1   # c: 2
              d:
                - e: 3
            f: "g: h"
            """
        #expect(ExampleFile.keys(of: text) == ["a.b", "a.d", "f"])
    }

    /// Each stored value with its name; the order of a dictionary differs from one to the next.
    private static func fields(_ value: Any) -> [String] {
        Mirror(reflecting: value).children.map { label, child in
            let entries = Mirror(reflecting: child)
            let text =
                entries.displayStyle == .dictionary
                ? entries.children.map { "\($0.value)" }.sorted().joined(separator: ", ") : "\(child)"
            return "\(label ?? ""): \(text)"
        }
    }
}

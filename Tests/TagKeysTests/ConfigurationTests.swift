import Configuration
import Cryptography
import Glibc
import SealTags
import Testing

@testable import TagKeys

@Suite struct ConfigurationTests {
    private static let state: [AbsoluteConfigKey: ConfigValue] = ["state.folder": "/keys"]
    private static let server: [AbsoluteConfigKey: ConfigValue] = [
        "jobs.socket": "/run/jobs", "organisation": "example.org",
        "root": .init(stringLiteral: String(repeating: "0f", count: 32)),
    ]

    private func reader(
        _ values: [AbsoluteConfigKey: ConfigValue],
        _ more: [AbsoluteConfigKey: ConfigValue] = [:]
    ) -> ConfigReader {
        ConfigReader(provider: InMemoryProvider(values: values.merging(more) { $1 }))
    }

    @Test func `the masters lie under a credential in their folder, another one, or a passphrase`() throws {
        let plain = try KeyStateConfiguration(config: reader(Self.state))
        #expect(plain.folder.path == "/keys")
        #expect(plain.lock == .credential(path: "/keys/credential"))
        let given = try KeyStateConfiguration(config: reader(Self.state, ["state.credential": "/c"]))
        #expect(given.lock == .credential(path: "/c"))
        let words = try KeyStateConfiguration(config: reader(Self.state, ["state.passphraseFile": "/w"]))
        #expect(words.lock == .passphrase(path: "/w"))
    }

    @Test func `what is needed to serve is read, and 240 jobs an hour where nothing is said`() throws {
        let server = try KeyServerConfiguration(config: reader(Self.server))
        #expect(server.socketPath == "/run/jobs")
        #expect(server.organisation == "example.org")
        #expect(server.pinnedRoot.bytes == [UInt8](repeating: 15, count: 32))
        #expect(server.limits == .standard)
        let busy = try KeyServerConfiguration(config: reader(Self.server, ["jobs.perHour": "1000"]))
        #expect(busy.limits.jobsPerHourMax == 1_000)
    }

    @Test(arguments: [
        ("state.folder", "keys"), ("state.credential", "credential"), ("state.passphraseFile", "words"),
    ])
    func `a path that depends on the folder is refused with its key`(key: String, value: String) {
        let config = reader(Self.state, [AbsoluteConfigKey(ConfigKey(key)): .init(stringLiteral: value)])
        expectRefusal(key) { _ = try KeyStateConfiguration(config: config) }
    }

    @Test(arguments: [
        ("jobs.socket", "jobs"), ("jobs.perHour", "0"), ("jobs.perHour", "10001"), ("jobs.perHour", "many"),
        ("organisation", ""), ("root", "0f"), ("root", String(repeating: "xy", count: 32)),
    ])
    func `a value that cannot be is refused with its key`(key: String, value: String) {
        let config = reader(Self.server, [AbsoluteConfigKey(ConfigKey(key)): .init(stringLiteral: value)])
        expectRefusal(key) { _ = try KeyServerConfiguration(config: config) }
    }

    @Test(arguments: ["jobs.socket", "organisation", "root"])
    func `what is needed to serve is asked for by its key`(key: String) {
        let values = Self.server.filter { $0.key != AbsoluteConfigKey(ConfigKey(key)) }
        expectRefusal(key) { _ = try KeyServerConfiguration(config: reader(values)) }
    }

    @Test func `a folder is asked for, and a credential and a passphrase exclude each other`() {
        expectRefusal("state.folder") { _ = try KeyStateConfiguration(config: reader([:])) }
        let both: [AbsoluteConfigKey: ConfigValue] = ["state.credential": "/c", "state.passphraseFile": "/w"]
        expectRefusal("state.passphraseFile") {
            _ = try KeyStateConfiguration(config: reader(Self.state, both))
        }
    }

    @Test func `a file that is not there is named`() async {
        do {
            _ = try await KeyStateConfiguration(path: "/nowhere/keys.yaml", environment: [:])
            Issue.record("a file that is not there was read")
        } catch {
            #expect(error == KeyServiceError(.invalidArgument, ""))
            #expect(error.message.contains("/nowhere/keys.yaml"))
        }
    }

    @Test func `variables of the environment override the file`() async throws {
        try await withFolder { folder, _ in
            let path = folder.path + "/words"
            try SecretFile.create(path, in: folder.path, Array("state:\n  folder: /keys\n".utf8))
            let state = try await KeyStateConfiguration(
                path: path,
                environment: ["STATE_CREDENTIAL": "/run/credentials/c"]
            )
            #expect(state.folder.path == "/keys")
            #expect(state.lock == .credential(path: "/run/credentials/c"))
        }
    }

    private func expectRefusal(_ key: String, _ body: () throws -> Void) {
        do {
            try body()
            Issue.record("\(key) should be refused")
        } catch let error as KeyServiceError {
            #expect(error == KeyServiceError(.invalidArgument, ""))
            #expect(error.message.contains("the key \(key) "))
        } catch { Issue.record(error) }
    }
}

import Cryptography
import Foundation
import Testing

@testable import Enrolment

/// Our key files, opened by another program.
@Suite struct KeyFilePeerTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test(.timeLimit(.minutes(2)), arguments: ["correct horse battery", "印章与密码", ""])
    func `another program finds the same seed`(words: String) throws {
        let key = PersonalKey(role: .approver, person: id(9), privateKey: try Ed25519PrivateKey())
        let phrase = words.isEmpty ? Passphrase.empty : try passphrase(words)
        try withFolder { folder in
            try key.sealed(under: phrase, cost: .least).write(to: "\(folder)/key")
            let answer = "\(folder)/answer"
            try Data().write(to: URL(filePath: answer))
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/timeout")
            process.arguments = [
                "--kill-after=5", "60",
                ProcessInfo.processInfo.environment["SIGNET_PEERS_PYTHON"]
                    ?? Self.root.appending(path: ".build-peers/main/bin/python").path(),
                Self.root.appending(path: "Tests/Peers/key_file_peer.py").path(), "open", "\(folder)/key",
                words,
            ]
            process.standardOutput = try FileHandle(forWritingTo: URL(filePath: answer))
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(try String(contentsOfFile: answer, encoding: .utf8) == Hex.encode(key.privateKey.seed))
        }
    }
}

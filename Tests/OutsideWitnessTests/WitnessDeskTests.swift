import Cryptography
import Foundation
import Records
import Testing

@testable import OutsideWitness

/// What a witness decides, and what of it is on disk when its answer leaves.
struct WitnessDeskTests {
    private let folder = TestFolder()
    private let log: TestLog

    init() throws { log = try TestLog() }

    private func status(_ desk: WitnessDesk, _ body: [UInt8]) async throws -> Int {
        try await desk.answer(body, atSeconds: 1_800_000_000).status
    }

    @Test func `a cosignature is over the head that was shown, and the head is on disk`() async throws {
        let made = try folder.make()
        let desk = try WitnessDesk(folder: made, logs: [log.key])
        let reply = try await desk.answer(log.submission(1), atSeconds: 1_800_000_000)
        #expect(reply.status == 200)
        let note = try log.signer.sign(log.head(1)).adding(answer: reply.body, of: made.key)
        let line = try #require(try note.verified(by: [made.key])[made.key])
        #expect(try Cosignature(line.bytes).seconds == 1_800_000_000)
        #expect(try made.state(of: log.key).head == log.head(1))
    }

    @Test func `a witness that was started again goes on from the head on disk`() async throws {
        do {
            let desk = try WitnessDesk(folder: try folder.make(), logs: [log.key])
            #expect(try await status(desk, log.submission(1)) == 200)
        }
        let desk = try WitnessDesk(folder: WitnessFolder(path: folder.path), logs: [log.key])
        let reply = try await desk.answer(log.submission(2), atSeconds: 0)
        #expect(reply == WitnessReply(status: 409, mediaType: "text/x.tlog.size", body: Array("1\n".utf8)))
        #expect(try await status(desk, log.submission(2, from: 1)) == 200)
    }

    @Test func `two heads of one size end a log for good, also after a start`() async throws {
        do {
            let desk = try WitnessDesk(folder: try folder.make(), logs: [log.key])
            #expect(try await status(desk, log.submission(1)) == 200)
            #expect(try await status(desk, log.submission(1, from: 1, story: "other")) == 409)
            #expect(try await status(desk, log.submission(2, from: 1)) == 409)
        }
        let desk = try WitnessDesk(folder: WitnessFolder(path: folder.path), logs: [log.key])
        #expect(try await status(desk, log.submission(2, from: 1)) == 409)
        let kept = try WitnessFolder(path: folder.path).state(of: log.key).contradiction
        #expect(try kept?.held == log.signer.sign(log.head(1)))
        #expect(try kept?.offered == log.signer.sign(log.head(1, story: "other")))
    }

    @Test func `what cannot be kept is not cosigned`() async throws {
        let desk = try WitnessDesk(folder: try folder.make(), logs: [log.key])
        try FileManager.default.removeItem(atPath: "\(folder.path)/logs")
        await #expect(throws: WitnessError.self) { try await desk.answer(log.submission(1), atSeconds: 0) }
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/logs",
            withIntermediateDirectories: false
        )
        // Nothing was decided: the first head is still to come.
        let reply = try await desk.answer(log.submission(2, from: 1), atSeconds: 0)
        #expect(reply == WitnessReply(status: 409, mediaType: "text/x.tlog.size", body: Array("0\n".utf8)))
    }

    @Test func `a folder serves one process, and one key per log`() throws {
        let made = try folder.make()
        let desk = try WitnessDesk(folder: made, logs: [log.key])
        #expect(throws: WitnessError(.inUse, "")) { try WitnessDesk(folder: made, logs: [log.key]) }
        withExtendedLifetime(desk) {}
        let otherFolder = TestFolder()
        let other = try otherFolder.make()
        #expect(throws: WitnessError(.malformed, "")) {
            try WitnessDesk(folder: other, logs: [log.key, log.key])
        }
        #expect(throws: WitnessError(.malformed, "")) { try WitnessDesk(folder: other, logs: [made.key]) }
        withExtendedLifetime(otherFolder) {}
    }

    @Test func `a folder is made once, and its name belongs to its key`() throws {
        let made = try folder.make()
        #expect(throws: WitnessError(.alreadyThere, "")) { try folder.make() }
        #expect(try WitnessFolder(path: folder.path).key == made.key)
        let other = try TestFolder().make()
        try Data("\(other.key.text)\n".utf8).write(to: URL(filePath: "\(folder.path)/key"))
        #expect(throws: WitnessError(.malformed, "")) { try WitnessFolder(path: folder.path) }
        #expect(throws: WitnessError(.notFound, "")) { try WitnessFolder(path: "\(folder.path)/none") }
    }

    @Test func `a note on disk that the log did not sign stops the start`() async throws {
        do {
            let desk = try WitnessDesk(folder: try folder.make(), logs: [log.key])
            #expect(try await status(desk, log.submission(1)) == 200)
        }
        let path = "\(folder.path)/logs/\(SHA256.hash(Array(TestLog.name.utf8))).note"
        var bytes = try Array(Data(contentsOf: URL(filePath: path)))
        bytes[bytes.count - 10] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        #expect(throws: WitnessError(.malformed, "")) {
            try WitnessDesk(folder: WitnessFolder(path: folder.path), logs: [log.key])
        }
    }
}

import Authority
import Cryptography
import Custody
import Enrolment
import FoundationEssentials
import PeerPrograms
import Records
import Replication
import Testing
import ZeroMQTransport

@testable import Headquarters

/// Headquarters' own line against a cabinet that was written from Documentation/Wire.md and Records.md in another language.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(3)))
struct WirePeerTests {
    /// A headquarters with the cabinet c1, whose keys the stranger gets.
    private struct Meeting {
        let office: Office
        let lines: Lines
        let seal: Identifier<Seal>
        let person: Identifier<Person>
        let arguments: [String]

        init() async throws {
            office = try await Office.founded()
            let secrets = try await office.enrol("c1")
            (person, seal) = try await office.furnish("c1")
            lines = try Lines(office)
            let serverKey = try #require(TransportKey(office.keys.current.transport.publicKey.bytes))
            let secret = secrets.transport.secretBytes.exposedCopy()
            arguments = [
                lines.hub.address, serverKey.text, try #require(Z85.encode(secret)), Office.name, "c1",
                "east",
                Hex.encode(try secrets.logKey(.acts).privateKey.seed), Hex.encode(secrets.act.seed),
                SHA256.hash(office.root.bytes).description,
            ]
        }

        /// A granted application with a file, which the site's policy names.
        func nameFile(_ content: [UInt8]) async throws {
            let reference = try await lines.shelf.put(content, mediaType: "application/pdf")
            _ = try await office.grant(reference, seal, person)
        }
    }

    @Test func `a stranger's cabinet is served, and told what it did wrong`() async throws {
        let meeting = try await Meeting()
        let (office, lines) = (meeting.office, meeting.lines)
        let arguments = meeting.arguments + ["records"]
        let seen = try await with([{ try await lines.service.run() }]) {
            let program = Task { try await Peer.linesAside("wire_peer.py", arguments) }
            try await eventually("the alarm is shown ahead of its backlog") {
                lines.alarms.waiting(beyond: office.ledger.view).map(\.grade)
                    == [.placed(index: 370, size: 371, missing: 20)]
            }
            return try await program.value
        }
        let policySize = try #require(office.ledger.view.policies["east"]).size
        #expect(
            seen == [
                "witness 0 300", "policy \(policySize)", "mirrored 0", "credit 0 1 2 3 4", "cosigned 300 300",
                "cosigned 350 300", "cosigned 350 350", "fresh", "alarm 370", "bye no-cbor 1",
                "bye longer-form 1", "bye type 2", "bye version 3", "bye before-hello 4",
                "bye other-cabinet 6", "bye other-log 6", "bye gap 4", "smaller 1 371", "fork 3 371",
            ]
        )
        let copy = try #require(office.ledger.view.cabinets["c1"])
        #expect(copy.mirroredSize == 350)
        #expect(copy.witnessedSize == 371)
        let notes = office.ledger.view.desks.findings.filter { $0.cabinet == "c1" }.map(\.opened.kind)
        #expect(notes == [.rolledBack, .fork])
    }

    @Test func `a stranger's cabinet is sent the file that its policy names, and no other`() async throws {
        let meeting = try await Meeting()
        let lines = meeting.lines
        try await meeting.nameFile((0..<900_000).map { UInt8(truncatingIfNeeded: $0 &* 11 &+ $0 / 253) })
        let seen = try await with([{ try await lines.service.run() }]) {
            try await Peer.linesAside("wire_peer.py", meeting.arguments + ["files"])
        }
        // 900,000 bytes are four chunks with a tag of 16 bytes each: 28 pieces of 32 KiB, eight to a chunk.
        #expect(
            seen == [
                "witness 0 1", "file 900000 28 0", "rest 16 12 0", "nothing 0 0", "unknown 0 1",
                "more-chunks 0 1", "bits-behind 0 1", "dropped", "body 2", "bye piece-too-large 1",
                "bye proof-too-long 1", "bye unknown-reason 1", "bye no-bitmap 1",
                "bye body-of-another-log 6",
                "bye two-bodies 4", "bye body-alone 4", "bye body-twice 4", "bye body-of-another-place 4",
                "bye want-before-hello 4",
            ]
        )
        #expect(meeting.office.ledger.view.cabinets["c1"]?.mirroredSize == 2)
        #expect(meeting.office.ledger.view.desks.findings.isEmpty)
    }

    @Test
    func `a stranger writes sticks that are taken and reads what is answered, and wrong ones are refused`()
        async throws
    {
        let meeting = try await Meeting()
        _ = try await meeting.office.enrol("c2")
        try await meeting.nameFile(Array("a contract".utf8))
        let folder = meeting.office.folder + "/sticks"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let arguments = meeting.arguments + ["sticks", folder]
        let program = Task { try await Peer.linesAside("wire_peer.py", arguments) }
        for number in 1...Self.stickCount {
            let path = "\(folder)/\(number)"
            try await eventually("stick \(number) is written") {
                FileManager.default.fileExists(atPath: path + ".up")
            }
            try await Self.carry(path, to: meeting.lines)
        }
        let seen = try await program.value
        let policySize = try #require(meeting.office.ledger.view.policies["east"]).size
        #expect(
            seen == [
                "first 0 400 400", "second \(policySize) 1", "again taken 0", "other-version refused",
                "no-stick refused", "flipped refused", "other-count refused", "no-greeting refused",
                "empty refused", "unknown-cabinet refused", "another-cabinet refused",
                "other-organisation refused", "not-obeyed refused 0", "other-log refused 2", "gap refused 0",
                "cut taken 2", "fork refused 3",
            ]
        )
    }

    /// The sticks that the stranger writes, one after the other.
    private static let stickCount = 17

    /// Takes a stick in as the daemon's desk does, and writes beside it what comes back and what was refused.
    private static func carry(_ path: String, to lines: Lines) async throws {
        let bytes = try Array(Data(contentsOf: URL(filePath: path + ".up")))
        var (answer, refusal): ([UInt8], String?) = ([], nil)
        do {
            let taken = try await lines.service.take(stick: try StickFile(reading: bytes))
            (answer, refusal) = (taken.file.bytes, taken.refusal)
        } catch { refusal = "\(error)" }
        if let refusal { try Data(refusal.utf8).write(to: URL(filePath: path + ".refused")) }
        try Data(answer).write(to: URL(filePath: path + ".down"), options: .atomic)
    }
}

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
    @Test func `a stranger's cabinet is served, and told what it did wrong`() async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        _ = try await office.furnish("c1")
        let lines = try Lines(office)
        let serverKey = try #require(TransportKey(office.keys.current.transport.publicKey.bytes))
        let secret = secrets.transport.secretBytes.exposedCopy()
        let arguments = [
            lines.hub.address, serverKey.text, try #require(Z85.encode(secret)), Office.name, "c1", "east",
            Hex.encode(try secrets.logKey(.acts).privateKey.seed), Hex.encode(secrets.act.seed),
            SHA256.hash(office.root.bytes).description,
        ]
        let seen = try await with([{ try await lines.service.run() }]) {
            let program = Task.detached { try Peer.lines("wire_peer.py", arguments) }
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
}

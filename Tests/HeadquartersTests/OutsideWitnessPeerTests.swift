import Authority
import Cryptography
import Custody
import Enrolment
import Foundation
import Logging
import PeerPrograms
import Records
import Store
import Testing

@testable import Headquarters

/// Headquarters shows its heads to a witness (C2SP tlog-witness) that was written in another language.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(3)))
struct OutsideWitnessPeerTests {
    private struct Scene {
        let office: Office
        let peer: Peer.Server
        let witness: OutsideConfiguration.Witness
        let service: OutsideWitnessService

        var ledger: HeadquartersLedger { office.ledger }

        init() async throws {
            office = try await Office.founded()
            let ledger = office.ledger
            let keys = try [
                (ledger.origins.authority, office.keys.current.logKey(.authority)),
                (ledger.origins.receipts, office.keys.current.logKey(.receipts)),
            ].map { origin, key in try NoteVerifierKey(log: origin, publicKey: key.privateKey.publicKey).text
            }
            peer = try #require(try Peer.server("witness_peer.py", ["serve", "notary.example.net/w"] + keys))
            let words = peer.firstLine.split(separator: " ").map(String.init)
            witness = .init(prefix: "http://127.0.0.1:\(words[0])", key: try NoteVerifierKey(text: words[1]))
            service = OutsideWitnessService(
                ledger: ledger,
                witnesses: [witness],
                logger: Logger(label: "test")
            )
        }

        func behave(_ mood: String) async throws {
            let line = OutsideLine()
            _ = try await line.post(
                [],
                as: "text/plain",
                to: "\(witness.prefix)/mood/\(mood)",
                byteCountMax: 100
            )
            try await line.close()
        }

        /// What was done by the witness to the newest note that it cosigned.
        func cosigned(_ origin: Origin) throws -> UInt64? {
            guard let anchor = ledger.view.anchors.cosignatures[origin]?.anchor else { return nil }
            guard try anchor.cosignedAtSeconds()[witness.key] != nil else { return nil }
            return try anchor.checkpoint().head.size
        }
    }

    @Test func `heads of authority and receipts are cosigned and kept, receipts at most hourly`() async throws
    {
        let scene = try await Scene()
        let (authority, receipts) = (scene.ledger.origins.authority, scene.ledger.origins.receipts)
        let heads = scene.ledger.view.heads
        await scene.service.look()
        #expect(try scene.cosigned(authority) == heads[authority]?.size)
        #expect(try scene.cosigned(receipts) == (heads[receipts]?.size ?? 0) + 1)
        let kept = try #require(scene.ledger.store.notes(of: authority, as: .witness, from: 0, limit: 9).last)
        #expect(try kept.verified(by: [scene.witness.key]).count == 1)

        // Grown by the record of the cosignature itself, and shown again only an hour later.
        let size = try scene.cosigned(receipts)
        await scene.service.look()
        #expect(try scene.cosigned(receipts) == size)
        scene.office.clock.pass(OutsideWitnessService.receiptsPeriodMilliseconds)
        try await scene.office.give(scene.office.approver(0), by: scene.office.officers)
        await scene.service.look()
        #expect(try scene.cosigned(authority) == scene.ledger.view.heads[authority]?.size)
        #expect(try scene.cosigned(receipts) ?? 0 > size ?? 0)
        #expect(scene.ledger.view.desks.findings.isEmpty)

        // After a start nobody knows what the witness has: it says so itself.
        let service = OutsideWitnessService(
            ledger: scene.ledger,
            witnesses: [scene.witness],
            logger: Logger(label: "test")
        )
        try await scene.office.give(scene.office.approver(1), by: scene.office.officers)
        await service.look()
        #expect(try scene.cosigned(authority) == scene.ledger.view.heads[authority]?.size)
        try await service.close()
        try await scene.service.close()
    }

    @Test func `an outsider whom owners named counts like a cabinet`() async throws {
        let scene = try await Scene()
        let policy = WitnessPolicyStatement(
            head: scene.office.head,
            version: 1,
            witnesses: [
                Witness(
                    name: scene.witness.key.name.text,
                    key: Bytes(scene.witness.key.publicKey.bytes)
                )
            ]
        )
        try await scene.office.give(policy, by: scene.office.ownerPair)
        let rules = RulesStatement(head: scene.office.head, version: 2, rules: [scene.office.rule])
        try await scene.office.give(rules, by: scene.office.ownerPair)
        #expect(scene.ledger.view.standing.rules?.version == 1)
        await scene.service.look()
        #expect(scene.ledger.view.standing.rules?.version == 2)
        try await scene.service.close()
    }

    @Test(arguments: ["ahead", "other-history"])
    func `a witness that saw another log than this one is a finding, once`(mood: String) async throws {
        let scene = try await Scene()
        await scene.service.look()
        let before = scene.ledger.view.anchors
        try await scene.behave(mood)
        try await scene.office.give(scene.office.approver(0), by: scene.office.officers)
        for _ in 0..<3 {
            scene.office.clock.pass(7_200_000)
            await scene.service.look()
        }
        #expect(scene.ledger.view.desks.findings.map(\.opened.kind) == [.fork])
        #expect(scene.ledger.view.anchors == before)
        try await scene.service.close()
    }

    @Test(arguments: ["away", "forger"])
    func `a witness that is away or signs wrongly leaves nothing, and is asked again later`(mood: String)
        async throws
    {
        let scene = try await Scene()
        try await scene.behave(mood)
        await scene.service.look()
        #expect(scene.ledger.view.anchors.isEmpty)
        try await scene.behave("honest")
        await scene.service.look()
        #expect(scene.ledger.view.anchors.isEmpty)
        scene.office.clock.pass(60_000)
        await scene.service.look()
        #expect(scene.ledger.view.anchors.cosignatures.count == 2)
        #expect(scene.ledger.view.desks.findings.isEmpty)
        try await scene.service.close()
    }

    @Test func `a witness that answers a byte and no more keeps no other waiting`() async throws {
        let scene = try await Scene()
        let slow = try await Scene()
        try await slow.behave("slow")
        // The slow one is shown the same heads; what it is and holds does not matter, it never ends its answer.
        let service = OutsideWitnessService(
            ledger: scene.ledger,
            witnesses: [slow.witness, scene.witness],
            logger: Logger(label: "test"),
            answerMax: .seconds(5)
        )
        let began = ContinuousClock.now
        await service.look()
        #expect(ContinuousClock.now - began < .seconds(60))
        let authority = scene.ledger.origins.authority
        #expect(try scene.cosigned(authority) == scene.ledger.view.heads[authority]?.size)
        try await service.close()
        try await slow.service.close()
        try await scene.service.close()
    }
}

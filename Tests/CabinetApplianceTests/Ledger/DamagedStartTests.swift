import Cryptography
import Enrolment
import FoundationEssentials
import GRDB
import Records
import Simulation
import Store
import Testing

@testable import Authority
@testable import CabinetAppliance
@testable import Custody

/// A cabinet that starts with damaged acts while a seal is in somebody's hand, and no line.
@Suite struct DamagedStartTests {
    private static func turnLastBody(of origin: Origin, at path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(
                sql: """
                    UPDATE bundle SET bodies = CAST(substr(bodies, 1, length(bodies) - 1) || x'FF' AS BLOB)
                    WHERE log = (SELECT id FROM log WHERE origin = ?)
                    AND first = (SELECT max(first) FROM bundle WHERE log = (SELECT id FROM log WHERE origin = ?))
                    """,
                arguments: [origin.text, origin.text]
            )
        }
        try queue.close()
    }

    private func refusals(_ ledger: CabinetLedger<EvidenceFile>) -> [TakeRefusal] {
        let view = ledger.view
        let decision = view.takeDesk.decide(
            TakeQuestion(
                seal: KeptCabinet.seal,
                grantDigest: view.obeyed.policy.grants.keys.first ?? SHA256.hash([]),
                taker: IdentifiedPerson(person: KeptCabinet.taker, methods: [.card, .pin]),
                companion: nil,
                interval: nil,
                contactAgeSeconds: nil
            )
        )
        guard case .refused(let reasons) = decision else { return [] }
        return reasons
    }

    /// Keeps the newest head as headquarters would have cosigned it, as witness and as mirror.
    private func cosign(_ running: KeptCabinet.Running) async throws {
        let acts = running.ledger.view.acts
        try await running.ledger.storeCheckpoint()
        let note = try #require(try running.store.status(of: acts)?.notes[.checkpoint])
        for role in [NoteRole.witness, .mirror] { try running.store.keep(note, of: acts, as: role) }
    }

    @Test func `the cabinet starts, says what is damaged, takes nothing out and takes the seal back`()
        async throws
    {
        try await KeptCabinet.with { kept in
            let credential = try CredentialKey.readOrMake(path: kept.folder + "/credential")
            let secrets = try CabinetSecrets(making: credential)
            let cabinet = kept.with(
                try CabinetLogKeys(secrets, path: kept.folder + "/secrets", under: credential)
            )
            let first = try cabinet.open()
            let acts = first.ledger.view.acts
            try await cabinet.live(first.ledger)
            try await first.ledger.nameState()
            try await cabinet.visit(.take, on: first.ledger)
            try await cosign(first)
            let size = first.ledger.view.head.size
            let whole = try first.store.records(of: acts, from: 0, byteCountMax: 1 << 20).bundle
            let before = first.ledger.view.custody
            try first.close()
            try Self.turnLastBody(of: acts, at: cabinet.folder + "/evidence.sqlite")

            let again = try cabinet.open()
            let ledger = again.ledger
            #expect(ledger.view.epoch == 2 && ledger.view.isDamaged)
            #expect(refusals(ledger).contains(.recordDamaged))
            // Nobody here knows what was taken since: what the readers see is what counts.
            await ledger.look([1: .empty, 2: .empty])
            #expect(ledger.view.returnDesk.returnable.map(\.seal) == [KeptCabinet.seal])
            #expect(ledger.view.returnDesk.drawer(for: KeptCabinet.seal, by: KeptCabinet.taker) == 1)
            try await cabinet.visit(.giveBack, on: ledger)
            let found = ledger.view.custody.findings.map(\.opened)
            #expect(found.map(\.kind) == [.damaged])
            #expect(
                found[0].note.hasPrefix(
                    "the body of leaf \(size - 1) of \(acts) is not the one that was committed to"
                )
            )
            guard case .present(drawer: 1, _) = ledger.view.custody.seals[KeptCabinet.seal] else {
                Issue.record("the return is not folded")
                return
            }
            // The whole row lies beside the log, as it was found.
            let apart = try again.store.disputes(of: acts).flatMap(\.bundle.records)
            #expect(apart.last?.leafBytes == whole.records.last?.leafBytes)
            #expect(apart.last?.bodyBytes != whole.records.last?.bodyBytes)

            // What headquarters gives back makes it whole again, with the return behind it.
            _ = try await ledger.store(Ingest(origin: acts, first: 0, bundle: whole))
            #expect(try await ledger.settleRecovery(of: acts))
            #expect(!ledger.view.isDamaged && !ledger.view.isRebuilding)
            #expect(!refusals(ledger).contains(.recordDamaged))
            #expect(ledger.view.custody.earlierCount == size && before.size == size)
            guard case .present(drawer: 1, _) = ledger.view.custody.seals[KeptCabinet.seal] else {
                Issue.record("the return is not behind what came back")
                return
            }
            try again.close()
        }
    }

    @Test func `damage that is met while acts are written ends no return`() async throws {
        try await KeptCabinet.with { kept in
            let credential = try CredentialKey.readOrMake(path: kept.folder + "/credential")
            let secrets = try CabinetSecrets(making: credential)
            let cabinet = kept.with(
                try CabinetLogKeys(secrets, path: kept.folder + "/secrets", under: credential)
            )
            let running = try cabinet.open()
            let (ledger, acts) = (running.ledger, running.ledger.view.acts)
            try await cabinet.live(ledger)
            try await cabinet.visit(.take, on: ledger)
            try await cosign(running)
            // The log's row says that there are more leaves than there are.
            let queue = try DatabaseQueue(path: cabinet.folder + "/evidence.sqlite")
            try await queue.write { db in
                try db.execute(
                    sql: "UPDATE log SET size = size + 1 WHERE origin = ?",
                    arguments: [acts.text]
                )
            }
            try queue.close()
            #expect(ledger.view.returnDesk.returnable.map(\.seal) == [KeptCabinet.seal])
            try await cabinet.visit(.giveBack, on: ledger)
            #expect(ledger.view.epoch == 2)
            guard case .present(drawer: 1, _) = ledger.view.custody.seals[KeptCabinet.seal] else {
                Issue.record("the return is not folded")
                return
            }
            try await ledger.append([])
            #expect(ledger.view.custody.findings.map(\.opened.kind) == [.damaged])
            try running.close()
        }
    }
}

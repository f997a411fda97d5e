import Authority
import Cryptography
import Custody
import FoundationEssentials
import Host
import Records
import Replication
import Simulation
import Store
import Testing

@testable import CabinetAppliance

@Suite struct LedgerTests {
    private struct FixedClock: HostClock {
        let wallMilliseconds: Int64 = 1_500_000
        let bootMilliseconds: UInt64 = 7_000
    }

    private struct Cabinet {
        let folder: String
        let organisation: SimulatedOrganisation
        let keys: CabinetLogKeys

        var identity: CabinetIdentity {
            CabinetIdentity(
                organisation: SimulatedOrganisation.name,
                site: "east",
                cabinet: "c1",
                root: organisation.root
            )
        }

        func open() throws -> (EvidenceFile, CabinetLedger<EvidenceFile>) {
            let store = try EvidenceFile(path: folder + "/evidence.sqlite")
            let ledger = try CabinetLedger(
                store: store,
                identity: identity,
                keys: keys,
                boot: id(9),
                clock: FixedClock()
            )
            return (store, ledger)
        }

        /// The checkpoint and the records of one of headquarters' logs, as a session hands them to the store.
        func ingests(_ origin: Origin, _ records: [Records.Record], from: UInt64 = 0) throws -> [Ingest] {
            let store = try EvidenceFile(path: folder + "/headquarters-\(UUID().uuidString).sqlite")
            defer { try? store.close() }
            var writer = try LogWriter(
                store: store,
                signer: try CheckpointSigner(origin: origin, privateKey: organisation.logKey)
            )
            let note = try writer.append(records)
            let proof = try store.consistency(of: origin, from: from, to: UInt64(records.count))
            let new = Array(records.dropFirst(Int(from)))
            return [
                Ingest(origin: origin, offer: CheckpointOffer(note: note, from: from, path: proof.path)),
                Ingest(origin: origin, first: from, bundle: try RecordBundle(new)),
            ]
        }
    }

    private func withCabinet(_ body: (Cabinet) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/signet-ledger-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var organisation = try SimulatedOrganisation.founded()
        _ = try organisation.file(try organisation.approved(organisation.grant()))
        let keys = CabinetLogKeys(acts: try Ed25519PrivateKey(), act: try Ed25519PrivateKey())
        try await body(Cabinet(folder: folder, organisation: organisation, keys: keys))
    }

    private let finding = Draft(
        .alarm,
        .findingOpened,
        actor: Actor(component: "test"),
        subject: Subject(finding: id(1), drawer: 2),
        detail: FindingOpened(kind: .forced, note: "test").canonical,
        isSigned: true
    )

    @Test func `what is written is signed, folded and there after a restart`() async throws {
        try await withCabinet { cabinet in
            let (store, ledger) = try cabinet.open()
            try await ledger.append([finding, finding])
            #expect(ledger.view.custody.size == 2)
            #expect(ledger.view.head.size == 2)
            let before = ledger.view.custody
            try store.close()
            let (again, reopened) = try cabinet.open()
            #expect(reopened.view.custody == before)
            #expect(reopened.view.head.size == 2)
            try again.close()
        }
    }

    @Test func `what people gave counts when headquarters' checkpoint confirms it, and after a restart`()
        async throws
    {
        try await withCabinet { cabinet in
            let origins = try CabinetOrigins(cabinet.identity)
            let (store, ledger) = try cabinet.open()
            for ingest in try cabinet.ingests(
                origins.authority(epoch: 1),
                cabinet.organisation.authorityRecords
            ) {
                _ = try await ledger.store(ingest)
            }
            try await ledger.obey()
            #expect(ledger.view.obeyed.standing == cabinet.organisation.standing)
            for ingest in try cabinet.ingests(origins.policy(epoch: 1), cabinet.organisation.policyRecords) {
                _ = try await ledger.store(ingest)
            }
            try await ledger.obey()
            #expect(ledger.view.obeyed.policy == cabinet.organisation.policy)
            #expect(ledger.view.custody.findings.isEmpty)
            try store.close()
            let (again, reopened) = try cabinet.open()
            #expect(reopened.view.obeyed == ledger.view.obeyed)
            try again.close()
        }
    }

    @Test func `a forged grant in the site's log becomes a finding, and acts cite the heads obeyed`()
        async throws
    {
        try await withCabinet { cabinet in
            var organisation = cabinet.organisation
            var forged = ApprovedGrant(bytes: organisation.grant(5).encoded)
            forged.add(
                try Approval(of: forged.bytes, by: organisation.approverIDs[0], key: organisation.logKey)
            )
            _ = try organisation.file(forged)
            let origins = try CabinetOrigins(cabinet.identity)
            let (store, ledger) = try cabinet.open()
            for (origin, records) in [
                (try origins.authority(epoch: 1), organisation.authorityRecords),
                (try origins.policy(epoch: 1), organisation.policyRecords),
            ] {
                for ingest in try cabinet.ingests(origin, records) { _ = try await ledger.store(ingest) }
                try await ledger.obey()
            }
            #expect(ledger.view.custody.findings.map(\.opened.kind) == [.forgedStatement])
            let record = try #require(
                try store.records(of: origins.acts, from: 0, byteCountMax: 1 << 16).bundle.records.first
            )
            let cited = try record.opened().leaf.header.obeyedHeads
            #expect(cited?.authoritySize == UInt64(organisation.authorityRecords.count))
            #expect(cited?.policySize == UInt64(organisation.policyRecords.count))
            try store.close()
        }
    }

    @Test func `the contact is renewed when what a note names is folded, without another note`() async throws
    {
        try await withCabinet { cabinet in
            let origins = try CabinetOrigins(cabinet.identity)
            let (store, ledger) = try cabinet.open()
            let logs = [
                try cabinet.ingests(origins.authority(epoch: 1), cabinet.organisation.authorityRecords),
                try cabinet.ingests(origins.policy(epoch: 1), cabinet.organisation.policyRecords),
            ]
            let heads = try logs.map { ingests in
                let checkpoint = try Checkpoint(try #require(ingests[0].offer).note)
                return CitedHead(
                    origin: checkpoint.origin.text,
                    size: checkpoint.head.size,
                    root: checkpoint.head.root
                )
            }
            let note = FreshNote(
                organisation: SimulatedOrganisation.name,
                cabinet: "c1",
                nonce: Bytes([UInt8](repeating: 1, count: FreshNote.nonceByteCount)),
                time: 1_500_000,
                heads: heads
            )
            try await ledger.take(note, asked: 5_000, answered: 6_000)
            #expect(ledger.present.interval != nil)
            for ingests in logs {
                #expect(ledger.present.contactAgeSeconds == nil)
                for ingest in ingests { _ = try await ledger.store(ingest) }
                #expect(ledger.present.contactAgeSeconds == nil)
                try await ledger.obey()
            }
            #expect(ledger.present.contactAgeSeconds == 2)
            #expect(ledger.view.custody.findings.isEmpty)

            let other = FreshNote(
                organisation: note.organisation,
                cabinet: note.cabinet,
                nonce: note.nonce,
                time: note.time,
                heads: [heads[0], CitedHead(origin: heads[1].origin, size: 1, root: heads[0].root)]
            )
            try await ledger.take(other, asked: 7_000, answered: 7_000)
            #expect(ledger.present.contactAgeSeconds == 2)
            #expect(ledger.view.custody.findings.map(\.opened.kind) == [.fork])
            try store.close()
        }
    }

    @Test func `leaves that cannot be read stop neither a start nor what comes behind them`() async throws {
        try await withCabinet { cabinet in
            let origins = try CabinetOrigins(cabinet.identity)
            let broken = Record(leafBytes: [1, 2, 3], bodyBytes: [])
            let organisation = cabinet.organisation
            let (store, ledger) = try cabinet.open()
            for (origin, records) in [
                (
                    try origins.authority(epoch: 1),
                    organisation.authorityRecords + [broken, organisation.authorityRecords[0]]
                ),
                (try origins.policy(epoch: 1), [broken, organisation.policyRecords[0]]),
            ] {
                for ingest in try cabinet.ingests(origin, records) { _ = try await ledger.store(ingest) }
                try await ledger.obey()
            }
            #expect(ledger.view.obeyed.missesCriticalRecord)
            #expect(ledger.view.obeyed.policy.size == 2)
            #expect(
                ledger.view.custody.findings.map(\.opened.kind) == [
                    .notUnderstood, .notUnderstood, .notUnderstood, .notUnderstood,
                ]
            )
            try store.close()
            let (again, reopened) = try cabinet.open()
            #expect(reopened.view.obeyed == ledger.view.obeyed)
            try again.close()
        }
    }

    @Test func `a note of other acts that headquarters holds stops takes, and one of these acts does not`()
        async throws
    {
        try await withCabinet { cabinet in
            let origins = try CabinetOrigins(cabinet.identity)
            let (store, ledger) = try cabinet.open()
            try await ledger.append([finding, finding])
            let own = try await ledger.offer(origins.acts, from: 0).offer.note.bytes
            try await ledger.compare(held: own)
            #expect(!ledger.view.takeDesk.isContradicted)
            let other = try cabinet.ingests(origins.acts, [cabinet.organisation.authorityRecords[0]])
            try await ledger.compare(held: try #require(other[0].offer).note.bytes)
            #expect(ledger.view.takeDesk.isContradicted)
            #expect(ledger.view.custody.findings.last?.opened.kind == .fork)
            // Each connection brings the same answer: it is written once, and again after it had ended.
            let count = ledger.view.custody.findings.count
            for _ in 0..<3 { try await ledger.compare(held: try #require(other[0].offer).note.bytes) }
            #expect(ledger.view.custody.findings.count == count)
            try await ledger.reconcile(ledger.view.head)
            #expect(!ledger.view.isContradicted)
            try await ledger.compare(held: try #require(other[0].offer).note.bytes)
            #expect(ledger.view.custody.findings.count == count + 1)
            try store.close()
        }
    }

    @Test func `records of a log that its key did not sign are never obeyed`() async throws {
        try await withCabinet { cabinet in
            let origins = try CabinetOrigins(cabinet.identity)
            let stranger = try SimulatedOrganisation.founded()
            let foreign = Cabinet(folder: cabinet.folder, organisation: stranger, keys: cabinet.keys)
            let (store, ledger) = try cabinet.open()
            for ingest in try foreign.ingests(origins.authority(epoch: 1), stranger.authorityRecords) {
                _ = try await ledger.store(ingest)
            }
            try await ledger.obey()
            #expect(ledger.view.obeyed.standing.size == 0)
            #expect(ledger.view.obeyed.standing.root == nil)
            try store.close()
        }
    }

    @Test(arguments: [true, false])
    func `a policy that is not the one which authority notes is a finding`(isTrue: Bool) async throws {
        try await withCabinet { cabinet in
            let origins = try CabinetOrigins(cabinet.identity)
            var tree = TreeFrontier()
            for record in cabinet.organisation.policyRecords {
                try tree.append(TreeHash.leaf(record.leafBytes))
            }
            var organisation = cabinet.organisation
            try organisation.noteHeads(root: isTrue ? tree.root : SHA256.hash([1]))
            let noting = Cabinet(folder: cabinet.folder, organisation: organisation, keys: cabinet.keys)
            let (store, ledger) = try noting.open()
            for ingest in try noting.ingests(origins.authority(epoch: 1), organisation.authorityRecords) {
                _ = try await ledger.store(ingest)
            }
            try await ledger.obey()
            for ingest in try noting.ingests(origins.policy(epoch: 1), organisation.policyRecords) {
                _ = try await ledger.store(ingest)
            }
            try await ledger.obey()
            #expect(ledger.view.custody.findings.map(\.opened.kind) == (isTrue ? [] : [.fork]))
            try store.close()
        }
    }
}

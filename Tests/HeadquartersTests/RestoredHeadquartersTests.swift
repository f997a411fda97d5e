import Authority
import CabinetAppliance
import Cryptography
import Custody
import Records
import Replication
import Testing

@testable import Headquarters

/// Headquarters comes back from a backup: real files, real lines.
@Suite(.timeLimit(.minutes(3))) struct RestoredHeadquartersTests {
    /// An office with one branch that obeys all of it, and a backup from before the last things were taken away.
    struct Past {
        let office: Office
        let branch: Branch
        let backup: String
        let seal: Identifier<Seal>
        let person: Identifier<Person>

        /// `hasNoted` when headquarters wrote into `receipts` after the backup, and noted all its heads.
        init(hasNoted: Bool = false) async throws {
            let office = try await Office.founded()
            let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
            let (person, seal) = try await office.furnish("c1")
            let lines = try Lines(office)
            let line = try branch.line(to: lines.hub, of: office)
            (self.office, self.branch, self.person, self.seal) = (office, branch, person, seal)
            backup = try await with([{ try await lines.service.run() }, { await line.run() }]) {
                try await branch.append(.started)
                try await Self.meet(office, branch)
                let backup = try office.backup()
                let suspension = Draft(
                    .taking,
                    .sealSuspended,
                    isCritical: true,
                    actor: Actor(component: "test"),
                    subject: Subject(seal: seal)
                )
                _ = try await office.ledger.takeAway(suspension, at: "east", because: "遗失")
                let removal = Draft(
                    .taking,
                    .personRemoved,
                    isCritical: true,
                    actor: Actor(component: "test"),
                    detail: PersonInGeneration(person: person, generation: 1).canonical
                )
                _ = try await office.ledger.takeAway(removal, because: "离职")
                _ = try await office.furnish("c1", drawer: 2)
                if hasNoted {
                    let received = Draft(.system, .started, actor: Actor(component: "test"))
                    try await office.ledger.receipt([received])
                    try await office.ledger.noteHeads()
                }
                try await branch.append(.stopped)
                try await Self.meet(office, branch)
                return backup
            }
        }

        /// Until both sides hold what the other wrote.
        static func meet(_ office: Office, _ branch: Branch) async throws {
            try await eventually("the cabinet obeys") {
                branch.ledger.view.obeyed.standing.size == office.ledger.view.standing.size
                    && branch.ledger.view.obeyed.policy.size == office.ledger.view.policies["east"]?.size
            }
            try await eventually("headquarters holds the acts") {
                office.ledger.view.cabinets["c1"]?.mirroredSize == branch.ledger.view.head.size
            }
            try await eventually("the cabinet knows it") {
                branch.ledger.view.mirroredSize == branch.ledger.view.head.size
            }
        }
    }

    @Test
    func `a restored headquarters takes back what cabinets obey, and stays shut for what nobody else keeps`()
        async throws
    {
        let past = try await Past(hasNoted: true)
        let restored = try await past.office.restored(from: past.backup)
        #expect(restored.ledger.view.policies["east"]?.isSuspended(seal: past.seal) == false)
        let lines = try Lines(restored)
        let line = try past.branch.line(to: lines.hub, of: restored)
        let old = past.office.ledger.view
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the records are back") {
                let view = restored.ledger.view
                return view.standing.size == old.standing.size
                    && view.policies["east"]?.size == old.policies["east"]?.size
            }
        }
        let new = restored.ledger.view
        #expect(new.standing.removedGeneration(of: past.person) == 1)
        #expect(new.policies["east"]?.isSuspended(seal: past.seal) == true)
        #expect(new.policies["east"]?.seals == old.policies["east"]?.seals)
        // Heads of `receipts` went to the cabinet, its leaves did not: signing on would make two histories of it.
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await restored.ledger.noteHeads() }
        #expect(past.branch.ledger.view.custody.findings.isEmpty)
        #expect(!past.branch.ledger.view.isContradicted)
    }

    /// The branch's note of `authority`, and what it can give back of it.
    func shown(_ past: Past, _ restored: Office) async throws -> (
        note: [UInt8], bundle: RecordBundle
    ) {
        let origin = restored.ledger.origins.authority
        let size = past.office.ledger.view.standing.size
        let (offer, _) = try #require(try await past.office.ledger.offer(origin, from: size))
        let first = restored.ledger.view.standing.size
        let stretch = try await past.office.ledger.read(origin, from: first, byteCountMax: 1 << 20)
        return (offer.note.bytes, stretch.bundle)
    }

    /// A headquarters that was put back, where its `authority` ends now, and what the branch shows and can give back of it.
    func putBack() async throws -> (
        past: Past, office: Office, origin: Origin, size: UInt64, note: [UInt8], bundle: RecordBundle
    ) {
        let past = try await Past()
        let office = try await past.office.restored(from: past.backup)
        let (note, bundle) = try await shown(past, office)
        return (
            past, office, office.ledger.origins.authority, office.ledger.view.standing.size, note, bundle
        )
    }

    @Test func `nothing is signed in any own log before the records are back`() async throws {
        let (past, restored, origin, size, note, bundle) = try await putBack()
        let missing = try await restored.ledger.missing([note], shownBy: "c1")
        #expect(
            missing == [
                MissingLeaves(origin: origin, from: size, size: past.office.ledger.view.standing.size)
            ]
        )
        let unavailable = HeadquartersError(.unavailable, "")
        await #expect(throws: unavailable) { try await restored.ledger.noteHeads() }
        await #expect(throws: unavailable) { try await restored.ledger.record([]) }
        await #expect(throws: unavailable) { try await restored.ledger.receipt([]) }
        await #expect(throws: unavailable) { _ = try await restored.furnish("c1", drawer: 4) }
        await #expect(throws: unavailable) {
            _ = try await restored.ledger.freshNote(cabinet: "c1", site: "east", nonce: [])
        }
        #expect(try await restored.ledger.recover(origin, first: size, bundle, from: "c1") > size)
        try await restored.ledger.noteHeads()
    }

    @Test func `records that do not lead to the signed head are not taken back`() async throws {
        let (_, restored, origin, size, note, bundle) = try await putBack()
        _ = try await restored.ledger.missing([note], shownBy: "c1")
        let forged = try RecordBundle(Array(bundle.records.reversed()))
        if forged != bundle {
            await #expect(throws: HeadquartersError(.refused, "")) {
                try await restored.ledger.recover(origin, first: size, forged, from: "c1")
            }
        }
        let other = try RecordBundle(
            bundle.records.map { Record(leafBytes: $0.leafBytes + [0], bodyBytes: $0.bodyBytes) }
        )
        await #expect(throws: HeadquartersError(.refused, "")) {
            try await restored.ledger.recover(origin, first: size, other, from: "c1")
        }
        #expect(restored.ledger.view.standing.size == size)
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await restored.ledger.noteHeads()
        }
    }

    @Test func `a note that the log's own key did not sign stops nothing`() async throws {
        let office = try await Office.founded()
        let origin = office.ledger.origins.authority
        let stranger = try CheckpointSigner(origin: origin, privateKey: try Ed25519PrivateKey())
        let note = try stranger.sign(TreeHead(size: 1_000_000, root: SHA256.hash([])))
        #expect(try await office.ledger.missing([note.bytes], shownBy: "c1").isEmpty)
        try await office.ledger.noteHeads()
    }

    @Test func `own acts of which authority notes more than is here keep everything shut`()
        async throws
    {
        let past = try await Past()
        try await past.office.ledger.noteHeads()
        let restored = try await past.office.restored(from: past.backup)
        let origin = restored.ledger.origins.authority
        let (note, bundle) = try await shown(past, restored)
        _ = try await restored.ledger.missing([note], shownBy: "c1")
        let size = restored.ledger.view.standing.size
        _ = try await restored.ledger.recover(origin, first: size, bundle, from: "c1")
        #expect(restored.ledger.view.standing.size == past.office.ledger.view.standing.size)
        #expect(restored.ledger.view.standing.removedGeneration(of: past.person) == 1)
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await restored.ledger.record([])
        }
        // A start does not open them.
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        await #expect(throws: HeadquartersError(.unavailable, "")) { try await again.record([]) }
    }
}

import Authority
import Custody
import FoundationEssentials
import Records
import Replication
import Store
import Testing

@testable import Headquarters

/// A headquarters that is put back once more, to before it knew the logs whose heads have shut it.
extension RestoredHeadquartersTests {
    /// Puts the file that says what is missing beside older evidence.
    private func carry(_ office: Office, to backup: String) throws {
        try FileManager.default.copyItem(atPath: "\(office.folder)/missing", toPath: "\(backup)/missing")
    }

    @Test
    func `a kept note of an epoch that older evidence does not know shuts, and is judged when it is known`()
        async throws
    {
        let office = try await Office.founded()
        let oldest = try office.backup()
        try await office.give(
            try await office.ledger.layOutEpochs(because: .rotation),
            by: office.ownerPair
        )
        let backup = try office.backup()
        try await office.ledger.receipt([Draft(.system, .started, actor: Actor(component: "test"))])
        let (receipts, authority) = (office.ledger.origins.receipts, office.ledger.origins.authority)
        let seen = try #require(try await office.ledger.offer(receipts, from: 0)).offer
        let size = try #require(office.ledger.view.heads[receipts]?.size)
        let shut = try await office.restored(from: backup)
        _ = try await shut.ledger.missing([seen.note.bytes], shownBy: "c1")
        try carry(shut, to: oldest)

        let restored = try await office.restored(from: oldest)
        #expect(await restored.ledger.isShut)
        await #expect(throws: HeadquartersError(.unavailable, "")) {
            try await restored.ledger.layOutEpochs()
        }
        // A further start forgets it as little.
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        #expect(await again.isShut)
        let first = again.view.standing.size
        let obeyed = try #require(try await office.ledger.offer(authority, from: first)).offer
        _ = try await again.missing([obeyed.note.bytes], shownBy: "c1")
        let stretch = try await office.ledger.read(authority, from: first, byteCountMax: 1 << 20)
        _ = try await again.recover(authority, first: first, stretch.bundle, from: "c1")
        let third = try await again.layOutEpochs()
        #expect(third.epochs.last?.cut.origin == receipts.text)
        #expect(third.epochs.last?.cut.size == size)
    }

    @Test func `our own line on a head of a cabinet that older evidence does not know shuts too`()
        async throws
    {
        let office = try await Office.founded()
        let oldest = try office.backup()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let backup = try office.backup()
        try await branch.append(.started)
        let note = try await branch.send(from: 0, to: office)
        let shut = try await office.restored(from: backup)
        _ = try await shut.ledger.missing([note.bytes], shownBy: "c1")
        try carry(shut, to: oldest)
        let restored = try await office.restored(from: oldest)
        #expect(await restored.ledger.isShut)
        // No cabinet that anybody knows of: owners let it go on, and the line is known to be from before.
        try await restored.give(try await restored.ledger.layOutEpochs(), by: restored.ownerPair)
        try await restored.ledger.record([])
        #expect(await restored.ledger.recovery.opened?.known.isEmpty == false)
    }

    /// `isNoted` where `authority` notes leaves of the policy itself, and not of `acts` alone.
    @Test(arguments: [true, false])
    func `a start that noted heads alone have shut begins no policy`(isNoted: Bool) async throws {
        let office = try await Office.founded()
        let backup = try office.backup()
        try await office.ledger.record([Draft(.system, .started, actor: Actor(component: "test"))])
        if !isNoted { try await office.ledger.noteHeads() }
        try await office.give(try office.site("south", unit: "华南"), by: office.ownerPair)
        if isNoted { try await office.ledger.noteHeads() }
        let restored = try await office.restored(from: backup)
        try await restored.takeBackAuthority(of: office)
        let policy = try restored.ledger.origins.policy("south")
        #expect(try restored.ledger.store.status(of: policy)?.head.size == 0)
        // Nothing is kept beside the evidence.
        try? FileManager.default.removeItem(atPath: "\(restored.folder)/missing")
        let again = try await Office.open(restored.folder, restored.keys, restored.root, restored.clock)
        #expect(try again.store.status(of: policy)?.head.size == 0)
        #expect(await again.isShut)
    }
}

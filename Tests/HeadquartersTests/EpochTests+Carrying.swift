import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// What a disk wrote while nobody knew that it had been put back, and what becomes of it.
extension EpochTests {
    /// Gives the present epoch of a branch up for a longer history that the log's key signed, and begins the next.
    private func putBack(_ branch: Branch, keeping size: UInt64) async throws {
        let (origin, key) = await (branch.ledger.view.acts, branch.ledger.acts.keys.acts)
        let longer = TreeHead(size: 100, root: SHA256.hash([UInt8(size)]))
        let note = try CheckpointSigner(origin: origin, privateKey: key).sign(longer)
        try branch.store.giveUp(origin, keeping: size, under: note)
        try await branch.append(.stopped)
    }

    private func carried(by branch: Branch) throws -> [CarriedRecord] {
        let origin = branch.ledger.view.acts
        let records = try branch.store.records(of: origin, from: 0, byteCountMax: 1 << 20).bundle.records
        return try records.compactMap { record in
            let opened = try record.opened()
            return try opened.kind()?.kind == .carried ? try opened.detail() : nil
        }
    }

    private func found(_ branch: Branch, _ note: String) -> Int {
        branch.ledger.view.custody.findings.count { $0.opened.note.contains(note) }
    }

    @Test func `what was carried on is carried on again when the next epoch is put back in turn`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        let first = branch.ledger.view.acts
        try await branch.append(.started)
        try await branch.raise(.forced, "written meanwhile")
        try await putBack(branch, keeping: 1)
        #expect(branch.ledger.view.epoch == 2 && found(branch, "written meanwhile") == 1)
        // The carrier is set aside with all that follows the opening.
        try await branch.raise(.forced, "written into the second epoch")
        try await putBack(branch, keeping: 1)
        #expect(branch.ledger.view.epoch == 3)
        #expect(found(branch, "written meanwhile") == 1)
        #expect(found(branch, "written into the second epoch") == 1)
        let carried = try carried(by: branch)
        #expect(carried.first.map { $0.origin == first.text && $0.index == 1 } == true)
        #expect(try carried.allSatisfy { try $0.opened?.kind()?.kind != .carried })
        #expect(branch.ledger.view.custody.unattested.isEmpty && found(branch, "not carried on") == 0)
    }

    @Test
    func `what headquarters had already, and the old disk carries on as well, counts once at both ends`()
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            let branch = try Branch("c1", of: office, secrets: secrets, rotates: true)
            let line = try branch.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("it obeys") { branch.ledger.view.obeyed.standing.services != nil }
            }
            try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
            try await branch.raise(.forced, "once")
            try branch.close()
            // The copy has the act, and does not know that headquarters will have it, too.
            try Branch.copy("c1", to: "c1-old", of: office)
            let sent = try Branch("c1", of: office, secrets: secrets, rotates: true)
            try await sent.append(.started)
            let second = try sent.line(to: lines.hub, of: office)
            try await with([{ await second.run() }]) {
                try await eventually("mirrored") { sent.ledger.view.mirroredSize == 2 }
            }
            try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
            try sent.close()
            let old = try Branch("c1", of: office, secrets: secrets, disk: "c1-old", rotates: true)
            let third = try old.line(to: lines.hub, of: office)
            try await with([{ await third.run() }]) {
                try await eventually("a new epoch") { old.ledger.view.epoch == 2 }
                try await eventually("its leaves are back") { !old.ledger.view.isRecovering }
                try await eventually("both say the same") {
                    let copy = office.ledger.view.cabinets["c1"]
                    var (here, there) = (old.ledger.view.custody, copy?.custody)
                    here.forgetAhead()
                    there?.forgetAhead()
                    return copy?.current?.log.epoch == 2 && there == here
                }
            }
            #expect(try self.carried(by: old).count { $0.index == 0 } == 1)
            #expect(self.found(old, "once") == 1)
            #expect(old.ledger.view.custody.unattested.map(\.verdict) == [.carriedInVain])
        }
    }

    @Test func `what an earlier act key signed is carried on, too`() async throws {
        let office = try await Office.founded()
        let secrets = try CabinetSecrets(making: office.credential)
        let earlier = try Ed25519PrivateKey()
        let keys = try secrets.publicKeys().signing(with: earlier)
        try await office.give(office.cabinet("c1", site: "east", keys: keys), by: office.officers)
        try await office.replace(secrets.act, secrets)
        let lines = try Lines(office)
        let before = try Branch("c1", of: office, secrets: secrets, actKey: earlier)
        try await before.append(.started)
        let line = try before.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet hears of its keys") {
                before.ledger.view.obeyed.standing.actKeys(of: "c1").all.count == 2
            }
        }
        try await before.raise(.forced, "by the earlier key")
        try before.close()
        let branch = try Branch("c1", of: office, secrets: secrets, rotates: true)
        try await putBack(branch, keeping: 1)
        #expect(branch.ledger.view.epoch == 2)
        #expect(try carried(by: branch).contains { $0.index == 1 })
        #expect(found(branch, "not carried on") == 0)
        try branch.close()
    }

    @Test(arguments: [true, false])
    func `what cannot be carried on is a finding, once`(isLarge: Bool) async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let stranger = try Ed25519PrivateKey()
        let before = try Branch("c1", of: office, secrets: secrets, actKey: isLarge ? nil : stranger)
        try await before.append(.started)
        let detail = CBOR.bytes([UInt8](repeating: 7, count: isLarge ? 60_000 : 1))
        try await before.append(RecordKind(rawValue: 901), detail: detail)
        try before.close()
        let open = {
            try Branch(
                "c1",
                of: office,
                secrets: try CabinetSecrets.readOrMake(
                    path: "\(office.folder)/c1.secrets",
                    under: office.credential
                ),
                rotates: true
            )
        }
        let branch = try Branch("c1", of: office, secrets: secrets, rotates: true)
        try await putBack(branch, keeping: 1)
        #expect(try carried(by: branch).isEmpty && found(branch, "not carried on") == 1)
        try branch.close()
        let again = try open()
        try await again.append(.started)
        #expect(found(again, "not carried on") == 1)
        try again.close()
    }
}

import Authority
import Cryptography
import Custody
import Enrolment
import FoundationEssentials
import GRDB
import Records
import Replication
import Testing

@testable import CabinetAppliance
@testable import Headquarters
@testable import Store

/// A cabinet in whose acts a bit has turned over, on real files, and what becomes of it with headquarters on the line.
@Suite(.timeLimit(.minutes(3))) struct DamagedActsTests {
    /// Where it turned over.
    enum Place: String, CaseIterable {
        /// In the last leaf, which lay nowhere else.
        case lastLeaf
        /// In a hash of the tree's signed edge.
        case edge
        /// In a leaf that headquarters holds, in the middle of a row and in its framing.
        case heldLeaf, heldRow
        /// In the body of a record that headquarters holds.
        case heldBody
        /// In the newest cosigned head.
        case cosignedHead

        /// Whether something is gone that only lay here: officers must look.
        var asksForOfficers: Bool { self == .lastLeaf }
    }

    /// A cabinet of 262 acts, of which all but the last lie at headquarters, as it was left.
    private func left(_ office: Office, _ lines: Lines, _ secrets: CabinetSecrets) async throws -> Origin {
        let branch = try Branch("c1", of: office, secrets: secrets, rotates: true)
        let started = Draft(.system, .started, actor: Actor(component: "test"), isSigned: true)
        try await branch.ledger.append(Array(repeating: started, count: 260))
        try await branch.raise(.forced, "held")
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ await line.run() }]) {
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 261 }
            try await eventually("the cabinet obeys") { branch.ledger.view.obeyed.standing.services != nil }
        }
        try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
        try await branch.raise(.forced, "written offline")
        try await branch.ledger.rest()
        try branch.close()
        return branch.ledger.view.acts
    }

    private func turn(_ place: Place, of origin: Origin, in office: Office) throws {
        let queue = try DatabaseQueue(path: office.folder + "/c1.sqlite")
        try queue.write { db in
            let log = try #require(
                try Int64.fetchOne(db, sql: "SELECT id FROM log WHERE origin = ?", arguments: [origin.text])
            )
            func flip(
                _ column: String,
                of table: String,
                where condition: String,
                at place: ([UInt8]) -> Int?
            )
                throws
            {
                let sql = "SELECT id, \(column) FROM \(table) WHERE log = ? AND \(condition) ORDER BY id DESC"
                let row = try #require(try Row.fetchOne(db, sql: sql, arguments: [log]))
                var bytes = [UInt8](row[column] as Data)
                bytes[try #require(place(bytes))] ^= 1
                try db.execute(
                    sql: "UPDATE \(table) SET \(column) = ? WHERE id = ?",
                    arguments: [Data(bytes), row["id"] as Int64]
                )
            }
            try db.execute(sql: "DROP TRIGGER bundle_stays")
            switch place {
            case .lastLeaf: try flip("leaves", of: "bundle", where: "first = 261") { $0.count - 1 }
            case .edge: try flip("hashes", of: "tile", where: "level = 1") { $0.count / 2 }
            // Behind the two bytes of its length.
            case .heldLeaf: try flip("leaves", of: "bundle", where: "first = 0") { _ in 2 }
            case .heldRow: try flip("leaves", of: "bundle", where: "first = 0") { _ in 0 }
            case .heldBody: try flip("bodies", of: "bundle", where: "first = 260") { $0.count - 1 }
            // The dash before a signature.
            case .cosignedHead:
                try flip("bytes", of: "note", where: "role = 'witness'") { $0.firstIndex(of: 0xE2) }
            }
        }
        try queue.close()
    }

    private func opened(_ office: Office, _ secrets: CabinetSecrets) throws -> Branch {
        let path = office.folder + "/c1.secrets"
        let isRotated = FileManager.default.fileExists(atPath: path)
        let present =
            try isRotated ? CabinetSecrets.readOrMake(path: path, under: office.credential) : secrets
        return try Branch("c1", of: office, secrets: present, rotates: true)
    }

    private func notes(_ custody: CustodyState?) -> [String] {
        custody?.findings.filter { $0.opened.kind == .forced }.map(\.opened.note) ?? []
    }

    private func reason(_ branch: Branch) throws -> EpochReason? {
        let first = try branch.store.record(at: 0, of: branch.ledger.view.acts)?.opened()
        return try first?.detail(as: EpochOpening.self)?.reason
    }

    private func confirm(_ office: Office) async throws {
        let digest = try await office.ledger.proposeEpoch(of: "c1", by: Actor(component: "test"))
        for officer in office.officers {
            let bytes = try #require(office.ledger.view.desks.proposals[digest]).signed.bytes
            let signature = try StatementSignature(of: bytes, by: officer)
            _ = try await office.ledger.sign(digest, signature, by: Actor(component: "test"))
        }
    }

    @Test(arguments: Place.allCases)
    func
        `acts of which something is damaged go on in the next epoch, and are whole with headquarters on the line`(
            place: Place
        ) async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            let origin = try await left(office, lines, secrets)
            try turn(place, of: origin, in: office)

            let branch = try opened(office, secrets)
            #expect(branch.ledger.view.epoch == 2)
            #expect(try reason(branch) == (place.asksForOfficers ? .diskLost : .bitError))
            #expect(branch.ledger.view.isDamaged == [.heldLeaf, .heldRow, .heldBody].contains(place))
            try await branch.raise(.forced, "after the damage")
            let damages = try branch.store.damages(of: origin)
            #expect(!damages.isEmpty)

            let line = try branch.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("its leaves are back") { !branch.ledger.view.isRecovering }
                if place.asksForOfficers {
                    try await eventually("headquarters waits for officers") {
                        let current = office.ledger.view.cabinets["c1"]?.current
                        return current?.log.epoch == 2 && current?.mirroredSize ?? 0 > 0
                            && current?.standing.counts == false
                    }
                    #expect(
                        office.ledger.view.desks.findings.contains { $0.opened.kind == .epochProvisional }
                    )
                    try await confirm(office)
                }
                try await eventually("both say the same") {
                    let copy = office.ledger.view.cabinets["c1"]
                    return copy?.current?.log.epoch == 2 && copy?.current?.standing.counts == true
                        && copy?.custody == branch.ledger.view.custody
                }
                try await eventually("takes go on") {
                    let desk = branch.ledger.view.takeDesk
                    return !desk.isContradicted && !desk.isDamaged && !desk.isRebuilding
                        && !desk.isEpochProvisional && branch.ledger.present.interval != nil
                }
            }
            let custody = branch.ledger.view.custody
            #expect(notes(custody).filter { $0 == "held" }.count == 1)
            #expect(notes(custody).filter { $0 == "written offline" }.count == (place == .lastLeaf ? 0 : 1))
            #expect(notes(custody).last == "after the damage")
            let found = custody.findings.filter { $0.opened.kind == .damaged }
            #expect(found.count == 1 && found[0].opened.note.hasPrefix("\(damages[0])"))
            try branch.close()
            let again = try opened(office, secrets)
            #expect(again.ledger.view.epoch == 2)
            #expect(again.ledger.view.custody == custody)
        }
    }

    @Test func `what headquarters cosigned and was not sent comes from the damaged epoch, where it is whole`()
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        let first = try Branch("c1", of: office, secrets: secrets, rotates: true)
        let origin = first.ledger.view.acts
        let started = Draft(.system, .started, actor: Actor(component: "test"), isSigned: true)
        try await first.ledger.append(Array(repeating: started, count: 260))
        try await first.raise(.forced, "cosigned")
        // The line ended behind the first answer.
        let offer = try await first.ledger.offer(origin, from: 0).offer
        let note = try SignedNote(parsing: offer.note.bytes)
        let ingest = Ingest(origin: origin, offer: CheckpointOffer(note: note, from: 0, path: []))
        let answer = try await office.ledger.ingest([CabinetIngest(ingest, of: "c1")])
        try first.store.keep(try #require(answer.first?.note), of: origin, as: .witness)
        try await first.raise(.forced, "written offline")
        try await first.ledger.rest()
        try first.close()
        try turn(.edge, of: origin, in: office)

        let branch = try opened(office, secrets)
        #expect(branch.ledger.view.epoch == 2 && !branch.ledger.view.isDamaged)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("both say the same") {
                let copy = office.ledger.view.cabinets["c1"]
                return copy?.current?.standing == .continued && copy?.current?.log.epoch == 2
                    && copy?.custody == branch.ledger.view.custody
            }
        }
        #expect(try office.ledger.store.status(of: origin)?.proved.size == 261)
        #expect(notes(branch.ledger.view.custody) == ["cosigned", "written offline"])
        try branch.close()
    }

    /// What a power cut leaves of the steps from the damage to the next epoch.
    enum Step: CaseIterable { case givenUp, keyInUse, opened }

    @Test(arguments: Step.allCases)
    func `a power cut between two steps towards the next epoch loses nothing and tells all`(step: Step)
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            let origin = try await left(office, lines, secrets)
            try turn(.edge, of: origin, in: office)
            let store = try EvidenceFile(path: office.folder + "/c1.sqlite")
            var keys = try CabinetLogKeys(
                secrets,
                path: office.folder + "/c1.secrets",
                under: office.credential
            )
            let key = try CheckpointSigner(origin: origin, privateKey: keys.acts).verifierKey
            #expect(try store.giveUpDamaged(origin, key: key).map(\.part) == [.tree])
            if step != .givenUp { keys = try keys.rotated() }
            if step == .opened {
                let identity = try CabinetIdentity(
                    organisation: Office.name,
                    site: "east",
                    cabinet: "c1",
                    root: RootStatement(decoding: office.root.bytes)
                )
                var generator = SystemRandomNumberGenerator()
                let acts = try OwnActs(
                    store: store,
                    origins: CabinetOrigins(identity),
                    keys: keys,
                    boot: Identifier(using: &generator),
                    at: ClockReading(wallMilliseconds: 1, monotonicMilliseconds: 1, quality: .unknown)
                )
                #expect(acts.journal.head.size == 1)
            }
            try store.close()

            let branch = try opened(office, secrets)
            #expect(branch.ledger.view.epoch == 2)
            #expect(try reason(branch) == .bitError)
            try await branch.raise(.forced, "after the damage")
            let custody = branch.ledger.view.custody
            #expect(notes(custody) == ["held", "written offline", "after the damage"])
            #expect(custody.findings.filter { $0.opened.kind == .damaged }.count == 1)
            let line = try branch.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("both say the same") {
                    let copy = office.ledger.view.cabinets["c1"]
                    return copy?.current?.standing == .continued
                        && copy?.custody == branch.ledger.view.custody
                }
            }
            try branch.close()
        }
    }
}

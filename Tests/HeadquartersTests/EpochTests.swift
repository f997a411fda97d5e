import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// Epochs of a cabinet's acts, over a real line and real files on both sides.
@Suite(.timeLimit(.minutes(3))) struct EpochTests {
    /// A cabinet whose first three acts lie at headquarters, and the copy of its disk after them.
    func shipped(_ office: Office, _ lines: Lines, _ secrets: CabinetSecrets, mark: String? = nil)
        async throws
    {
        let branch = try Branch("c1", of: office, secrets: secrets, rotates: true, mark: mark)
        for _ in 0..<3 { try await branch.append(.started) }
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ await line.run() }]) {
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 3 }
            try await eventually("the cabinet obeys") { branch.ledger.view.obeyed.standing.services != nil }
        }
        try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
        try branch.close()
        try Branch.copy("c1", to: "c1-old", of: office)
    }

    /// Two more acts beyond the copy, known at headquarters.
    func goOn(_ office: Office, _ lines: Lines, _ secrets: CabinetSecrets, mark: String? = nil)
        async throws
    {
        let branch = try Branch("c1", of: office, secrets: secrets, rotates: true, mark: mark)
        try await branch.raise(.forced, "known at headquarters alone")
        try await branch.append(.started)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ await line.run() }]) {
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 5 }
            // Acts are verified and folded behind their cosignature.
            try await eventually("folded") { office.ledger.view.cabinets["c1"]?.custody.size == 5 }
        }
        try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
        try branch.close()
    }

    /// Has a cabinet take its next key into use where headquarters asks for it, with an act before and one after; `body` comes while
    /// the line stands and all of it lies at headquarters.
    func rotate(
        _ branch: Branch,
        of office: Office,
        _ body: @Sendable @escaping () async throws -> Void = {}
    ) async throws {
        let lines = try Lines(office)
        try await branch.raise(.forced, "before")
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 1 }
            _ = try await office.ledger.requestRotation(of: "c1", by: Actor(component: "test"))
            try await eventually("the next key is in use") { branch.ledger.view.epoch == 2 }
            try await branch.raise(.forced, "after")
            try await eventually("all of it is here") {
                let copy = office.ledger.view.cabinets["c1"]
                return copy?.current?.log.epoch == 2 && copy?.current?.standing == .continued
                    && copy?.mirroredSize == branch.ledger.view.head.size
            }
            try await body()
        }
    }

    private func notes(_ custody: CustodyState?) -> [String] { custody?.findings.map(\.opened.note) ?? [] }

    @Test func `a rotated key goes on: both ends are cosigned, custody goes over the opening`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        try await rotate(branch, of: office) {
            try await eventually("both say the same") {
                office.ledger.view.cabinets["c1"]?.custody == branch.ledger.view.custody
            }
            try await eventually("the cabinet counts it") { branch.ledger.view.epochStanding == .continued }
            try await eventually("time comes") { branch.ledger.present.interval != nil }
        }
        let copy = try #require(office.ledger.view.cabinets["c1"])
        #expect(notes(copy.custody) == ["before", "after"])
        #expect(copy.custody.findings.map(\.epoch) == [1, 2])
        #expect(!branch.ledger.view.takeDesk.isContradicted)
        #expect(!branch.ledger.view.takeDesk.isEpochProvisional)
        // The same after a start, on both sides.
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        #expect(again.view.cabinets["c1"]?.custody == copy.custody)
        #expect(again.view.cabinets["c1"]?.current?.standing == .continued)
    }

    @Test(arguments: [1, 4])
    func `a disk that was put back gets its leaves, and what it wrote meanwhile is carried on`(count: Int)
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            try await shipped(office, lines, secrets)
            try await goOn(office, lines, secrets)
            let old = try Branch("c1", of: office, secrets: secrets, disk: "c1-old", rotates: true)
            for number in 0..<count { try await old.raise(.forced, "written by the old disk \(number)") }
            let line = try old.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("a new epoch") { old.ledger.view.epoch == 2 }
                try await eventually("its leaves are back") { !old.ledger.view.isRecovering }
                try await eventually("both say the same") {
                    let copy = office.ledger.view.cabinets["c1"]
                    return copy?.current?.log.epoch == 2 && copy?.custody == old.ledger.view.custody
                }
                try await eventually("takes go on") {
                    !old.ledger.view.takeDesk.isContradicted && old.ledger.view.epochStanding == .continued
                }
                try await eventually("time comes") { old.ledger.present.interval != nil }
            }
            let found = notes(old.ledger.view.custody)
            #expect(found.first == "known at headquarters alone")
            for number in 0..<count { #expect(found.contains("written by the old disk \(number)")) }
            let own = old.ledger.view.custody.findings.map(\.opened.kind)
            #expect(own.contains(.rolledBack) || own.contains(.fork))
            try old.close()
            let again = try Branch(
                "c1",
                of: office,
                secrets: try CabinetSecrets.readOrMake(
                    path: "\(office.folder)/c1-old.secrets",
                    under: office.credential
                ),
                disk: "c1-old",
                rotates: true
            )
            #expect(again.ledger.view.custody == old.ledger.view.custody)
        }
    }

    /// A branch of five acts, and headquarters' cosigned head of the first three.
    private func ahead(_ office: Office) async throws -> (Branch, SignedNote) {
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"), rotates: true)
        for _ in 0..<3 { try await branch.append(.started) }
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 3 }
            try await eventually("the cabinet obeys") { branch.ledger.view.obeyed.standing.services != nil }
        }
        for _ in 0..<2 { try await branch.append(.started) }
        let status = try office.ledger.store.status(of: branch.ledger.view.acts)
        return (branch, try #require(status?.notes[.witness]))
    }

    @Test func `a head that is here is no reason to give anything up, whatever headquarters calls it`()
        async throws
    {
        let office = try await Office.founded()
        let (branch, held) = try await ahead(office)
        let first = branch.ledger.view.acts
        #expect(try await !branch.ledger.recover(under: held.bytes, because: .restore))
        #expect(branch.ledger.view.epoch == 1 && branch.ledger.view.head.size == 5)
        // Beside a fork the epoch ends in order: every act stays where it is.
        #expect(try await branch.ledger.recover(under: held.bytes, because: .fork))
        #expect(branch.ledger.view.epoch == 2)
        let status = try #require(try branch.store.status(of: first))
        #expect(status.isOwn && status.head.size == 6)
        #expect(try branch.store.disputes(of: first).isEmpty)
    }

    @Test func `an error between giving up and the next epoch ends no acts`() async throws {
        let office = try await Office.founded()
        let (branch, held) = try await ahead(office)
        // What a ledger finds when everything behind the first step of giving up has failed.
        try branch.store.giveUp(branch.ledger.view.acts, keeping: 3, under: held)
        try await branch.append(.stopped)
        #expect(branch.ledger.view.epoch == 2)
        #expect(branch.ledger.view.head.size >= 2)
        try await branch.append(.started)
        #expect(branch.ledger.view.custody.epoch == 2)
    }

    @Test
    func `a disk that was put back is noticed at the start, before any line, and shows no second history`()
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            try await shipped(office, lines, secrets, mark: "mark")
            try await goOn(office, lines, secrets, mark: "mark")
            let old = try Branch(
                "c1",
                of: office,
                secrets: secrets,
                disk: "c1-old",
                rotates: true,
                mark: "mark"
            )
            #expect(old.ledger.view.takeDesk.isContradicted)
            // As many leaves as headquarters holds: shown, they would be a fork for good.
            try await old.raise(.forced, "offline")
            #expect(old.ledger.view.head.size == 5)
            #expect(old.ledger.view.custody.findings.map(\.opened.kind) == [.rolledBack, .forced])
            let line = try old.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("takes go on") {
                    old.ledger.view.epoch == 2 && !old.ledger.view.takeDesk.isContradicted
                        && old.ledger.view.epochStanding == .continued
                }
                try await eventually("both say the same") {
                    office.ledger.view.cabinets["c1"]?.custody == old.ledger.view.custody
                }
            }
            let origin = try office.ledger.origins.acts(of: "c1")
            #expect(try office.ledger.store.forks(of: origin).isEmpty)
        }
    }

    @Test
    func `two histories of one size are a fork: kept, no takes, until two officers let the new epoch count`()
        async throws
    {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            try await shipped(office, lines, secrets)
            try await goOn(office, lines, secrets)
            let old = try Branch("c1", of: office, secrets: secrets, disk: "c1-old", rotates: true)
            for number in 0..<2 { try await old.raise(.forced, "another history \(number)") }
            let line = try old.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("a new epoch") { old.ledger.view.epoch == 2 }
                try await eventually("headquarters keeps it aside") {
                    office.ledger.view.cabinets["c1"]?.current?.standing
                        == .provisional(.previousForked)
                        && office.ledger.view.cabinets["c1"]?.mirroredSize ?? 0 > 0
                }
                try await eventually("its leaves are back") { !old.ledger.view.isRecovering }
                #expect(old.ledger.view.takeDesk.isEpochProvisional)
                #expect(old.ledger.present.interval == nil)
                #expect(
                    office.ledger.view.desks.findings.contains { $0.opened.kind == .epochProvisional }
                )
                // Nothing of the new epoch says where seals are.
                #expect(notes(office.ledger.view.cabinets["c1"]?.custody) == ["known at headquarters alone"])
                let origin = try office.ledger.origins.acts(of: "c1")
                #expect(try office.ledger.store.forks(of: origin).count == 1)

                let digest = try await office.ledger.proposeEpoch(of: "c1", by: Actor(component: "test"))
                for officer in office.officers {
                    let bytes = try #require(office.ledger.view.desks.proposals[digest]).signed.bytes
                    let signature = try StatementSignature(of: bytes, by: officer)
                    _ = try await office.ledger.sign(digest, signature, by: Actor(component: "test"))
                }
                try await eventually("takes go on") {
                    !old.ledger.view.takeDesk.isEpochProvisional && old.ledger.present.interval != nil
                }
                try await eventually("both say the same") {
                    office.ledger.view.cabinets["c1"]?.custody == old.ledger.view.custody
                }
            }
            let found = notes(old.ledger.view.custody)
            #expect(found.contains("another history 0"))
            #expect(found.contains("another history 1"))
        }
    }

    @Test(arguments: [false, true])
    func `a cut below what was cosigned is a finding, and what lies beyond it attests nothing`(
        isFolded: Bool
    ) async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        let origin = try office.ledger.origins.acts(of: "c1")
        try await with([{ try await lines.service.run() }]) {
            try await shipped(office, lines, secrets)
            try await goOn(office, lines, secrets)
            #expect(notes(office.ledger.view.cabinets["c1"]?.custody) == ["known at headquarters alone"])
            let branch = try Branch("c1", of: office, secrets: secrets, rotates: true)
            try await branch.ledger.rotate()
            let next = try CabinetSecrets.readOrMake(
                path: "\(office.folder)/c1.secrets",
                under: office.credential
            ).logKey(.acts)
            #expect(next.epoch == 2)
            if isFolded {
                // The new epoch counts by itself, and is folded, before officers cut the one before.
                let line = try branch.line(to: lines.hub, of: office)
                try await with([{ await line.run() }]) {
                    try await eventually("the new epoch is folded") {
                        let custody = office.ledger.view.cabinets["c1"]?.custody
                        return custody?.epoch == 2 && custody?.size ?? 0 > 0
                    }
                }
                try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
            }
            try await office.give(
                EpochStatement(
                    head: office.head,
                    cabinet: "c1",
                    epoch: 2,
                    key: Bytes(next.privateKey.publicKey.bytes),
                    cut: CitedHead(
                        origin: origin.text,
                        size: 3,
                        root: try office.ledger.store.root(of: origin, size: 3)
                    )
                ),
                by: office.officers
            )
            // What nobody has opened cuts nothing yet.
            let found = notes(office.ledger.view.cabinets["c1"]?.custody)
            #expect(found == (isFolded ? [] : ["known at headquarters alone"]))
            let line = try branch.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("the cut counts") {
                    let custody = office.ledger.view.cabinets["c1"]?.custody
                    return custody?.epoch == 2 && !notes(custody).contains("known at headquarters alone")
                }
                // Behind the greeting that opened the epoch.
                try await eventually("a finding") {
                    office.ledger.view.desks.findings.contains { $0.opened.kind == .cutBelowCosigned }
                }
            }
        }
        // Beyond the cut the leaves are kept.
        #expect(try office.ledger.store.status(of: origin)?.proved.size ?? 0 >= 5)
    }

    @Test func `two machines with one cabinet's keys are told by their starts, and stopped`() async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            try await shipped(office, lines, secrets)
            let first = try Branch("c1", of: office, secrets: secrets, rotates: true)
            let second = try Branch("c1", of: office, secrets: secrets, disk: "c1-old", rotates: true)
            for branch in [first, second, first] {
                let line = try branch.line(to: lines.hub, of: office)
                try await with([{ await line.run() }]) {
                    try await eventually("online") { line.isOnline }
                }
                try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
            }
            #expect(office.ledger.view.standing.suspendedCabinets["c1"] != nil)
            #expect(office.ledger.view.desks.findings.contains { $0.opened.kind == .clone })
        }
    }

    @Test func `a start that comes again after another is a clone, one that only reconnects is not`() throws {
        var generator = SystemRandomNumberGenerator()
        let boots: [Identifier<Boot>] = (0..<3).map { _ in Identifier(using: &generator) }
        var history = BootHistory()
        let greeted = [0, 0, 1, 1, 2, 2, 0, 0].map { history.greet(boots[$0]) }
        #expect(greeted == [false, false, false, false, false, false, true, false])
        let others = (0..<2 * BootHistory.countMax).map { _ in
            history.greet(Identifier(using: &generator))
        }
        #expect(!others.contains(true))
    }
}

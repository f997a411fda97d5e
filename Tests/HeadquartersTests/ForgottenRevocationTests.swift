import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// A cabinet's disk is put back to before it heard that a grant was revoked.
@Suite(.timeLimit(.minutes(3))) struct ForgottenRevocationTests {
    /// A cabinet that holds a seal and a grant for it, and the time to use it.
    private struct Scene {
        let office: Office
        let secrets: CabinetSecrets
        let lines: Lines
        let person: Identifier<Person>
        let seal: Identifier<Seal>
        let grant: ApprovedGrant

        init() async throws {
            office = try await Office.founded()
            secrets = try await office.enrol("c1")
            let furnished = try await office.furnish("c1")
            (person, seal) = furnished
            let actor = Actor(component: "test")
            let application = try await office.ledger.file(
                office.form(furnished.seal, furnished.person),
                applicant: Written.someID()
            )
            for index in 0..<2 {
                _ = try await office.ledger.approve(
                    application.digest,
                    try office.approval(of: application, by: index),
                    by: actor
                )
            }
            let filed = office.ledger.view.policies["east"]?.grants[application.digest]
            grant = try #require(filed?.approved)
            lines = try Lines(office)
        }

        func branch(disk: String? = nil) throws -> Branch {
            try Branch("c1", of: office, secrets: secrets, disk: disk, rotates: true, clock: office.clock)
        }

        /// What the cabinet answers to whoever asks for the seal under that grant now.
        func decision(_ branch: Branch) -> TakeDecision {
            let present = branch.ledger.present
            return branch.ledger.view.takeDesk.decide(
                TakeQuestion(
                    seal: seal,
                    grantDigest: SHA256.hash(grant.bytes),
                    taker: IdentifiedPerson(person: person, methods: [.card, .pin]),
                    companion: nil,
                    interval: present.interval,
                    contactAgeSeconds: present.contactAgeSeconds
                )
            )
        }

        func isPermitted(_ branch: Branch) -> Bool {
            if case .permitted = decision(branch) { true } else { false }
        }

        func reasons(_ branch: Branch) -> [TakeRefusal] {
            if case .refused(let reasons) = decision(branch) { reasons } else { [] }
        }
    }

    @Test(arguments: [true, false])
    func `it hands nothing out under that grant before it has heard headquarters, nor after`(isKnown: Bool)
        async throws
    {
        let scene = try await Scene()
        let office = scene.office
        try await with([{ try await scene.lines.service.run() }]) {
            let branch = try scene.branch()
            try await branch.append(.tagProved, Subject(seal: scene.seal, drawer: 1))
            let line = try branch.line(to: scene.lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("a take is permitted") { scene.isPermitted(branch) }
                try await eventually("all of it is at headquarters") {
                    office.ledger.view.cabinets["c1"]?.mirroredSize == branch.ledger.view.head.size
                }
            }
            try await eventually("gone") { !scene.lines.liveness.line(of: "c1").isConnected }
            try branch.close()
            try Branch.copy("c1", to: "c1-old", of: office)

            _ = try await office.ledger.takeAway(
                Draft(
                    .taking,
                    .grantRevoked,
                    isCritical: true,
                    actor: Actor(component: "test"),
                    subject: Subject(grant: try scene.grant.statement().grant)
                ),
                at: "east",
                because: "撤销"
            )
            // The disk hears of it, in whatever order, or is put back before it has.
            if isKnown {
                let known = try scene.branch()
                try await known.append(.started)
                let line = try known.line(to: scene.lines.hub, of: office)
                try await with([{ await line.run() }]) {
                    try await eventually("revoked") { scene.reasons(known).contains(.grantRevoked) }
                    try await eventually("all of it is at headquarters") {
                        office.ledger.view.cabinets["c1"]?.mirroredSize == known.ledger.view.head.size
                    }
                }
                try await eventually("gone") { !scene.lines.liveness.line(of: "c1").isConnected }
                try known.close()
            }

            let old = try scene.branch(disk: "c1-old")
            // It takes yesterday for today, and has no time to take anything out in.
            let alone = scene.reasons(old)
            #expect(!alone.contains(.grantRevoked) && alone.contains(.timeUnknown))
            let back = try old.line(to: scene.lines.hub, of: office)
            try await with([{ await back.run() }]) {
                try await eventually("it has heard of it") {
                    let isPermitted = scene.isPermitted(old)
                    #expect(!isPermitted)
                    return scene.reasons(old).contains(.grantRevoked)
                }
                // With time and contact, that is all that stands in its way.
                try await eventually("for that reason alone") {
                    let isPermitted = scene.isPermitted(old)
                    #expect(!isPermitted)
                    return scene.reasons(old) == [.grantRevoked]
                }
            }
        }
    }
}

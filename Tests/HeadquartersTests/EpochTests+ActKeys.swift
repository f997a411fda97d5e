import Authority
import Cryptography
import Custody
import Enrolment
import FoundationEssentials
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// What comes back to a disk that was put back from before officers replaced the act key.
extension EpochTests {
    @Test(arguments: [false, true])
    func `acts that come back before the cabinet hears of their key count as soon as it does`(
        isStartBetween: Bool
    ) async throws {
        let office = try await Office.founded()
        let secrets = try await office.enrol("c1")
        let lines = try Lines(office)
        try await with([{ try await lines.service.run() }]) {
            try await shipped(office, lines, secrets)
            let key = try Ed25519PrivateKey()
            try await office.replace(key, secrets)
            try await goOn(office, lines, secrets, signingWith: key)
        }
        let states = try ProjectionFile(path: "\(office.folder)/c1-states.sqlite")
        let open = {
            try Branch(
                "c1",
                of: office,
                secrets: try CabinetSecrets.readOrMake(
                    path: "\(office.folder)/c1-old.secrets",
                    under: office.credential
                ),
                disk: "c1-old",
                rotates: true,
                states: states
            )
        }
        var old = try Branch(
            "c1",
            of: office,
            secrets: secrets,
            disk: "c1-old",
            rotates: true,
            states: states
        )
        let origin = old.ledger.view.acts
        let held = try #require(try office.ledger.store.status(of: origin)?.notes[.witness])
        #expect(try await old.ledger.recover(under: held.bytes, because: .restore))
        let back = try await office.ledger.read(origin, from: 3, byteCountMax: 1 << 20)
        _ = try await old.ledger.store(Ingest(origin: origin, first: 3, bundle: back.bundle))
        #expect(try await old.ledger.settleRecovery(of: origin))
        // By a key of which nothing is known here.
        #expect(old.ledger.view.custody.unattested.map(\.verdict) == [.wrong])
        #expect(!old.ledger.view.isRecovering)
        try await old.ledger.nameState()
        let authority = office.ledger.origins.authority
        let first = old.ledger.view.obeyed.standing.size
        let offer = try #require(try await office.ledger.offer(authority, from: first)).offer
        let news = try await office.ledger.read(authority, from: first, byteCountMax: 1 << 20)
        let proof = CheckpointOffer(
            note: try SignedNote(parsing: offer.note.bytes),
            from: offer.from,
            path: offer.path.compactMap { Digest($0.bytes) }
        )
        _ = try await old.ledger.store(Ingest(origin: authority, offer: proof))
        _ = try await old.ledger.store(Ingest(origin: authority, first: first, bundle: news.bundle))
        if isStartBetween {
            try old.close()
            old = try open()
        } else {
            try await old.ledger.obey()
        }
        let custody = old.ledger.view.custody
        #expect(custody.unattested.isEmpty)
        #expect(custody.findings.contains { $0.opened.note == "known at headquarters alone" })
        #expect(custody.judgedAhead == nil)
        try old.close()
    }

    /// Two acts beyond the copy, by an act key that officers enrolled after it.
    private func goOn(
        _ office: Office,
        _ lines: Lines,
        _ secrets: CabinetSecrets,
        signingWith key: Ed25519PrivateKey
    ) async throws {
        let branch = try Branch("c1", of: office, secrets: secrets, actKey: key)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ await line.run() }]) {
            try await eventually("the cabinet hears of its key") {
                branch.ledger.view.obeyed.standing.size == office.ledger.view.standing.size
                    && branch.ledger.view.obeyed.policy.size > 0
            }
            try await branch.raise(.forced, "known at headquarters alone")
            try await branch.ledger.append([Draft(.system, .started, actor: Actor(component: "test"))])
            try await eventually("mirrored") { branch.ledger.view.mirroredSize == 5 }
            try await eventually("folded") { office.ledger.view.cabinets["c1"]?.custody.size == 5 }
        }
        try await eventually("gone") { !lines.liveness.line(of: "c1").isConnected }
        #expect(office.ledger.view.cabinets["c1"]?.custody.unattested.isEmpty == true)
        try branch.close()
    }
}

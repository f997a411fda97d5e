import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

extension House {
    /// A day on which the grant is revoked, in the last leaf of `policy`, and obeyed all the same.
    static func revokedDay() throws -> House {
        try day { house in
            let grant = try house.approved(house.grant())
            try house.policy.append(
                Draft(
                    .taking,
                    .grantRevoked,
                    actor: Actor(component: "test"),
                    subject: Subject(grant: id(201))
                ),
                at: morning,
                obeying: house.heads
            )
            try house.take(grant, visit: 8)
        }
    }

    /// A day of the seal: taken under a grant and brought back, a copy refused, a take refused; and a forged grant in the log.
    static func day(withWitness: Bool = false, _ body: (inout House) throws -> Void = { _ in }) throws
        -> House
    {
        var house = try House(folder: TestFolder())
        try house.found(withWitness: withWitness)
        let grant = try house.approved(house.grant())
        try house.file(grant)
        let stranger = try Ed25519PrivateKey()
        try house.file(try house.approved(house.grant(2), by: [house.approvers[0], stranger]))
        try house.liveYesterday()
        try house.takeAndReturn(grant)
        try house.refuse()
        try body(&house)
        try house.liveTomorrow()
        try house.mirror()
        if withWitness { try house.cosignAuthority() }
        return house
    }

    private mutating func liveYesterday() throws {
        now = Self.morning - 7_200_000
        try act(Draft(.system, .started, actor: Actor(component: "boot")))
        for _ in 0..<5 { try act(Draft(.system, RecordKind(rawValue: 199), actor: Actor(component: "boot"))) }
        now = Self.morning
    }

    private mutating func takeAndReturn(_ grant: ApprovedGrant) throws {
        try act(
            Draft(
                .identification,
                .identified,
                actor: Actor(person: Self.taker),
                duress: false,
                isSigned: true
            )
        )
        try take(grant, visit: 1)
        try visit(.returnBegun, VisitBegun(persons: []).canonical, visit: 2)
        try visit(.returnEnded, ReturnEnded(outcome: .proved, reading: .proved(Self.tag)).canonical, visit: 2)
    }

    mutating func take(_ grant: ApprovedGrant, visit number: Int) throws {
        let statement = try grant.statement()
        let begun = VisitBegun(
            persons: [IdentifiedPerson(person: Self.taker, methods: [.card, .pin])],
            grantDigest: SHA256.hash(grant.bytes),
            interval: TimeBounds(low: now, high: now + 1_000),
            expectedReturn: statement.expectedReturn
        )
        try visit(.takeBegun, begun.canonical, visit: number, grant: statement.grant)
        try visit(
            .takeEnded,
            TakeEnded(outcome: .taken, reading: .empty).canonical,
            visit: number,
            grant: statement.grant
        )
    }

    private mutating func refuse() throws {
        try visit(
            .takeRefused,
            TakeRefused(reasons: [.noGrant]).canonical,
            visit: 3
        )
        // The other seal comes and goes; nobody who reads the file learns more than that it is not this one.
        try visit(.takeBegun, VisitBegun(persons: []).canonical, visit: 4, seal: Self.otherSeal)
        try visit(
            .takeEnded,
            TakeEnded(outcome: .taken, reading: .empty).canonical,
            visit: 4,
            seal: Self.otherSeal
        )
        try visit(.returnBegun, VisitBegun(persons: []).canonical, visit: 5)
        let copy = TagReading.failed(uid: Self.tag.uid)
        try visit(.returnEnded, ReturnEnded(outcome: .refused, reading: copy).canonical, visit: 5)
        try act(
            Draft(
                .alarm,
                .findingOpened,
                actor: Actor(component: "custody"),
                subject: Subject(seal: Self.seal, visit: id(5), finding: id(70), drawer: 1),
                detail: FindingOpened(kind: .substitute, note: "a copy came back", reading: copy).canonical,
                isSigned: true
            )
        )
    }

    private mutating func liveTomorrow() throws {
        now = Self.evening + 3_600_000
        for _ in 0..<3 { try act(Draft(.system, RecordKind(rawValue: 199), actor: Actor(component: "boot"))) }
    }

    mutating func visit(
        _ kind: RecordKind,
        _ detail: CBOR,
        visit: Int,
        grant: Identifier<GrantSubject>? = nil,
        seal: Identifier<Seal> = House.seal
    ) throws {
        try act(
            Draft(
                .custody,
                kind,
                actor: Actor(person: Self.taker, companion: Self.companion),
                subject: Subject(
                    seal: seal,
                    grant: grant,
                    visit: id(visit),
                    drawer: seal == Self.seal ? 1 : 2
                ),
                detail: detail,
                isSigned: true
            )
        )
    }

    mutating func act(_ draft: Draft, obeying other: ObeyedHeads? = nil) throws {
        now += 60_000
        try acts.append(draft, at: now, obeying: other ?? heads)
    }

    /// Headquarters says that everything up to here lies there.
    func mirror(_ roles: [HeadquartersCosigners.Role] = [.witness, .mirror]) throws {
        var note = acts.writer.checkpoint
        for role in roles {
            let cosigner = try #require(cosigners[role])
            note = try note.adding(
                try cosigner.cosign(try Checkpoint(note), atSeconds: UInt64(Self.evening / 1_000))
            )
        }
        try store.keep(note, of: acts.writer.origin, as: .mirror)
    }

    private mutating func cosignAuthority() throws {
        let note = authority.writer.checkpoint
        let line = try witness.cosign(try Checkpoint(note), atSeconds: UInt64(Self.evening / 1_000))
        try store.keep(try note.adding(line), of: authority.writer.origin, as: .witness)
    }

    func exported(_ other: EvidenceClaim? = nil) throws -> EvidenceDocument {
        let exporter = EvidenceExporter(
            store: store,
            organisation: Self.name,
            newestNotes: notes
        )
        return try exporter.export(try other ?? claim)
    }

    func report() throws -> EvidenceReport {
        try EvidenceVerifier(pinnedRoot: pinnedRoot).verify(try exported().bytes)
    }
}

/// A file with its last line made to fit again: what a forger would do first.
func closed(_ bytes: [UInt8]) -> [UInt8] {
    let body = bytes.dropLast(1 + 64 + 7)
    return Array(body) + Array("sha256 \(Hex.encode(SHA256.hash(Array(body)).bytes))\n".utf8)
}

import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// Evidence of a site whose policy goes on in a later epoch.
@Suite(.timeLimit(.minutes(3))) struct PolicyEpochTests {
    @Test func `acts that obeyed the first epoch stand on the leaves that the next one has of it`() throws {
        let plain = try House.day { house in try house.take(try house.approved(house.grant()), visit: 8) }
        let house = try House.day { house in
            let grant = try house.approved(house.grant())
            try house.goOnPolicy()
            try house.take(grant, visit: 8)
        }
        let (before, report) = (try plain.report(), try house.report())
        #expect(report.heads.contains { $0.origin.text == "example.org/hq/policy/east/e2" })
        #expect(!report.heads.contains { $0.origin.text == "example.org/hq/policy/east/e1" })
        #expect(report.findings.map(\.message) == before.findings.map(\.message))
        #expect(report.gaps == before.gaps)
        #expect(report.grants.map(\.isSound) == before.grants.map(\.isSound))
    }

    @Test
    func
        `an act that obeyed leaves which headquarters lost is a gap, and what the lost leaf gave is not given`()
        throws
    {
        let house = try House.day { house in
            let grant = try house.approved(house.grant(3))
            try house.file(grant)
            try house.take(grant, visit: 8)
            try house.goOnPolicy(losing: 1)
        }
        let report = try house.report()
        #expect(report.gaps.contains { $0.english.contains("obeyed heads that the file does not reach") })
        // It is a loss and no lie.
        #expect(!report.findings.contains { $0.message.english.contains("OTHER LEAVES") })
        #expect(report.findings.contains { $0.message.english.contains("not among the leaves") })
    }

    @Test func `a policy in an epoch that owners did not open, or under another key, is refused`() throws {
        #expect(throws: EvidenceError(.incomplete, "")) {
            try House.day { try $0.goOnPolicy(withStatement: false) }.report()
        }
        let stranger = Bytes(try Ed25519PrivateKey().publicKey.bytes)
        #expect(throws: EvidenceError(.signatureInvalid, "")) {
            try House.day { try $0.goOnPolicy(signedFor: stranger) }.report()
        }
    }

    @Test func `the epoch before is refused in the place of the one that owners opened`() throws {
        let house = try House.day { try $0.goOnPolicy() }
        let old = try House.day()
        _ = try old.report()
        var document = try house.exported()
        let (origin, size) = (
            try LogNames.policy(House.name, site: "east", epoch: 1), try house.firstPolicySize()
        )
        let section = try #require(document.sections.first { $0.subject == .policy(site: "east") })
        let note = try CheckpointSigner(origin: origin, privateKey: house.logKeys[1])
            .sign(TreeHead(size: size, root: try house.store.root(of: origin, size: size)))
        let earlier = LogSection(
            subject: section.subject,
            origin: origin,
            before: section.before,
            entries: Array(section.entries.prefix(Int(size))),
            notes: [note]
        )
        document = document.changing(
            sections: document.sections.map { $0.subject == section.subject ? earlier : $0 }
        )
        #expect(throws: EvidenceError(.incomplete, "")) { try house.verified(document) }
    }
}

extension House {
    /// Headquarters goes on in the next epoch of the site's policy, with all of its leaves or without the last ones.
    mutating func goOnPolicy(
        losing lost: UInt64 = 0,
        signedFor other: Bytes? = nil,
        withStatement: Bool = true
    ) throws {
        let (previous, end) = (policy.writer.origin, policy.writer.head)
        let size = end.size - lost
        let last = TreeHead(size: size, root: try store.root(of: previous, size: size))
        try policy.writer.storeCheckpoint()
        let key = try Ed25519PrivateKey()
        let origin = try LogNames.policy(Self.name, site: "east", epoch: previous.epoch + 1)
        if withStatement {
            let epoch = LogEpoch(
                origin: origin.text,
                key: other ?? Bytes(key.publicKey.bytes),
                last: CitedHead(origin: previous.text, size: last.size, root: last.root),
                cut: CitedHead(origin: previous.text, size: end.size, root: end.root)
            )
            try give(
                LogEpochsStatement(head: head, reason: .restore, epochs: [epoch]),
                by: Array(owners.prefix(2))
            )
        }
        var composer = Composer(
            origin: origin.text,
            boot: id(1),
            nextSequence: size,
            lastTime: try store.timeOfLastLeaf(of: previous, size: size),
            actKey: nil
        )
        let opening = Draft(.system, .epochOpened, actor: Actor(component: "epochs"))
        let reading = ClockReading(wallMilliseconds: now, monotonicMilliseconds: 1, quality: .unknown)
        let record = try composer.compose(opening, at: reading, obeying: heads)
        let signer = try CheckpointSigner(origin: origin, privateKey: key)
        try store.begin(
            origin,
            key: signer.verifierKey,
            with: last,
            of: previous,
            then: RecordBundle([record])
        )
        policy = try TestLog(store, origin, key)
        try policy.writer.storeCheckpoint()
    }

    /// How many leaves the first epoch of the policy has.
    func firstPolicySize() throws -> UInt64 {
        try #require(try store.status(of: LogNames.policy(Self.name, site: "east", epoch: 1))).head.size
    }
}

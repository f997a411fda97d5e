import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// Evidence of an organisation whose `authority` goes on in a later epoch.
@Suite(.timeLimit(.minutes(3))) struct AuthorityEpochTests {
    @Test func `acts that obeyed the first epoch stand on the leaves that the next one has of it`() throws {
        let plain = try House.day { house in try house.take(try house.approved(house.grant()), visit: 8) }
        let house = try House.day { house in
            let grant = try house.approved(house.grant())
            try house.goOnAuthority()
            try house.take(grant, visit: 8)
        }
        let (before, report) = (try plain.report(), try house.report())
        #expect(report.heads.contains { $0.origin.text == "example.org/hq/authority/e2" })
        #expect(!report.heads.contains { $0.origin.text == "example.org/hq/authority/e1" })
        #expect(report.findings.map(\.message) == before.findings.map(\.message))
        #expect(report.gaps == before.gaps)
        #expect(report.grants.map(\.isSound) == before.grants.map(\.isSound))
    }

    @Test func `an act that obeyed lost leaves is a gap, and one behind them is none`() throws {
        let house = try House.day { house in
            let grant = try house.approved(house.grant())
            // Somebody is removed, and headquarters forgets it.
            try house.remove(id(77))
            try house.take(grant, visit: 8)
            try house.goOnAuthority(losing: 1)
        }
        let report = try house.report()
        #expect(report.gaps.contains { $0.english.contains("obeyed heads that the file does not reach") })
        #expect(!report.findings.contains { $0.message.english.contains("OTHER LEAVES") })
    }

    @Test func `an epoch that owners did not open, under another key, or behind other leaves is refused`()
        throws
    {
        #expect(throws: EvidenceError(.incomplete, "")) {
            try House.day { try $0.goOnAuthority(by: $0.officers) }.report()
        }
        let stranger = Bytes(try Ed25519PrivateKey().publicKey.bytes)
        #expect(throws: EvidenceError(.signatureInvalid, "")) {
            try House.day { try $0.goOnAuthority(signedFor: stranger) }.report()
        }
        #expect(throws: EvidenceError(.incomplete, "")) {
            try House.day { try $0.goOnAuthority(signedRoot: SHA256.hash([1])) }.report()
        }
    }

    @Test func `the first epoch is read under the key of the root, and under no later one`() throws {
        let house = try House.day()
        _ = try house.report()
        let document = try house.exported()
        let section = try #require(document.sections.first)
        let head = try Checkpoint(try #require(section.notes.last)).head
        let other = try Ed25519PrivateKey()
        let note = try CheckpointSigner(origin: section.origin, privateKey: other).sign(head)
        let forged = LogSection(
            subject: section.subject,
            origin: section.origin,
            before: section.before,
            entries: section.entries,
            notes: [note]
        )
        #expect(throws: EvidenceError(.signatureInvalid, "")) {
            try house.verified(
                document.changing(sections: [forged] + document.sections.dropFirst())
            )
        }
    }
}

extension House {
    /// A person is removed by headquarters alone.
    mutating func remove(_ person: Identifier<Person>) throws {
        let removed = PersonInGeneration(person: person, generation: 1)
        try authority.append(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: removed.canonical
            ),
            at: Self.morning - 3_600_000,
            obeying: nil
        )
    }

    /// Headquarters goes on in the next epoch of `authority`, with all of its leaves or without the last ones.
    mutating func goOnAuthority(
        losing lost: UInt64 = 0,
        by keys: [Ed25519PrivateKey]? = nil,
        signedFor other: Bytes? = nil,
        signedRoot: Digest? = nil
    ) throws {
        let (previous, end) = (authority.writer.origin, authority.writer.head)
        let size = end.size - lost
        let last = TreeHead(size: size, root: try store.root(of: previous, size: size))
        try authority.writer.storeCheckpoint()
        let key = try Ed25519PrivateKey()
        let origin = try LogNames.authority(Self.name, epoch: previous.epoch + 1)
        let cited = CitedHead(origin: previous.text, size: last.size, root: signedRoot ?? last.root)
        let epoch = LogEpoch(
            origin: origin.text,
            key: other ?? Bytes(key.publicKey.bytes),
            last: cited,
            cut: lost == 0 ? cited : CitedHead(origin: previous.text, size: end.size, root: end.root)
        )
        let statement = LogEpochsStatement(
            head: StatementHead(organisation: Self.name, madeUnder: size),
            reason: .restore,
            epochs: [epoch]
        )
        let signed = try Self.signed(statement, by: keys ?? Array(owners.prefix(2)))
        var composer = Composer(
            origin: origin.text,
            boot: id(1),
            nextSequence: size,
            lastTime: try store.timeOfLastLeaf(of: previous, size: size),
            actKey: nil
        )
        let reading = ClockReading(wallMilliseconds: now, monotonicMilliseconds: 1, quality: .unknown)
        let actor = Actor(component: "epochs")
        var records: [Record] = []
        for _ in 0..<lost {
            records.append(
                try composer.compose(Draft(.system, .leafLost, actor: actor), at: reading, obeying: nil)
            )
        }
        let opening = Draft(.giving, .logEpochs, isCritical: true, actor: actor, detail: signed.canonical)
        records.append(try composer.compose(opening, at: reading, obeying: nil))
        try store.begin(
            origin,
            key: try CheckpointSigner(origin: origin, privateKey: key).verifierKey,
            with: last,
            of: previous,
            then: RecordBundle(records)
        )
        authority = try TestLog(store, origin, key)
        try authority.writer.storeCheckpoint()
    }
}

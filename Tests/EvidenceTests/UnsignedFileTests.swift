import Authority
import Cryptography
import Custody
import Foundation
import Records
import Testing

@testable import Evidence

/// What a file costs its reader: little while no good signature was found in it, and each head once.
@Suite(.timeLimit(.minutes(5))) struct UnsignedFileTests {
    /// Where somebody without a key puts the root, which everybody may have.
    enum RootPlace: CaseIterable { case nowhere, first, last }

    @Test(arguments: RootPlace.allCases)
    func `nothing is folded before the root's key is found to have signed, wherever the root stands`(
        place: RootPlace
    ) throws {
        let house = try House.day()
        let origin = house.authority.writer.origin
        let noted = Self.noting(HeadsNoted(heads: [CitedHead(origin: "\(origin)", size: 1, root: .zero)]))
        let root = Self.root(house)
        let drafts: [Draft] =
            switch place {
            case .nowhere: [noted, noted]
            case .first: [root, noted]
            case .last: [noted, root]
            }
        // The first of them is leaf 1: a fold, which begins at leaf 0, would refuse it as not the next.
        let section = try Self.authority(drafts, try Ed25519PrivateKey(), from: 1)
        let refused = EvidenceError(place == .nowhere ? .otherRoot : .signatureInvalid, "")
        #expect(throws: refused) { _ = try Self.history(section, house, keeping: [0, 1, 2, 3]) }
        let signed = try Self.authority([root, noted], house.logKeys[0], from: 1)
        #expect(throws: EvidenceError(.incomplete, "")) { _ = try Self.history(signed, house, keeping: []) }
    }

    @Test func `what is kept for each size that is cited holds no heads that are noted hourly`() throws {
        let house = try House.day()
        let policy = house.policy.writer.origin
        let noted = Self.noting(HeadsNoted(heads: [CitedHead(origin: policy.text, size: 1, root: .zero)]))
        let section = try Self.authority([Self.root(house), noted, noted], house.logKeys[0])
        let history = try Self.history(section, house, keeping: [0, 1, 2, 3])
        #expect(history.standings.keys.sorted() == [0, 1, 2, 3])
        #expect(history.standing.notedHead(of: policy) != nil)
        #expect(history.standings.values.allSatisfy { $0.notedHead(of: policy) == nil })
        #expect(history.standings[3]?.root == history.standing.root)
    }

    @Test func `a head with more lines than origin, size and root is refused by its line`() throws {
        let house = try House.day()
        let document = try house.exported()
        let section = try #require(document.sections.last)
        let head = try Checkpoint(try #require(section.notes.last)).head
        let text = try Checkpoint(origin: section.origin, head: head, extensions: ["more"]).text
        let verifier = try NoteVerifierKey(log: section.origin, publicKey: house.logKeys[2].publicKey)
        let signature = try NoteSignature(
            name: verifier.name,
            keyID: verifier.id,
            bytes: try house.logKeys[2].signature(for: text)
        )
        let forged = document.replacingNote(
            of: section.subject,
            by: try SignedNote(text: text, signatures: [signature])
        )
        let error = #expect(throws: EvidenceError(.notCanonical, "")) { _ = try house.verified(forged) }
        #expect(error?.message.contains("is origin, size and root") == true && error?.line != nil)
    }

    @Test func `the heads of authority are read once, and not for each of its leaves`() throws {
        let house = try House.day()
        let document = try house.exported()
        let root = Self.root(house)
        let started = Draft(.system, .started, actor: Actor(component: "boot"))
        let drafts = [root] + Array(repeating: started, count: 1_500)
        func file(_ stranger: NoteSignature?) throws -> [UInt8] {
            let authority = try Self.authority(drafts, house.logKeys[0], stranger)
            return document.changing(
                sections: [authority, try Self.acts()],
                proofs: [],
                anchors: []
            )
            .bytes
        }
        // What a key signed that nobody knows is kept, and may be as long as a note.
        let stranger = try NoteSignature(
            name: try NoteKeyName("stranger.example.net/long"),
            keyID: 1,
            bytes: [UInt8](repeating: 1, count: 45_000)
        )
        let (short, long) = (try file(nil), try file(stranger))
        let little = Self.processorTime {
            #expect(throws: EvidenceError(.incomplete, "")) { try Self.verify(short, house) }
        }
        let more = Self.processorTime {
            #expect(throws: EvidenceError(.incomplete, "")) { try Self.verify(long, house) }
        }
        #expect(more < little * 8, "\(more) against \(little)")
    }

    private static func root(_ house: House) -> Draft {
        Draft(
            .giving,
            .root,
            isCritical: true,
            actor: Actor(component: "test"),
            detail: house.root.canonical
        )
    }

    private static func noting(_ heads: HeadsNoted) -> Draft {
        Draft(.system, .headsNoted, actor: Actor(component: "heads"), detail: heads.canonical)
    }

    private static func history(_ section: LogSection, _ house: House, keeping sizes: Set<UInt64>) throws
        -> AuthorityHistory
    {
        try AuthorityHistory(
            try CheckedLog(section, rootsAt: sizes),
            organisation: House.name,
            pinnedRoot: house.pinnedRoot,
            keeping: sizes
        )
    }

    private static func verify(_ file: [UInt8], _ house: House) throws {
        _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(file)
    }

    /// For how long this thread had a processor; how busy the machine is says nothing then.
    private static func processorTime(_ body: () throws -> Void) rethrows -> Duration {
        func now() -> Duration {
            var time = timespec()
            // The address is used within the call alone.
            unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
        let started = now()
        try body()
        return now() - started
    }

    /// `authority` with these records alone, under four heads by a key, the last over all of them.
    private static func authority(
        _ drafts: [Draft],
        _ key: Ed25519PrivateKey,
        _ stranger: NoteSignature? = nil,
        from first: UInt64 = 0
    ) throws -> LogSection {
        let origin = try LogNames.authority(House.name, epoch: 1)
        let records = try Self.records(of: origin, drafts, from: first)
        var before = TreeFrontier()
        for _ in 0..<first { try before.append(.zero) }
        var (frontier, notes): (TreeFrontier, [SignedNote]) = (before, [])
        for record in records {
            try frontier.append(TreeHash.leaf(record.leafBytes))
            guard frontier.size + 4 > first + UInt64(records.count) else { continue }
            let note = try CheckpointSigner(origin: origin, privateKey: key).sign(frontier.head)
            notes.append(try stranger.map { try note.adding($0) } ?? note)
        }
        return LogSection(
            subject: .authority,
            origin: origin,
            before: before,
            entries: records.map { LogSection.Entry($0) },
            notes: notes
        )
    }

    /// Acts of a cabinet that nobody enrolled: what stands behind `authority` is looked at, and ends it.
    private static func acts() throws -> LogSection {
        let origin = try LogNames.acts(House.name, cabinet: "c9", epoch: 1)
        let draft = Draft(.system, .started, actor: Actor(component: "boot"))
        let record = try #require(try Self.records(of: origin, [draft]).first)
        var frontier = TreeFrontier()
        try frontier.append(TreeHash.leaf(record.leafBytes))
        let signer = try CheckpointSigner(origin: origin, privateKey: try Ed25519PrivateKey())
        return LogSection(
            subject: .acts(cabinet: "c9"),
            origin: origin,
            before: TreeFrontier(),
            entries: [LogSection.Entry(leaf: record.leafBytes, body: nil)],
            notes: [try signer.sign(frontier.head)]
        )
    }

    private static func records(of origin: Origin, _ drafts: [Draft], from first: UInt64 = 0) throws
        -> [Record]
    {
        var composer = Composer(
            origin: origin.text,
            boot: id(1),
            nextSequence: first,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        let reading = ClockReading(
            wallMilliseconds: House.morning,
            monotonicMilliseconds: 1,
            quality: .disciplined
        )
        return try drafts.map { try composer.compose($0, at: reading, obeying: nil) }
    }
}

extension Digest {
    /// Of nothing.
    fileprivate static var zero: Digest { SHA256.hash([]) }
}

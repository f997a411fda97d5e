import Authority
import Cryptography
import Custody
import Records

/// Holds what outsiders keep against what a file shows.
struct AnchorReading {
    let anchor: ShownAnchor
    private(set) var findings: [ShownFinding] = []

    /// A cabinet's clock may be ahead of an outsider's by so much before somebody must explain it, in milliseconds.
    private static let clockRoom: Int64 = 300_000

    /// - Throws: `.anchorInvalid` for a token or a cosignature that is not good, or over another head; `.treeDiffers` for a receipt that is not
    ///   under the head, or of another root than the file's.
    init(
        _ section: AnchorSection,
        authority: AuthorityHistory,
        acts: [CabinetReading],
        shown: AnchoredRecords,
        trust: OutsideTrust
    ) throws(EvidenceError) {
        let checkpoint = try EvidenceError.at(section.noteLine, .malformed) { () throws(RecordsError) in
            try Checkpoint(section.note)
        }
        let logKey = try Self.logKey(section, checkpoint, authority)
        let (outsider, milliseconds) = try Self.outsider(section, logKey, authority, trust)
        var (covers, records): ([ShownAnchor.Cover], [UInt64]) = ([], [])
        var last: UInt64?
        for (proved, line) in zip(section.receipts, section.receiptLines) {
            let path = InclusionProof(
                index: proved.proof.index,
                size: checkpoint.head.size,
                path: proved.proof.path
            )
            guard proved.proof.note == section.note,
                path.holds(leafHash: TreeHash.leaf(proved.entry.leaf), head: checkpoint.head)
            else {
                throw EvidenceError(
                    .treeDiffers,
                    "leaf \(proved.proof.index) of \(section.origin) is not under the head that is kept outside",
                    line: line + 1
                )
            }
            guard last.map({ $0 < proved.proof.index }) ?? true else {
                throw EvidenceError(.notCanonical, "the records of an anchor do not rise", line: line)
            }
            last = proved.proof.index
            let record = try CheckedProofs.open(
                proved.entry,
                at: proved.proof.index,
                after: nil,
                line: line
            )
            if let cover = try Self.cover(record, shown, line: line) {
                covers.append(cover)
            } else {
                try Self.requireShown(proved, shown.receipts[section.origin] ?? [:], line: line)
                records.append(proved.proof.index)
            }
        }
        if section.origin.text == authority.log.origin.text {
            covers.append(ShownAnchor.Cover(origin: section.origin, size: checkpoint.head.size))
        }
        anchor = ShownAnchor(
            outsider: outsider,
            origin: section.origin,
            size: checkpoint.head.size,
            milliseconds: milliseconds,
            covers: covers,
            obeyed: Self.obeyed(covers, acts, authority),
            records: records
        )
        noteClocks(acts)
    }
}

// MARK: Who keeps it

extension AnchorReading {
    /// The key of the log whose head it is; for `authority` the head must be over the leaves of the file.
    private static func logKey(
        _ section: AnchorSection,
        _ checkpoint: Checkpoint,
        _ authority: AuthorityHistory
    ) throws(EvidenceError) -> Bytes {
        guard let root = authority.standing.root, checkpoint.origin == section.origin else {
            throw EvidenceError(
                .malformed,
                "the head of an anchor is of another log than its line says",
                line: section.noteLine
            )
        }
        let isStamp = if case .timestamp = section.outsider { true } else { false }
        let named = HeadquartersLog.read(section.origin.text, of: authority.standing.organisation)
        if let named, named.log == .receipts,
            let key = authority.standing.logKey(.receipts, epoch: named.epoch)
        {
            return key
        }
        guard section.origin == authority.log.origin, !isStamp, section.receipts.isEmpty else {
            throw EvidenceError(
                .malformed,
                "an anchor is a head of receipts, or one of authority that a witness cosigned",
                line: section.line
            )
        }
        guard authority.log.roots[checkpoint.head.size] == checkpoint.head.root else {
            throw EvidenceError(
                .treeDiffers,
                "the head of authority that is kept outside is not over the leaves of the file",
                line: section.noteLine
            )
        }
        return root.authorityKey
    }

    private static func outsider(
        _ section: AnchorSection,
        _ logKey: Bytes,
        _ authority: AuthorityHistory,
        _ trust: OutsideTrust
    ) throws(EvidenceError) -> (ShownAnchor.Outsider, Int64) {
        switch section.outsider {
        case .timestamp(let url, let bytes):
            _ = try CheckedProofs.signatures(
                on: section.note,
                origin: section.origin,
                logKey: logKey,
                others: [],
                line: section.noteLine
            )
            let token: TimeStampToken
            let signer: TimeStampSigner
            do throws(CryptographyError) {
                token = try TimeStampToken(bytes: bytes)
                signer = try token.signer()
                try trust.certificates?.check(token, at: token.seconds)
            } catch {
                throw EvidenceError(.anchorInvalid, error.message, line: section.tokenLine)
            }
            guard token.imprint == SHA256.hash(section.note.bytes) else {
                throw EvidenceError(
                    .anchorInvalid,
                    "the time stamp is over another head than the one beside it",
                    line: section.tokenLine
                )
            }
            guard let milliseconds = ShownAnchor.milliseconds(token.seconds) else {
                throw EvidenceError(
                    .anchorInvalid,
                    "the time stamp names a time that no clock shows",
                    line: section.tokenLine
                )
            }
            return (.timestamp(signer, url: url, isTrusted: trust.certificates != nil), milliseconds)
        case .witness(let key):
            let source = try source(of: key, authority, trust, line: section.line)
            let found = try CheckedProofs.signatures(
                on: section.note,
                origin: section.origin,
                logKey: logKey,
                others: [key],
                line: section.noteLine
            )
            guard let line = found[key], let seconds = try? Cosignature(line.bytes).seconds else {
                throw EvidenceError(
                    .anchorInvalid,
                    "the cosignature of \(key.name) is not on the head",
                    line: section.noteLine
                )
            }
            guard let milliseconds = ShownAnchor.milliseconds(Int64(clamping: seconds)) else {
                throw EvidenceError(
                    .anchorInvalid,
                    "the cosignature of \(key.name) names a time that no clock shows",
                    line: section.noteLine
                )
            }
            return (.witness(key, source), milliseconds)
        }
    }

    /// Who says that a key is the witness's; another key under a name that somebody vouches for is a forgery.
    private static func source(
        of key: NoteVerifierKey,
        _ authority: AuthorityHistory,
        _ trust: OutsideTrust,
        line: Int
    ) throws(EvidenceError) -> ShownAnchor.KeySource {
        let organisation = authority.standing.organisation
        guard key.algorithm == .cosignature, key.name.text != organisation,
            !key.name.text.hasPrefix(organisation + "/")
        else {
            throw EvidenceError(
                .anchorInvalid,
                "\(key.name) is no witness outside of \(organisation)",
                line: line
            )
        }
        let given = trust.witnesses.filter { $0.name == key.name }
        if given.contains(key) { return .reader }
        let named = authority.standing.namings(ofWitness: key.name.text)
        let naming = named.last { $0.key == Bytes(key.publicKey.bytes) }
        guard given.isEmpty, named.isEmpty || naming != nil else {
            throw EvidenceError(
                .anchorInvalid,
                "\(key.name) has another key than the one in the file",
                line: line
            )
        }
        guard let naming else { return .headquarters }
        return naming.until.map { .ownersUntil($0) } ?? .owners
    }
}

// MARK: What lies under it

extension AnchorReading {
    /// The log of the file of which a record is the receipt; nil for another kind of record.
    private static func cover(_ record: OpenedRecord, _ shown: AnchoredRecords, line: Int)
        throws(EvidenceError) -> ShownAnchor.Cover?
    {
        let head = try EvidenceError.at(line, .malformed) { () throws(RecordsError) -> Checkpoint? in
            guard try record.kind()?.kind == .headCosigned, let cosigned: HeadCosigned = try record.detail()
            else { return nil }
            return try Checkpoint(SignedNote(parsing: cosigned.note.bytes))
        }
        guard let head else { return nil }
        guard let root = shown.roots[head.origin]?[head.head.size] else {
            throw EvidenceError(
                .malformed,
                "the receipt is of a head of \(head.origin) that is not in the file",
                line: line
            )
        }
        guard root == head.head.root else {
            throw EvidenceError(
                .treeDiffers,
                "headquarters cosigned another root of the first \(head.head.size) leaves of \(head.origin) than the file shows",
                line: line
            )
        }
        return ShownAnchor.Cover(origin: head.origin, size: head.head.size)
    }

    /// What is no receipt of a head must be a record that the file shows.
    private static func requireShown(
        _ proved: ProofSection.ProvedEntry,
        _ leaves: [UInt64: [UInt8]],
        line: Int
    ) throws(EvidenceError) {
        guard proved.entry.body == nil else {
            throw EvidenceError(
                .malformed,
                "the record is open beside what is kept outside: it stands open where the file shows it, or leads to nothing",
                line: line
            )
        }
        guard let leaf = leaves[proved.proof.index] else {
            throw EvidenceError(.malformed, "the record leads to nothing that the file shows", line: line)
        }
        guard leaf == proved.entry.leaf else {
            throw EvidenceError(
                .treeDiffers,
                "leaf \(proved.proof.index) of receipts is another one under the head that is kept outside",
                line: line
            )
        }
    }

    /// What the acts under a head say that they obeyed, where the file shows these very leaves.
    private static func obeyed(
        _ covers: [ShownAnchor.Cover],
        _ acts: [CabinetReading],
        _ authority: AuthorityHistory
    ) -> [ShownAnchor.Cover] {
        var sizes: [Origin: UInt64] = [:]
        for reading in acts {
            guard let policy = reading.policy else { continue }
            for epoch in reading.epochs {
                guard let cover = covers.largest(of: epoch.log.origin) else { continue }
                for record in epoch.log.records where record.leaf.header.sequence < cover.size {
                    guard let heads = record.leaf.header.obeyedHeads,
                        policy.leaves(citedBy: heads, authority) == .same
                    else { continue }
                    sizes[authority.log.origin] = max(sizes[authority.log.origin] ?? 0, heads.authoritySize)
                    sizes[policy.log.origin] = max(sizes[policy.log.origin] ?? 0, heads.policySize)
                }
            }
        }
        return sizes.filter { $0.value > 0 }.sorted { $0.key.text < $1.key.text }
            .map { ShownAnchor.Cover(origin: $0.key, size: $0.value) }
    }

    /// An act that claims a later time than the outsider's who had its head already: one of the clocks was wrong.
    private mutating func noteClocks(_ acts: [CabinetReading]) {
        for epoch in acts.flatMap(\.epochs) {
            guard let cover = anchor.covers.largest(of: epoch.log.origin),
                let act = epoch.acts.first(where: {
                    $0.index < cover.size && $0.time.milliseconds - Self.clockRoom > anchor.milliseconds
                })
            else { continue }
            findings.append(
                ShownFinding(
                    origin: act.origin,
                    index: act.index,
                    message: EvidenceSentence(
                        "该记录所载时间晚于外部锚定其树根的时间（\(Moment.text(anchor.milliseconds))）：有一方的时钟不准",
                        "the record claims a later time than the outsider's who kept its head already at \(Moment.text(anchor.milliseconds)): one of the clocks was wrong"
                    )
                )
            )
        }
    }
}

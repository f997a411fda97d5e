import Authority
import Cryptography
import Custody
import Records

/// What a file holds of one epoch before it is judged.
struct EpochParts {
    let origin: Origin
    var stretch: CheckedLog?
    var proofs: CheckedProofs?

    /// Where its records are read.
    var log: (any CheckedRecords)? { logs.first }
    /// All of them.
    var logs: [any CheckedRecords] {
        var logs: [any CheckedRecords] = []
        if let stretch { logs.append(stretch) }
        if let proofs { logs.append(proofs) }
        return logs
    }
    /// Its first leaf, where the file shows it.
    var firstLeaf: (record: OpenedRecord, line: Int)? {
        for log in logs {
            guard let record = log.records.first, record.leaf.header.sequence == 0 else { continue }
            return (record, log.line(of: 0))
        }
        return nil
    }
}

/// The epochs of one cabinet's acts in a file, each held against the one before: what Decision 0011 asks for.
struct EpochChain {
    /// As many as a cabinet may have.
    static let epochCountMax: UInt64 = 1_000

    /// Those that the file shows, oldest first.
    private(set) var epochs: [EpochLog] = []

    /// `isLink`: which epochs only lead to others.
    ///
    /// - Throws: `.incomplete` for an epoch left out between others, or one whose first leaf is not shown; `.signatureInvalid` for one that the
    ///   cabinet did not sign; `.treeDiffers` where single records stand under another head than the stretch beside them.
    init(
        _ parts: [UInt64: EpochParts],
        cabinet: CabinetStatement,
        authority: AuthorityHistory,
        isLink: (UInt64, EpochParts) -> Bool
    ) throws(EvidenceError) {
        let judge = EpochJudge(of: cabinet.cabinet, under: authority.standing)
        var openings: [UInt64: EpochOpening] = [:]
        for (number, part) in parts.sorted(by: { $0.key < $1.key }) {
            try Self.requireOneTree(part)
            if number > 1 { openings[number] = try Self.opening(part, cabinet, authority) }
        }
        let last = parts.keys.max() ?? 0
        var list: [ActsEpoch] = []
        for number in 1...max(1, last) {
            if parts[number] == nil {
                try Self.requireLeftOutInOrder(number, parts, judge, openings, cabinet.cabinet)
            }
            let enrolled = judge.machine(beginning: number)?.keys.acts ?? cabinet.keys.acts
            list.append(
                try Self.epoch(number, parts[number], openings[number], enrolled, cabinet, authority)
            )
        }
        let standings = judge.standings(of: list)
        func counts(_ number: UInt64) -> Bool {
            guard let part = parts[number], part.stretch != nil, !isLink(number, part) else { return false }
            return standings[Int(number) - 1].counts
        }
        for (number, part) in parts.sorted(by: { $0.key < $1.key }) {
            guard let log = part.log else { continue }
            epochs.append(
                EpochLog(
                    number: number,
                    log: log,
                    beside: part.stretch == nil ? nil : part.proofs,
                    opening: openings[number],
                    standing: standings[Int(number) - 1],
                    isLink: isLink(number, part),
                    follows: number > 1 && counts(judge.preceding(number)),
                    isFollowed: judge.following(number) <= last && counts(judge.following(number)),
                    cut: judge.cut(of: log.origin),
                    enrolledKey: judge.machine(beginning: number)?.keys.acts
                )
            )
        }
    }
}

extension EpochChain {
    /// The epoch as the judge knows it; one that is not in the file has nothing to vouch with.
    private static func epoch(
        _ number: UInt64,
        _ part: EpochParts?,
        _ opening: EpochOpening?,
        _ enrolled: Bytes,
        _ cabinet: CabinetStatement,
        _ authority: AuthorityHistory
    ) throws(EvidenceError) -> ActsEpoch {
        let origin = try EvidenceError.at(part?.log?.headLine ?? 1, .incomplete) { () throws(RecordsError) in
            try LogNames.acts(
                authority.standing.organisation,
                cabinet: cabinet.cabinet,
                epoch: number
            )
        }
        let newest = part?.logs.compactMap(\.checkpoints.last).max { $0.head.size < $1.head.size }
        return ActsEpoch(
            epoch: number,
            origin: origin,
            key: opening?.key ?? enrolled,
            opening: opening,
            closed: newest.flatMap { CitedHead($0) }
        )
    }

    /// Single records beside a stretch are those before it, and stand under the same head.
    private static func requireOneTree(_ part: EpochParts) throws(EvidenceError) {
        guard let stretch = part.stretch, let proofs = part.proofs else { return }
        guard proofs.checkpoints.allSatisfy(stretch.checkpoints.contains) else {
            throw EvidenceError(
                .treeDiffers,
                "the single records of \(part.origin) stand under another head than its stretch",
                line: proofs.headLine
            )
        }
        guard proofs.records.allSatisfy({ $0.leaf.header.sequence < stretch.first }) else {
            throw EvidenceError(
                .malformed,
                "a record of \(part.origin) stands twice in the file",
                line: proofs.line(of: 0)
            )
        }
    }

    /// What the first leaf of a later epoch says, signed by the cabinet for that log.
    private static func opening(
        _ part: EpochParts,
        _ cabinet: CabinetStatement,
        _ authority: AuthorityHistory
    ) throws(EvidenceError) -> EpochOpening {
        guard let first = part.firstLeaf else {
            throw EvidenceError(
                .incomplete,
                "how \(part.origin) was opened is not in the file: its leaf 0 is missing",
                line: part.log?.headLine
            )
        }
        let judge = SignatureJudge(
            organisation: authority.standing.organisation,
            cabinet: cabinet.cabinet,
            origin: part.origin,
            keys: authority.standing.actKeys(of: cabinet.cabinet),
            authoritySize: authority.standing.size,
            openedSizes: [:]
        )
        // It cites nothing, and officers may have enrolled another key since; whether it held then is judged with all records.
        // A machine that was replaced opens no epoch of the next one, and that one none before it.
        let keys = authority.standing.actKeys(of: cabinet.cabinet, opening: part.origin.epoch)
        guard judge.isSigned(first.record, leafBytes: first.record.leaf.encoded, obeying: 0),
            keys.contains(where: { key in
                (try? key.publicKey()).map { first.record.leaf.isSigned(by: $0, origin: part.origin.text) }
                    ?? false
            })
        else {
            throw EvidenceError(
                .signatureInvalid,
                "the first leaf of \(part.origin) is not signed by the act key of \(cabinet.cabinet)",
                line: first.line
            )
        }
        let opening = try EvidenceError.at(first.line, .malformed) {
            () throws(RecordsError) -> EpochOpening? in
            guard try first.record.kind()?.kind == .epochOpened else { return nil }
            return try first.record.detail()
        }
        guard let opening, opening.key != nil else {
            throw EvidenceError(
                .incomplete,
                "the first leaf of \(part.origin) does not show an opening that names its key",
                line: first.line
            )
        }
        guard opening.treeHash == 0 else {
            throw EvidenceError(
                .incomplete,
                "\(part.origin) has a tree of another hash (\(opening.treeHash)) than SHA-256",
                line: first.line
            )
        }
        return opening
    }

    /// An epoch may be missing before all others, or where officers left nothing of it, and only where they signed for the one behind; one
    /// that they left out when another machine took the name may always.
    private static func requireLeftOutInOrder(
        _ number: UInt64,
        _ parts: [UInt64: EpochParts],
        _ judge: EpochJudge,
        _ openings: [UInt64: EpochOpening],
        _ cabinet: String
    ) throws(EvidenceError) {
        guard let next = parts.keys.filter({ $0 > number }).min(), !judge.isLeftOut(number) else { return }
        // By key and end: what officers signed of the next one that is shown.
        var signed: (key: Bytes, cut: CitedHead)?
        if let confirmed = judge.confirmed[next] { signed = (confirmed.key, confirmed.cut) }
        if let machine = judge.machine(beginning: next), let cut = machine.replacement?.cut {
            signed = (machine.keys.acts, cut)
        }
        let isLeading = parts.keys.allSatisfy { $0 > number }
        let isEmpty = judge.preceding(next) == number && signed?.cut.size == 0
        guard let signed, signed.key == openings[next]?.key, isLeading || isEmpty else {
            throw EvidenceError(
                .incomplete,
                "epoch \(number) of the acts of \(cabinet) is not in the file, and nothing leads over it to epoch \(next)",
                line: parts[next]?.log?.headLine
            )
        }
    }
}

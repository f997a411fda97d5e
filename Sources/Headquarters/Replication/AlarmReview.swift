import Authority
import Cryptography
import Custody
import Records
import Replication

/// Looks at an alarm that came ahead of its backlog.
struct AlarmReview {
    /// What an alarm came to.
    enum Outcome {
        /// It is shown with a grade.
        case shown(EarlyAlarm)
        /// It contradicts what is held here: the same index with another leaf, or proofs that fail.
        case fork(String)
        /// It is no alarm of this cabinet.
        case refused(String)
    }

    let cabinet: CabinetStatement
    let origin: Origin
    /// The head that is cosigned here.
    let held: TreeHead
    /// How many acts lie here completely.
    let mirroredSize: UInt64
    /// Whether the connection it came on has shown a head that continues the one held here; nothing else has a place.
    let isHeldFast: Bool
    /// The keys that officers enrolled for its own signatures, and how many leaves of `authority` it had obeyed in what is folded here.
    let keys: ActKeys
    var obeyedSize: UInt64 = 0
    /// How many leaves `authority` has.
    let authoritySize: UInt64
    /// The epoch of its acts, and the key that signs it; nil for the one that its statement names.
    var epoch: (number: UInt64, key: Bytes)?

    func review(_ frame: AlarmFrame) -> Outcome {
        do {
            return try check(frame)
        } catch {
            return .refused("an alarm of \(cabinet.cabinet) cannot be read: \(error)")
        }
    }

    private func check(_ frame: AlarmFrame) throws -> Outcome {
        guard frame.origin == origin.text else { return .refused("the alarm is of another log") }
        let record = try Record(leafBytes: frame.leaf.bytes, bodyBytes: frame.body.bytes).opened()
        guard record.leaf.header.recordClass == .alarm, record.leaf.header.sequence == frame.index else {
            return .refused("what \(cabinet.cabinet) sent as an alarm is none, or stands elsewhere")
        }
        guard let opened: FindingOpened = try record.detail(), let subject = try record.subject() else {
            return .refused("the alarm of \(cabinet.cabinet) is closed")
        }
        let alarm = { (grade: AlarmGrade) in
            EarlyAlarm(
                cabinet: cabinet.cabinet,
                epoch: epoch?.number ?? 1,
                index: frame.index,
                opened: opened,
                subject: subject,
                time: record.leaf.header.time.milliseconds,
                grade: grade
            )
        }
        guard isSigned(record, frame.leaf.bytes) else { return .shown(alarm(.unattested)) }
        guard isHeldFast else { return .shown(alarm(.unplaced)) }
        let note = try SignedNote(parsing: frame.head.note.bytes)
        let key = try NoteVerifierKey(log: origin, publicKey: (epoch?.key ?? cabinet.keys.acts).publicKey())
        guard let head = try? CheckpointPolicy(origin: origin, logKey: key).verify(note).head else {
            return .shown(alarm(.unplaced))
        }
        let inclusion = InclusionProof(
            index: frame.index,
            size: head.size,
            path: frame.inclusion.compactMap { Digest($0.bytes) }
        )
        guard inclusion.holds(leafHash: TreeHash.leaf(frame.leaf.bytes.span), head: head) else {
            return .fork("an alarm of \(cabinet.cabinet) is not in the log under the head that it came with")
        }
        guard frame.head.from == held.size else { return .shown(alarm(.unplaced)) }
        let consistency = ConsistencyProof(
            from: held.size,
            to: head.size,
            path: frame.head.path.compactMap { Digest($0.bytes) }
        )
        guard consistency.holds(from: held, to: head) else {
            return .fork(
                "a head of \(cabinet.cabinet) that came with an alarm does not continue the one held here"
            )
        }
        let missing = frame.index > mirroredSize ? frame.index - mirroredSize : 0
        return .shown(alarm(.placed(index: frame.index, size: head.size, missing: missing)))
    }

    private func isSigned(_ record: OpenedRecord, _ leafBytes: [UInt8]) -> Bool {
        SignatureJudge(
            organisation: cabinet.head.organisation,
            cabinet: cabinet.cabinet,
            origin: origin,
            keys: keys,
            authoritySize: authoritySize,
            openedSizes: [:]
        )
        .isSigned(record, leafBytes: leafBytes, obeying: obeyedSize)
    }
}

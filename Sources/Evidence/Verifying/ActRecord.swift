import Authority
import Cryptography
import Custody
import Records

/// A record of a cabinet's acts at its place, and what it says.
///
/// A record that was carried on from an earlier epoch says what the carried one says, and counts in its own place.
struct ActRecord {
    let place: ActPlace
    /// The leaf that stands there.
    let leaf: Leaf
    /// What it says.
    let said: OpenedRecord
    /// Where the carried record was written first; nil for every other one.
    let carriedFrom: ActPlace?
    /// Whether it carries something that the cabinet's act key did not sign, that cannot be read, or that stands in the file already: it says
    /// nothing.
    let isCarriedInVain: Bool

    /// The header of what is said: when it happened, and what was obeyed then.
    var header: LeafHeader { said.leaf.header }

    /// Whether it must be signed by the cabinet itself and is not: it says nothing.
    let isUnsigned: Bool

    /// `judge`: who knows the cabinet's act keys.
    ///
    /// `isThere`: whether a leaf stands in the file already; what is carried stood where headquarters holds another one.
    init(
        _ record: OpenedRecord,
        epoch: UInt64,
        judge: SignatureJudge,
        isThere: (Leaf) -> Bool = { _ in false }
    ) throws(RecordsError) {
        place = ActPlace(epoch: epoch, index: record.leaf.header.sequence)
        leaf = record.leaf
        // Of what is closed nobody can say that it had to be signed: what carries an earlier record need not be.
        isUnsigned = record.body[.kind] != nil && record.presentSignature == .missing
        guard !isUnsigned else {
            let silent = try Record(leafBytes: leaf.encoded, bodyBytes: []).opened()
            (said, carriedFrom, isCarriedInVain) = (silent, nil, false)
            return
        }
        guard try record.kind()?.kind == .carried, let carried: CarriedRecord = try record.detail() else {
            (said, carriedFrom, isCarriedInVain) = (record, nil, false)
            return
        }
        guard let inner = judge.carried(carried), CheckedProofs.isPlausible(inner.leaf.header),
            !isThere(inner.leaf), let earlier = try? Origin(carried.origin)
        else {
            (said, carriedFrom, isCarriedInVain) = (record, nil, true)
            return
        }
        said = inner
        carriedFrom = ActPlace(epoch: earlier.epoch, index: carried.index)
        isCarriedInVain = false
    }
}

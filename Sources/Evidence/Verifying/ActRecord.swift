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
    /// What it is worth: where that does not count it says nothing.
    let verdict: SignatureVerdict

    /// The header of what is said: when it happened, and what was obeyed then.
    var header: LeafHeader { said.leaf.header }

    /// Where the file leaves open what stands at the place from which the record is carried: it may count there already.
    let isPlaceHidden: Bool

    /// `examined`: who signed it; `verdict`: what that is worth at its place.
    ///
    /// `standing`: what stands at the place of a carried record; it was written where headquarters holds another one.
    init(
        _ examined: ExaminedRecord,
        epoch: UInt64,
        verdict: SignatureVerdict,
        standing: (ExaminedRecord.Carried) -> CarriedStanding = { _ in .other }
    ) throws(RecordsError) {
        leaf = examined.record.leaf
        let found = verdict.counts ? examined.carried.map(standing) : nil
        isPlaceHidden = found == .hidden
        place = ActPlace(epoch: epoch, index: leaf.header.sequence)
        guard verdict.counts else {
            (said, carriedFrom) = (try Self.silent(examined, verdict), nil)
            self.verdict = verdict
            return
        }
        guard let carried = examined.carried else {
            (said, carriedFrom, self.verdict) = (examined.record, nil, verdict)
            return
        }
        guard CheckedProofs.isPlausible(carried.record.leaf.header), found == .other else {
            (said, carriedFrom, self.verdict) = (examined.record, nil, .carriedInVain)
            return
        }
        said = carried.record
        carriedFrom = ActPlace(epoch: carried.epoch, index: carried.index)
        self.verdict = verdict
    }

    /// What is left of a record that says nothing: that something stands there.
    ///
    /// What was carried in vain is no secret, and no act.
    private static func silent(_ examined: ExaminedRecord, _ verdict: SignatureVerdict)
        throws(RecordsError) -> OpenedRecord
    {
        guard verdict != .carriedInVain else { return examined.record }
        return try Record(leafBytes: examined.record.leaf.encoded, bodyBytes: []).opened()
    }
}

/// What a file shows at the place in an earlier epoch from which a record is carried.
enum CarriedStanding {
    /// Another leaf, or none: the epoch ends before it.
    case other
    /// That very leaf, or it stands somewhere else already.
    case same
    /// Nothing: what stands there is not in the file.
    case hidden
}

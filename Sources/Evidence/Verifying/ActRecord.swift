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

    /// `actKey`: that of the cabinet, as a record's writer had it.
    ///
    /// `isThere`: whether a leaf stands in the file already; what is carried stood where headquarters holds another one.
    init(
        _ record: OpenedRecord,
        epoch: UInt64,
        cabinet: (organisation: String, name: String),
        actKey: (LeafHeader) -> Bytes,
        isThere: (Leaf) -> Bool = { _ in false }
    ) throws(RecordsError) {
        place = ActPlace(epoch: epoch, index: record.leaf.header.sequence)
        leaf = record.leaf
        guard try record.kind()?.kind == .carried, let carried: CarriedRecord = try record.detail() else {
            (said, carriedFrom, isCarriedInVain) = (record, nil, false)
            return
        }
        let earlier = try? Origin(carried.origin)
        guard let earlier, (1..<epoch).contains(earlier.epoch),
            earlier
                == (try? LogNames.acts(cabinet.organisation, cabinet: cabinet.name, epoch: earlier.epoch)),
            let inner = carried.opened, inner.leaf.header.sequence == carried.index,
            (try? inner.kind()?.kind) != .carried,
            CheckedProofs.isPlausible(inner.leaf.header),
            let key = try? actKey(inner.leaf.header).publicKey(),
            inner.leaf.isSigned(by: key, origin: earlier.text), !isThere(inner.leaf)
        else {
            (said, carriedFrom, isCarriedInVain) = (record, nil, true)
            return
        }
        said = inner
        carriedFrom = ActPlace(epoch: earlier.epoch, index: carried.index)
        isCarriedInVain = false
    }
}

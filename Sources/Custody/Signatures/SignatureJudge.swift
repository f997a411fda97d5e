package import Authority
import Cryptography
package import Records

/// Judges the own signatures of one epoch of a cabinet's acts, under the keys that officers enrolled.
///
/// A value without a place: who reads in order says how many leaves of `authority` were obeyed up to a record
/// (``obeyedSize(_:after:)``), so that records can be judged side by side.
package struct SignatureJudge: Sendable {
    private let organisation: String
    private let cabinet: String
    private let epoch: UInt64
    private let keys: ActKeys
    // Made once: a key's bytes are checked when it is made.
    private let publicKeys: [Bytes: Ed25519PublicKey]
    private let signature: OwnSignature

    /// A judge of one epoch, whose log is `origin`.
    package init(organisation: String, cabinet: String, origin: Origin, keys: ActKeys) {
        self.organisation = organisation
        self.cabinet = cabinet
        epoch = origin.epoch
        self.keys = keys
        var publicKeys: [Bytes: Ed25519PublicKey] = [:]
        for key in keys.all { publicKeys[key] = try? key.publicKey() }
        self.publicKeys = publicKeys
        signature = OwnSignature(of: origin)
    }

    /// How many leaves of `authority` a cabinet had obeyed when it wrote a record, which had obeyed `size` before.
    ///
    /// It never falls: what a cabinet has obeyed once it does not forget, whatever a later record cites.
    package static func obeyedSize(_ header: LeafHeader, after size: UInt64) -> UInt64 {
        max(size, header.obeyedHeads?.authoritySize ?? 0)
    }

    /// What the own signature of a record is worth, and what it carries where that is in question still.
    ///
    /// `obeyedSize`: with what the record itself cites. Whether a carried record stands at its own place already is for who has the log to
    /// see: then it is carried in vain.
    package func judge(_ record: OpenedRecord, leafBytes: [UInt8], obeyedSize: UInt64) -> (
        verdict: SignatureVerdict, carried: CarriedRecord?
    ) {
        if record.leaf.signature != nil {
            guard isSigned(record, leafBytes: leafBytes, obeyedSize: obeyedSize) else { return (.wrong, nil) }
        }
        guard (try? record.kind()?.kind) == .carried else { return (record.presentSignature, nil) }
        guard let carried: CarriedRecord = try? record.detail(), self.carried(carried) != nil else {
            return (.carriedInVain, nil)
        }
        return (record.presentSignature, carried)
    }

    /// The record that is carried, where this cabinet wrote and signed it in an earlier epoch; nil where not.
    package func carried(_ carried: CarriedRecord) -> OpenedRecord? {
        guard let origin = try? Origin(carried.origin), (1..<epoch).contains(origin.epoch),
            origin == (try? LogNames.acts(organisation, cabinet: cabinet, epoch: origin.epoch)),
            let inner = carried.opened, inner.leaf.header.sequence == carried.index,
            (try? inner.kind()?.kind) != .carried
        else { return nil }
        // By the key of its own place: it was written before it was carried.
        let isGood = isSigned(
            inner.leaf,
            carried.leaf.bytes,
            OwnSignature(of: origin),
            Self.obeyedSize(inner.leaf.header, after: 0),
            isCited: inner.leaf.header.obeyedHeads != nil
        )
        return isGood ? inner : nil
    }

    /// Whether a record bears a signature by the act key in force at its place; `leafBytes` are made anew where nobody has them.
    package func isSigned(_ record: OpenedRecord, leafBytes: [UInt8]? = nil, obeyedSize: UInt64) -> Bool {
        guard record.leaf.signature != nil else { return false }
        return isSigned(
            record.leaf,
            leafBytes ?? record.leaf.encoded,
            signature,
            obeyedSize,
            isCited: record.leaf.header.obeyedHeads != nil
        )
    }

    private func isSigned(
        _ leaf: Leaf,
        _ leafBytes: [UInt8],
        _ signature: OwnSignature,
        _ obeyedSize: UInt64,
        isCited: Bool
    ) -> Bool {
        keys.keys(obeying: obeyedSize, isCited: isCited).contains { key in
            publicKeys[key].map { signature.isValid(on: leaf, leafBytes, by: $0) } ?? false
        }
    }
}

package import Authority
import Cryptography
package import Records

/// Judges the own signatures of one epoch of a cabinet's acts, under the keys that officers enrolled.
///
/// In two steps, because the first costs time and the second order. ``examine(_:leafBytes:)`` finds who signed a record, wherever
/// it stands, so that many can be examined side by side. ``verdict(on:obeying:)`` then goes from leaf to leaf and says whether that
/// key was in force there.
package struct SignatureJudge: Sendable {
    private let organisation: String
    private let cabinet: String
    private let epoch: UInt64
    private let keys: ActKeys
    // Made once: a key's bytes are checked when it is made.
    private let publicKeys: [Bytes: Ed25519PublicKey]
    private let signature: OwnSignatureVerifier
    private let authoritySize: UInt64
    private let openedSizes: [UInt64: UInt64]

    /// A judge of one epoch, whose log is `origin`.
    ///
    /// `authoritySize`: how many leaves `authority` has; nobody can have obeyed more, whatever a record cites. `openedSizes`: by the epochs
    /// before, how many were obeyed when each began.
    package init(
        organisation: String,
        cabinet: String,
        origin: Origin,
        keys: ActKeys,
        authoritySize: UInt64,
        openedSizes: [UInt64: UInt64]
    ) {
        self.organisation = organisation
        self.cabinet = cabinet
        epoch = origin.epoch
        self.keys = keys
        self.authoritySize = authoritySize
        self.openedSizes = openedSizes
        var publicKeys: [Bytes: Ed25519PublicKey] = [:]
        for key in keys.all { publicKeys[key] = try? key.publicKey() }
        self.publicKeys = publicKeys
        signature = OwnSignatureVerifier(of: origin)
    }

    /// How many leaves of `authority` a cabinet had obeyed when it wrote a record, which had obeyed `size` before.
    ///
    /// It never falls: what a cabinet has obeyed once it does not forget, whatever a later record cites.
    package static func obeyedSize(_ header: LeafHeader, after size: UInt64, authoritySize: UInt64) -> UInt64
    {
        max(size, min(header.obeyedHeads?.authoritySize ?? 0, authoritySize))
    }

    /// Finds who signed a record, and what it carries.
    package func examine(_ record: OpenedRecord, leafBytes: [UInt8]) -> ExaminedRecord {
        ExaminedRecord(
            record: record,
            signer: signer(of: record.leaf, leafBytes, signature),
            isLegible: record.isLegible,
            carried: carried(by: record)
        )
    }

    /// What a record is worth behind everything that was judged before.
    ///
    /// `size` is how many leaves of `authority` were obeyed before it. Only what the act key in force signed raises it: what nobody
    /// verified must not end a key. Whether a carried record stands at its own place already is for who has the log to see: then it
    /// is carried in vain.
    package func verdict(on examined: ExaminedRecord, obeying size: inout UInt64) -> SignatureVerdict {
        let record = examined.record
        if record.leaf.signature != nil {
            let obeyed = Self.obeyedSize(record.leaf.header, after: size, authoritySize: authoritySize)
            guard isInForce(examined.signer, record.leaf.header, obeying: obeyed) else { return .wrong }
            size = obeyed
        }
        guard !record.lacksOwnSignature else { return .missing }
        guard examined.isLegible else { return .unreadable }
        if (try? record.kind())?.kind == .carried {
            guard let carried = examined.carried, isInForce(carried) else { return .carriedInVain }
        }
        return record.leaf.signature == nil ? .notNeeded : .good
    }

    /// Whether officers have enrolled another key after this one.
    package func isReplaced(_ signer: Bytes?) -> Bool { signer != nil && signer != keys.all.last }

    /// Whether one of some act keys signed a leaf of a cabinet's log, wherever it stands: what is asked before anybody knows more of it.
    package static func isSigned(
        _ leaf: Leaf,
        _ leafBytes: [UInt8],
        of origin: Origin,
        byOneOf keys: [Bytes]
    ) -> Bool {
        let signature = OwnSignatureVerifier(of: origin)
        return keys.contains { key in
            (try? key.publicKey()).map { signature.isValid(on: leaf, leafBytes, by: $0) } ?? false
        }
    }

    /// Whether a record bears a signature by the act key in force where so many leaves of `authority` were obeyed before it.
    package func isSigned(_ record: OpenedRecord, leafBytes: [UInt8], obeying size: UInt64) -> Bool {
        let header = record.leaf.header
        let obeyed = Self.obeyedSize(header, after: size, authoritySize: authoritySize)
        return isInForce(signer(of: record.leaf, leafBytes, signature), header, obeying: obeyed)
    }
}

extension SignatureJudge {
    private func isInForce(_ signer: Bytes?, _ header: LeafHeader, obeying size: UInt64) -> Bool {
        guard let signer else { return false }
        return keys.keys(obeying: size, isCited: header.obeyedHeads != nil).contains(signer)
    }

    /// What is carried was written before it was carried: by a key of its own place, and not by one that was replaced before its epoch.
    private func isInForce(_ carried: ExaminedRecord.Carried) -> Bool {
        let header = carried.record.leaf.header
        // An epoch that nobody knows of begins with no less than those before it.
        let opened = openedSizes.filter { $0.key <= carried.epoch }.values.max() ?? 0
        let obeyed = Self.obeyedSize(header, after: opened, authoritySize: authoritySize)
        return isInForce(carried.signer, header, obeying: obeyed)
    }

    /// The key that signed a leaf; nil where it bears no signature, or one of a stranger.
    private func signer(of leaf: Leaf, _ leafBytes: [UInt8], _ signature: OwnSignatureVerifier) -> Bytes? {
        guard leaf.signature != nil else { return nil }
        func isSigned(by key: Bytes) -> Bool {
            publicKeys[key].map { signature.isValid(on: leaf, leafBytes, by: $0) } ?? false
        }
        // Most often it is the key of its own citation, so that a record costs one verification.
        let cited = leaf.header.obeyedHeads?.authoritySize ?? 0
        if let likely = keys.keys(obeying: min(cited, authoritySize), isCited: true).first,
            isSigned(by: likely)
        {
            return likely
        }
        return publicKeys.keys.first(where: isSigned)
    }

    /// What a record carries, where it names a place in an earlier epoch of this cabinet.
    private func carried(by record: OpenedRecord) -> ExaminedRecord.Carried? {
        guard (try? record.kind())?.kind == .carried, let carried: CarriedRecord = try? record.detail(),
            let origin = try? Origin(carried.origin), (1..<epoch).contains(origin.epoch),
            origin == (try? LogNames.acts(organisation, cabinet: cabinet, epoch: origin.epoch)),
            let inner = carried.opened, inner.leaf.header.sequence == carried.index,
            (try? inner.kind())?.kind != .carried, inner.isLegible
        else { return nil }
        return ExaminedRecord.Carried(
            record: inner,
            epoch: origin.epoch,
            origin: origin,
            leafBytes: carried.leaf.bytes,
            signer: signer(of: inner.leaf, carried.leaf.bytes, OwnSignatureVerifier(of: origin))
        )
    }
}

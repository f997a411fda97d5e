package import Authority
import Cryptography
package import Records

/// The detail of `epochOpened`: the first leaf of each log.
package struct EpochOpening: Canonical, Hashable {
    /// The origin of the epoch before; nil in epoch 1.
    package let previousOrigin: String?
    /// The last cosigned head of the epoch before.
    package let lastCosigned: CitedHead?
    /// The last head of the epoch before, cosigned or not.
    package let lastOwn: CitedHead?
    /// Why it begins.
    package let reason: EpochReason
    /// The commitment to the next epoch's key.
    package let nextKey: Bytes
    /// The hash of the tree: 0 is SHA-256.
    package let treeHash: UInt64
    /// The key that signs this epoch's checkpoints (Ed25519); nil where a statement names it.
    package let key: Bytes?

    /// The opening of an epoch.
    package init(
        previousOrigin: String? = nil,
        lastCosigned: CitedHead? = nil,
        lastOwn: CitedHead? = nil,
        reason: EpochReason,
        nextKey: Bytes,
        treeHash: UInt64 = 0,
        key: Bytes? = nil
    ) {
        self.previousOrigin = previousOrigin
        self.lastCosigned = lastCosigned
        self.lastOwn = lastOwn
        self.reason = reason
        self.nextKey = nextKey
        self.treeHash = treeHash
        self.key = key
    }

    /// What promises a key to be the next one: SHA-256("signet/next-key/v1" ‖ 00 ‖ key).
    package static func commitment(to key: Bytes) -> Bytes {
        Bytes(SHA256.hash(parts: [Domain.nextKey.prefix, key.bytes]).bytes)
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: previousOrigin?.canonical, 1: lastCosigned?.canonical, 2: lastOwn?.canonical,
                3: reason.canonical, 4: nextKey.canonical, 5: treeHash.canonical, 6: key?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an epoch's opening")
        previousOrigin = try fields.optional(0)
        lastCosigned = try fields.optional(1)
        lastOwn = try fields.optional(2)
        reason = try fields.value(3)
        nextKey = try fields.value(4)
        treeHash = try fields.value(5)
        key = try fields.optional(6)
        try fields.finish()
        guard nextKey.bytes.count == 32, (key?.bytes.count ?? 32) == 32 else {
            throw RecordsError(.malformed, "an epoch's key, and the commitment to the next, have 32 bytes")
        }
    }
}

/// The detail of `epochClosed`: the last leaf of a log whose next epoch begins in order.
package struct EpochClosing: Canonical, Hashable {
    /// Why it ends.
    package let reason: EpochReason

    /// The end of an epoch.
    package init(reason: EpochReason) { self.reason = reason }

    package var canonical: CBOR { .map(CBORMap([0: reason.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an epoch's end")
        reason = try fields.value(0)
        try fields.finish()
    }
}

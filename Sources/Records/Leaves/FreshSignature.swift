import Cryptography

/// A leaf's own signature as the device has just made it, to be checked before the record is kept.
struct FreshSignature: Sendable {
    let leaf: Leaf
    let origin: String
    let key: Ed25519PublicKey

    /// - Throws: ``RecordsError`` `.mismatch` where it does not verify: a bit error in memory must cost a refused record, not an
    ///   unverifiable one.
    func check() throws(RecordsError) {
        guard leaf.isSigned(by: key, origin: origin) else {
            throw RecordsError(.mismatch, "an own signature did not verify; the record was not written")
        }
    }
}

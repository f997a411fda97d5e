import Cryptography

/// The own signature in a record as the device has just made it, to be checked before the record is kept.
struct FreshSignature: Sendable {
    /// The very bytes that are stored: an error in memory while they were made must show.
    let leafBytes: [UInt8]
    let origin: String
    let key: Ed25519PublicKey

    /// - Throws: ``RecordsError`` `.mismatch` where it does not verify: a bit error in memory must cost a refused record, not an
    ///   unverifiable one.
    func check() throws(RecordsError) {
        guard let leaf = try? Leaf(decoding: leafBytes),
            OwnSignatureVerifier(ofText: origin).isValid(on: leaf, leafBytes, by: key)
        else { throw RecordsError(.mismatch, "an own signature did not verify; the record was not written") }
    }
}

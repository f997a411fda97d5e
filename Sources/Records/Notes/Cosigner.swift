package import Cryptography

/// Cosigns checkpoints with one key that does nothing else; whether it may is for ``WitnessState`` to say.
package struct Cosigner: Sendable {
    /// What others check the cosignatures with.
    package let verifierKey: NoteVerifierKey

    private let privateKey: Ed25519PrivateKey

    /// A cosigner under a name; the cosigned text does not hold the name, so each name needs a key of its own.
    package init(name: NoteKeyName, privateKey: Ed25519PrivateKey) {
        self.privateKey = privateKey
        verifierKey = NoteVerifierKey(name: name, algorithm: .cosignature, publicKey: privateKey.publicKey)
    }

    /// A cosignature on a checkpoint, at a time in seconds since 1970.
    ///
    /// - Throws: `.refused` for a time beyond 2^63 − 1 or a key that does not sign; `.mismatch` where its signature does
    ///   not verify.
    package func cosign(_ checkpoint: Checkpoint, atSeconds seconds: UInt64) throws(RecordsError)
        -> NoteSignature
    {
        guard seconds <= Cosignature.secondsMax else {
            throw RecordsError(.refused, "the time of a cosignature lies beyond 2^63 − 1")
        }
        let text = checkpoint.text
        guard let bytes = try? privateKey.signature(for: Cosignature.message(at: seconds, over: text)) else {
            throw RecordsError(.refused, "the key of \(verifierKey.name) did not sign")
        }
        let cosignature = Cosignature(seconds: seconds, signature: bytes)
        let signature = try NoteSignature(
            name: verifierKey.name,
            keyID: verifierKey.id,
            bytes: cosignature.bytes
        )
        guard signature.isValid(by: verifierKey, over: text) else {
            throw RecordsError(
                .mismatch,
                "an own cosignature of \(verifierKey.name) does not verify; it was not given away"
            )
        }
        return signature
    }
}

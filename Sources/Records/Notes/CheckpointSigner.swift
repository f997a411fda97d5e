package import Cryptography

/// Signs the checkpoints of one log with the log's key.
///
/// It signs nothing else.
package struct CheckpointSigner: Sendable {
    /// The log.
    package let origin: Origin

    /// What others check the signatures with.
    package let verifierKey: NoteVerifierKey

    private let privateKey: Ed25519PrivateKey

    /// The signer of the log of that origin.
    package init(origin: Origin, privateKey: Ed25519PrivateKey) throws(RecordsError) {
        self.origin = origin
        self.privateKey = privateKey
        verifierKey = try NoteVerifierKey(log: origin, publicKey: privateKey.publicKey)
    }

    /// The checkpoint of a head, signed.
    ///
    /// The same head gives the same bytes each time, so that a crash after signing
    /// leaves nothing to repair.
    ///
    /// - Throws: `.refused` where the key does not sign; `.mismatch` where its signature does not verify, which is what
    ///   a bit error in memory looks like.
    package func sign(_ head: TreeHead) throws(RecordsError) -> SignedNote { try checkpoint(of: head).note }

    /// The same, for the log's own store.
    package func checkpoint(of head: TreeHead) throws(RecordsError) -> OwnCheckpoint {
        let text = try Checkpoint(origin: origin, head: head).text
        guard let bytes = try? privateKey.signature(for: text) else {
            throw RecordsError(.refused, "the key of \(origin) did not sign")
        }
        let signature = try NoteSignature(name: verifierKey.name, keyID: verifierKey.id, bytes: bytes)
        guard signature.isValid(by: verifierKey, over: text) else {
            throw RecordsError(
                .mismatch,
                "an own signature of \(origin) does not verify; it was not given away"
            )
        }
        let note = try SignedNote(text: text, signatures: [signature])
        return OwnCheckpoint(note: note, head: head, key: verifierKey)
    }
}

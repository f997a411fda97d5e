import Cryptography

extension NoteSignature {
    /// Whether the key made this signature over the text of a note.
    package func isValid(by key: NoteVerifierKey, over text: [UInt8]) -> Bool {
        switch key.algorithm {
        case .ed25519:
            return key.publicKey.isValid(bytes, for: text)
        case .cosignature:
            guard let cosignature = try? Cosignature(bytes) else { return false }
            return key.publicKey.isValid(cosignature.signature, for: cosignature.message(over: text))
        }
    }
}

package import Cryptography

/// A public key that signs notes, with the name and the format that it signs under (C2SP signed-note, "Verifier keys").
package struct NoteVerifierKey: Hashable, Sendable {
    /// What a key signs; the numbers are the signature types of C2SP signed-note.
    package enum Algorithm: UInt8, Sendable {
        /// Ed25519 over the note's text: how a log signs its checkpoints.
        case ed25519 = 0x01
        /// A timestamped Ed25519 cosignature on a checkpoint (C2SP tlog-cosignature).
        case cosignature = 0x04
    }

    /// The key's name; that of a log's key is the log's origin.
    package let name: NoteKeyName

    /// What the key signs.
    package let algorithm: Algorithm

    /// The key itself.
    package let publicKey: Ed25519PublicKey

    /// The first four bytes of SHA-256(name ‖ 0A ‖ algorithm ‖ key), highest first: a label, not a proof.
    package let id: UInt32

    /// A key under a name.
    package init(name: NoteKeyName, algorithm: Algorithm, publicKey: Ed25519PublicKey) {
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        let digest = SHA256.hash(parts: [
            Array(name.text.utf8), [UInt8(ascii: "\n"), algorithm.rawValue], publicKey.bytes,
        ])
        id = digest.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The key by which the log of that origin signs.
    package init(log origin: Origin, publicKey: Ed25519PublicKey) throws(RecordsError) {
        self.init(name: try NoteKeyName(origin.text), algorithm: .ed25519, publicKey: publicKey)
    }
}

extension NoteVerifierKey {
    /// The key as text: name, id in hexadecimal, and type byte with key in base64, with plus signs between.
    package var text: String {
        let idBytes = stride(from: UInt32(24), through: 0, by: -8).map { UInt8(truncatingIfNeeded: id >> $0) }
        return "\(name.text)+\(Hex.encode(idBytes))+\(Base64.encode([algorithm.rawValue] + publicKey.bytes))"
    }

    /// Reads the text of a key back, and refuses an id that is not the key's own.
    ///
    /// - Throws: `.malformed`; `.notCanonical` for hexadecimal digits in upper case; `.unknownVersion` for a
    ///   signature type that this program does not know; `.mismatch` for another id.
    package init(text: String) throws(RecordsError) {
        // Base64 may hold plus signs, a name and an id cannot.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let material = Base64.decode(parts[2]), let type = material.first else {
            throw RecordsError(.malformed, "a verifier key is name+id+key, the key in base64")
        }
        let name = try NoteKeyName(String(parts[0]))
        guard let algorithm = Algorithm(rawValue: type) else {
            throw RecordsError(
                .unknownVersion,
                "the key \(name) has signature type \(type), which is not known here"
            )
        }
        guard let publicKey = try? Ed25519PublicKey(bytes: Array(material.dropFirst())) else {
            throw RecordsError(.malformed, "the key \(name) is no Ed25519 key")
        }
        self.init(name: name, algorithm: algorithm, publicKey: publicKey)
        guard let idBytes = Hex.decode(parts[1]), idBytes.count == 4 else {
            throw RecordsError(.malformed, "the key \(name) has no id of eight hexadecimal digits")
        }
        guard idBytes.reduce(0, { $0 << 8 | UInt32($1) }) == id else {
            throw RecordsError(.mismatch, "the id of the key \(name) is not that of its bytes")
        }
        guard self.text.utf8.elementsEqual(text.utf8) else {
            throw RecordsError(.notCanonical, "the key \(name) is not written in the one permitted form")
        }
    }
}

extension NoteVerifierKey: CustomStringConvertible {
    package var description: String { text }
}

import Cryptography

/// Who must have signed a log's checkpoint before it counts.
package struct CheckpointPolicy: Hashable, Sendable {
    /// The log.
    package let origin: Origin

    /// The log's own key, always required.
    package let logKey: NoteVerifierKey

    /// Cosigners of which each one is required.
    package let required: [NoteVerifierKey]

    /// Further cosigners of which a number is required.
    package let witnesses: [NoteVerifierKey]

    /// How many of the witnesses.
    package let witnessCountMin: Int

    /// A policy.
    ///
    /// - Throws: `.refused` where the log's key bears another name than the origin or signs another format, a cosigner's
    ///   key is no cosigner's, a public key appears twice, or more witnesses are asked for than named.
    package init(
        origin: Origin,
        logKey: NoteVerifierKey,
        required: [NoteVerifierKey] = [],
        witnesses: [NoteVerifierKey] = [],
        witnessCountMin: Int = 0
    ) throws(RecordsError) {
        guard logKey.algorithm == .ed25519, logKey.name.text.utf8.elementsEqual(origin.text.utf8) else {
            throw RecordsError(
                .refused,
                "the key of a log signs checkpoints under the log's origin, \(origin)"
            )
        }
        let cosigners = required + witnesses
        guard cosigners.allSatisfy({ $0.algorithm == .cosignature }) else {
            throw RecordsError(.refused, "each cosigner of \(origin) needs a key that cosigns")
        }
        guard Set(cosigners.map(\.publicKey) + [logKey.publicKey]).count == cosigners.count + 1 else {
            throw RecordsError(.refused, "one public key stands twice in the policy of \(origin)")
        }
        guard (0...witnesses.count).contains(witnessCountMin) else {
            throw RecordsError(
                .refused,
                "\(witnessCountMin) of \(witnesses.count) witnesses can never cosign"
            )
        }
        self.origin = origin
        self.logKey = logKey
        self.required = required
        self.witnesses = witnesses
        self.witnessCountMin = witnessCountMin
    }

    /// The checkpoint of a note that satisfies this policy.
    ///
    /// - Throws: what parsing throws; `.mismatch` for another log or a signature that does not verify; `.refused` where a
    ///   key signed twice, or a required signature is missing.
    package func verify(_ note: SignedNote) throws(RecordsError) -> VerifiedCheckpoint {
        let checkpoint = try Checkpoint(note)
        guard checkpoint.origin == origin else {
            throw RecordsError(.mismatch, "the checkpoint speaks of \(checkpoint.origin), not of \(origin)")
        }
        let signatures = try note.verified(by: [logKey] + required + witnesses)
        for key in [logKey] + required where signatures[key] == nil {
            throw RecordsError(.refused, "the signature of \(key.name) is missing")
        }
        let witnessCount = witnesses.count { signatures[$0] != nil }
        guard witnessCount >= witnessCountMin else {
            throw RecordsError(
                .refused,
                "\(witnessCount) of the \(witnessCountMin) witnesses asked for have cosigned"
            )
        }
        var seconds: [NoteVerifierKey: UInt64] = [:]
        for key in required + witnesses {
            guard let signature = signatures[key] else { continue }
            seconds[key] = try Cosignature(signature.bytes).seconds
        }
        return VerifiedCheckpoint(checkpoint: checkpoint, note: note, cosignedAtSeconds: seconds)
    }
}

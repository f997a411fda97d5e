package import Records

extension WitnessPolicyStatement {
    /// The size of a head of `authority` when a majority of the witnesses cosigned it, else 0.
    ///
    /// The note's own signature by the log is for the caller to have checked.
    package func witnessedSize(of note: SignedNote, origin: Origin) throws(RecordsError) -> UInt64 {
        let checkpoint = try Checkpoint(note)
        guard checkpoint.origin == origin else {
            throw RecordsError(.mismatch, "the note is of \(checkpoint.origin), not of \(origin)")
        }
        var keys: [NoteVerifierKey] = []
        for witness in witnesses {
            keys.append(
                NoteVerifierKey(
                    name: try NoteKeyName(witness.name),
                    algorithm: .cosignature,
                    publicKey: try witness.key.publicKey()
                )
            )
        }
        let cosigned = try note.verified(by: keys).count
        return threshold > 0 && cosigned >= threshold ? checkpoint.head.size : 0
    }
}

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
            // Under a key that is none nothing is valid: such a witness counts for the threshold and never cosigns.
            guard let name = try? NoteKeyName(witness.name), let key = try? witness.key.publicKey() else {
                continue
            }
            keys.append(NoteVerifierKey(name: name, algorithm: .cosignature, publicKey: key))
        }
        let cosigned = try note.verified(by: keys).count
        return threshold > 0 && cosigned >= threshold ? checkpoint.head.size : 0
    }
}

package import Records

extension Standing {
    /// The witnesses whose cosignatures a head of `size` leaves needs; nil before any were named.
    package func witnessPolicy(asOf size: UInt64) -> WitnessPolicyStatement? {
        known.witnessPolicy(asOf: size)
    }

    /// Every key that owners ever named for a witness, oldest first.
    package func namings(ofWitness name: String) -> [WitnessNaming] {
        let policies = known.witnessPolicies
        return policies.enumerated().flatMap { number, placed in
            placed.statement.witnesses.filter { $0.name.utf8.elementsEqual(name.utf8) }.map { witness in
                let end = policies[(number + 1)...].first { !$0.statement.witnesses.contains(witness) }
                return WitnessNaming(key: witness.key, until: end?.index)
            }
        }
    }

    /// The size of a head of `authority` when a majority of the witnesses who were named for it cosigned it, else 0.
    ///
    /// The witnesses are those of the leaves below the head: who they were does not depend on when it is asked. A head
    /// beyond the leaves that are here is 0. The note's own signature by the log is for the caller to have checked.
    package func witnessedSize(of note: SignedNote, origin: Origin) throws(RecordsError) -> UInt64 {
        let size = try Checkpoint(note).head.size
        guard size <= known.size, let policy = known.witnessPolicy(asOf: size) else { return 0 }
        return try policy.witnessedSize(of: note, origin: origin)
    }

    /// The size of the newest kept head above ``witnessedSize`` that a majority of its witnesses cosigned, else 0.
    ///
    /// `origin` is the epoch of `authority` that is folded. A head of an earlier one counts where it stands over the same leaves: owners
    /// let the later one begin with them.
    package func newestWitnessedSize(in store: some LogStore, of origin: Origin) throws(RecordsError)
        -> UInt64
    {
        guard lagging != nil || known.asksWitnesses else { return 0 }
        for epoch in (1...max(origin.epoch, 1)).reversed() {
            let kept = try HeadquartersLog.authority.origin(organisation, epoch: epoch)
            let size = try newestWitnessedSize(in: store, of: kept, over: origin)
            if size > 0 { return size }
        }
        return 0
    }

    /// Looked for from the newest on, in windows that grow: most often the first one has it, and each look costs signatures.
    private func newestWitnessedSize(in store: some LogStore, of origin: Origin, over folded: Origin)
        throws(RecordsError) -> UInt64
    {
        let status = try store.status(of: origin)
        guard status != nil else { return 0 }
        var (end, window) = (size + 1, Self.windowMin)
        while end > witnessedSize + 1 {
            let first = max(witnessedSize + 1, end > window ? end - window : 0)
            let notes = try store.notes(of: origin, as: .witness, from: first, limit: Int(end - first))
            for note in notes.reversed() {
                let head = try Checkpoint(note).head
                guard head.size < end else { continue }
                if origin != folded {
                    guard try store.root(of: folded, size: head.size) == head.root else { continue }
                }
                let size = try witnessedSize(of: note, origin: origin)
                if size > 0 { return size }
            }
            (end, window) = (first, min(4 * window, Self.windowMax))
        }
        return 0
    }

    private static var windowMin: UInt64 { 64 }
    private static var windowMax: UInt64 { 4_096 }
}

/// A key that owners named for a witness.
package struct WitnessNaming: Sendable, Equatable {
    /// The key (Ed25519).
    package let key: Bytes
    /// The leaf of `authority` that named it no more; nil where it is still named.
    package let until: UInt64?
}

package import Cryptography

/// What a witness remembers of one log, and the rule by which it cosigns (C2SP tlog-witness, add-checkpoint).
///
/// A value: it decides, its owner puts the new state on disk in the same step and cosigns only then.
package struct WitnessState: Hashable, Sendable {
    /// The log's checkpoint that was cosigned last, with the whole note; nil before the first.
    package private(set) var latest: VerifiedCheckpoint?

    /// Two heads of one size by this log: from then on nothing of it is cosigned.
    package private(set) var contradiction: ForkEvidence?

    private let policy: CheckpointPolicy

    /// The state of a witness, from what it kept: its last note is verified anew.
    ///
    /// - Throws: what ``CheckpointPolicy`` throws for a key that is not the log's or a note that does not verify.
    package init(
        origin: Origin,
        logKey: NoteVerifierKey,
        latest: SignedNote? = nil,
        contradiction: ForkEvidence? = nil
    ) throws(RecordsError) {
        policy = try CheckpointPolicy(origin: origin, logKey: logKey)
        if let latest {
            self.latest = try policy.verify(latest)
        }
        self.contradiction = contradiction
    }

    /// The log.
    package var origin: Origin { policy.origin }

    /// The head that was cosigned last; the empty tree before the first.
    package var head: TreeHead { latest?.head ?? .empty }

    /// Decides on a checkpoint that is said to continue the log's first `oldSize` leaves by the given proof.
    ///
    /// A checkpoint larger and consistent becomes the latest; the one held already may be cosigned again and changes
    /// nothing; whatever is refused changes nothing but ``contradiction``.
    package mutating func consider(
        _ note: SignedNote,
        from oldSize: UInt64,
        path: [Digest]
    ) -> WitnessVerdict {
        let offered: VerifiedCheckpoint
        do {
            offered = try policy.verify(note)
        } catch {
            return .refuse(.untrusted(reason: error.message))
        }
        if let contradiction {
            return .refuse(.quarantined(contradiction))
        }
        guard offered.head.size > 0 || offered.head == .empty else {
            return .refuse(.malformed(reason: "an empty tree has the hash of no bytes as its root"))
        }
        if let latest, offered.head.size == head.size, offered.head.root != head.root {
            let evidence = ForkEvidence(kind: .twoRoots, held: latest.note, offered: note, path: path)
            contradiction = evidence
            return .refuse(.fork(evidence))
        }
        guard offered.head.size >= head.size else {
            return .refuse(.smaller(latestSize: head.size))
        }
        guard oldSize == head.size else {
            return .refuse(.stale(latestSize: head.size))
        }
        return extend(to: offered, path: path)
    }
}

extension WitnessState {
    private mutating func extend(to offered: VerifiedCheckpoint, path: [Digest]) -> WitnessVerdict {
        let proof = ConsistencyProof(from: head.size, to: offered.head.size, path: path)
        guard proof.holds(from: head, to: offered.head) else {
            guard let latest, head.size > 0, head.size < offered.head.size else {
                return .refuse(.malformed(reason: "a proof came where none is needed"))
            }
            return .refuse(
                .fork(ForkEvidence(kind: .proofFails, held: latest.note, offered: offered.note, path: path))
            )
        }
        if latest?.head != offered.head {
            latest = offered
        }
        return .cosign(offered)
    }
}

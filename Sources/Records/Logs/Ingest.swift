package import Cryptography

/// What came from elsewhere for the copy of one log, to be stored in one step.
package struct Ingest: Hashable, Sendable {
    /// The most leaves that a copy holds beyond the newest head that was cosigned: a sender that never signs must stop.
    package static let unsignedLeafCountMax: UInt64 = 65_536

    /// The log.
    package let origin: Origin

    /// The index of the bundle's first leaf.
    package let first: UInt64

    /// Records of the log.
    package let bundle: RecordBundle?

    /// The log's own checkpoint of where the bundle ends: it confirms what is stored up to there, and is not witnessed.
    ///
    /// Of a long backlog the newest head is witnessed before any record comes; these say on the way that what came so
    /// far is what the log signed. One that does not verify confirms nothing.
    package let checkpoint: SignedNote?

    /// The hashes of the bundle's leaves.
    ///
    /// They are made with the ingest: whoever takes in what many send hashes for nobody.
    package let leafHashes: [Digest]

    /// What ``checkpoint`` says, once it was found to be signed by a key.
    package private(set) var confirmation: Confirmation?

    /// A head under a verified signature.
    package struct Confirmation: Hashable, Sendable {
        /// The head.
        package let head: TreeHead
        /// The key that signed it; it counts for a log with this key.
        package let key: NoteVerifierKey
    }

    /// A checkpoint to be witnessed; it is looked at before the bundle.
    package let offer: CheckpointOffer?

    /// An ingest of records, a checkpoint, or both.
    package init(
        origin: Origin,
        first: UInt64 = 0,
        bundle: RecordBundle? = nil,
        checkpoint: SignedNote? = nil,
        offer: CheckpointOffer? = nil
    ) {
        self.checkpoint = checkpoint
        self.origin = origin
        self.first = first
        self.bundle = bundle
        self.offer = offer
        leafHashes = bundle?.leafHashes ?? []
    }

    /// The same with its checkpoint verified, where this key signed it: so that this is not left to whoever stores.
    package func confirmed(by key: NoteVerifierKey) -> Ingest {
        guard let checkpoint, let policy = try? CheckpointPolicy(origin: origin, logKey: key),
            let verified = try? policy.verify(checkpoint)
        else { return self }
        var confirmed = self
        confirmed.confirmation = Confirmation(head: verified.head, key: key)
        return confirmed
    }
}

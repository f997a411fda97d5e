import Authority
import Cryptography
import Enrolment
package import Records
import Store

extension HeadquartersLedger {
    /// The newest signed head of `receipts`, on disk before it is shown to anybody.
    package func signedReceipts() throws -> SignedNote {
        try receipts.storeCheckpoint()
        return receipts.checkpoint
    }

    /// Keeps a stamp as a record of `receipts`.
    package func keep(_ stamped: HeadTimestamped) throws {
        try receipt([
            Draft(
                .receipt,
                .headTimestamped,
                actor: Actor(component: "time stamps"),
                detail: stamped.canonical
            )
        ])
    }

    /// What a witness is shown: the newest head of `authority` or `receipts`, proved from a size.
    ///
    /// From a size beyond the head there is no proof: it is shown without one, and the witness will say so.
    package func submission(of origin: Origin, from size: UInt64) throws -> (WitnessSubmission, TreeHead) {
        let (note, head) = try ownHead(of: origin)
        let from = min(size, head.size)
        let proof = try store.consistency(of: origin, from: from, to: head.size)
        return (WitnessSubmission(oldSize: from, path: proof.path, note: note), head)
    }

    /// Takes an outsider's answer to a head that it was shown: its line goes beside those of others, and a record of
    /// `receipts` says so.
    ///
    /// - Throws: `RecordsError` for an answer without a line by this key that verifies.
    package func keepCosignature(_ lines: [UInt8], on note: SignedNote, by witness: NoteVerifierKey) throws {
        let cosigned = try note.adding(answer: lines, of: witness)
        let checkpoint = try Checkpoint(note)
        guard let line = try cosigned.verified(by: [witness])[witness] else { return }
        try merge(line, by: witness, under: checkpoint)
        try receipt([
            Draft(
                .receipt,
                .headCosignedOutside,
                actor: Actor(component: "outside witnesses"),
                detail: HeadCosignedOutside(note: cosigned, witnesses: [witness]).canonical
            )
        ])
    }

    /// Puts a verified cosignature beside the others on a head of `authority` or `receipts`, and counts the witnesses.
    ///
    /// Where a larger head has cosignatures already, the older one is left as it is.
    ///
    /// - Returns: whether a majority of the witnesses in force stands under `authority`'s newest head since just now.
    @discardableResult
    func merge(_ line: NoteSignature, by key: NoteVerifierKey, under checkpoint: Checkpoint) throws -> Bool {
        let origin = checkpoint.origin
        let kept = try store.notes(of: origin, as: .witness, from: checkpoint.head.size, limit: 1)
        if let newest = kept.first, try Checkpoint(newest).head.size > checkpoint.head.size { return false }
        let base = try kept.first ?? signed(checkpoint)
        guard try base.verified(by: [key])[key] == nil else { return false }
        let merged = try base.adding(line)
        try store.keep(merged, of: origin, as: .witness)
        var view = view
        guard origin == origins.authority,
            let policy = view.standing.witnessPolicy(asOf: checkpoint.head.size)
        else { return false }
        let size = try policy.witnessedSize(of: merged, origin: origin)
        guard size > view.standing.witnessedSize else { return false }
        view.standing.witness(upTo: size)
        settlePolicies(&view)
        try openSites(&view)
        if !recovery.isUnderWay { try beginSites(&view) }
        try openCabinets(&view)
        publish(view)
        projectSome()
        return size == authority.head.size
    }

    private func ownHead(of origin: Origin) throws -> (SignedNote, TreeHead) {
        switch origin {
        case origins.authority: return (authority.checkpoint, authority.head)
        case origins.receipts: return (receipts.checkpoint, receipts.head)
        default: throw HeadquartersError(.notFound, "\(origin) is not shown to witnesses outside the house")
        }
    }

    /// The checkpoint of a head under the log's own signature: the same bytes as when it was signed.
    private func signed(_ checkpoint: Checkpoint) throws -> SignedNote {
        guard let named = HeadquartersLog.read(checkpoint.origin.text, of: origins.organisation) else {
            throw HeadquartersError(.notFound, "\(checkpoint.origin) is no log of this headquarters")
        }
        let key = try keys.current.logKey(named.log, epoch: named.epoch)
        return try CheckpointSigner(origin: checkpoint.origin, privateKey: key.privateKey).sign(
            checkpoint.head
        )
    }
}

package import Authority
import Cryptography
import Enrolment
import Host
package import Records
package import Replication
import Store

extension HeadquartersLedger {
    /// The newest head of an own log, proved from a size; nil where the log is smaller than that.
    package func offer(_ origin: Origin, from size: UInt64) throws -> (offer: HeadOffer, size: UInt64)? {
        let note: SignedNote
        if origin == origins.authority {
            note = try cosignedAuthority() ?? authority.checkpoint
        } else if let journal = policies.values.first(where: { $0.origin == origin }) {
            note = journal.checkpoint
        } else {
            throw HeadquartersError(.notFound, "\(origin) is no log that cabinets obey")
        }
        let head = try Checkpoint(note).head
        guard size <= head.size else { return nil }
        let proof = try store.consistency(of: origin, from: size, to: head.size)
        let offer = HeadOffer(note: Bytes(note.bytes), from: size, path: proof.path.map { Bytes($0.bytes) })
        return (offer, head.size)
    }

    /// The answer to a cabinet's nonce: the time, and the heads it should obey.
    package func freshNote(cabinet: String, site: String, nonce: [UInt8]) throws -> SignedFreshNote {
        var heads = [authority.citedHead]
        if let policy = policies[site] { heads.append(policy.citedHead) }
        let note = FreshNote(
            organisation: origins.organisation,
            cabinet: cabinet,
            nonce: Bytes(nonce),
            time: clock.wallMilliseconds,
            heads: heads
        )
        return try SignedFreshNote(note, by: keys.current.notes)
    }

    /// Takes a cabinet's cosignature on a head of `authority`.
    ///
    /// - Returns: whether a majority of witnesses stands under this head since just now: all cabinets should see it.
    /// - Throws: ``HeadquartersError`` `.refused` for a note of another log or another head, or a line that does not verify.
    package func takeCosignature(_ bytes: [UInt8], from cabinet: String) throws -> Bool {
        let note = try SignedNote(parsing: bytes)
        let checkpoint = try Checkpoint(note)
        guard checkpoint.origin == origins.authority else { return false }
        var view = view
        guard let policy = view.standing.witnessPolicy(asOf: checkpoint.head.size),
            let statement = view.standing.cabinets[cabinet],
            let witness = policy.witnesses.first(where: { $0.key == statement.keys.witness })
        else { return false }
        guard checkpoint.head.size <= authority.head.size,
            try store.root(of: origins.authority, size: checkpoint.head.size) == checkpoint.head.root
        else {
            throw HeadquartersError(.refused, "\(cabinet) cosigned a head that authority never had")
        }
        let key = NoteVerifierKey(
            name: try NoteKeyName(witness.name),
            algorithm: .cosignature,
            publicKey: try witness.key.publicKey()
        )
        guard let line = try note.verified(by: [key])[key] else {
            throw HeadquartersError(.refused, "the cosignature of \(cabinet) does not verify")
        }
        let kept = try store.notes(of: origins.authority, as: .witness, from: checkpoint.head.size, limit: 1)
        if let newest = kept.first, try Checkpoint(newest).head.size > checkpoint.head.size { return false }
        let base = try kept.first ?? authorityNote(checkpoint)
        guard try base.verified(by: [key])[key] == nil else { return false }
        let merged = try base.adding(line)
        try store.keep(merged, of: origins.authority, as: .witness)
        let size = try policy.witnessedSize(of: merged, origin: origins.authority)
        guard size > view.standing.witnessedSize else { return false }
        view.standing.witness(upTo: size)
        settlePolicies(&view)
        try openSites(&view)
        try openCabinets(&view)
        publish(view)
        return size == authority.head.size
    }

    /// The present head of `authority` with the cosignatures that came in; nil where none did.
    private func cosignedAuthority() throws -> SignedNote? {
        guard
            let note = try store.notes(
                of: origins.authority,
                as: .witness,
                from: authority.head.size,
                limit: 1
            ).first, try Checkpoint(note).head == authority.head
        else { return nil }
        return note
    }

    /// The checkpoint of a head that `authority` had, under the log's own signature: the same bytes as when it was signed.
    private func authorityNote(_ checkpoint: Checkpoint) throws -> SignedNote {
        let key = try keys.current.logKey(.authority).privateKey
        return try CheckpointSigner(origin: origins.authority, privateKey: key).sign(checkpoint.head)
    }
}

extension HeadquartersLedger {
    /// Records of a log that cabinets obey, only as far as its signed head.
    package func read(_ origin: Origin, from first: UInt64, byteCountMax: Int) throws -> RecordStretch {
        try store.records(of: origin, from: first, byteCountMax: byteCountMax)
    }

    /// The head of a cabinet's log that was cosigned here at exactly this size, else the newest one.
    ///
    /// What a cabinet sends proves itself from the head whose cosignature it had seen then; a newer one may be under way.
    package func witnessedHead(of origin: Origin, at size: UInt64) throws -> TreeHead {
        let note = try store.notes(of: origin, as: .witness, from: size, limit: 1).first
        if let head = try note.map({ try Checkpoint($0).head }), head.size == size { return head }
        return try witnessedHead(of: origin)
    }

    /// The newest head of a cabinet's log that was cosigned here; the empty tree before the first.
    package func witnessedHead(of origin: Origin) throws -> TreeHead {
        guard let note = try store.status(of: origin)?.notes[.witness] else { return .empty }
        return try Checkpoint(note).head
    }
}

extension HeadquartersLedger {
    /// The newest note of `authority` under which a majority of witnesses stands; nil before the first.
    package func witnessedAuthority() throws -> SignedNote? {
        let standing = view.standing
        let notes = try store.notes(
            of: origins.authority,
            as: .witness,
            from: standing.witnessedSize,
            limit: 64
        )
        return try notes.last { try standing.witnessedSize(of: $0, origin: origins.authority) > 0 }
    }
}

extension Journal {
    /// The log's head, as notes and records cite it.
    var citedHead: CitedHead { CitedHead(origin: origin.text, size: head.size, root: head.root) }
}

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
            note = try cosigned(authority)
        } else if origin == origins.receipts {
            note = try cosigned(receipts)
        } else if let journal = policies.values.first(where: { $0.origin == origin }) {
            note = journal.checkpoint
        } else if [.authority, .receipts].contains(where: { origins.epochs(of: $0).contains(origin) })
            || isEndedPolicy(origin)
        {
            // It has ended; the cabinet asks for the epoch in force once it knows of it.
            return nil
        } else {
            throw HeadquartersError(.notFound, "\(origin) is no log whose heads cabinets see")
        }
        let head = try Checkpoint(note).head
        guard size <= head.size else { return nil }
        let proof = try store.consistency(of: origin, from: size, to: head.size)
        let offer = HeadOffer(note: Bytes(note.bytes), from: size, path: proof.path.map { Bytes($0.bytes) })
        return (offer, head.size)
    }

    /// The answer to a cabinet's nonce: the time, and the heads it should obey.
    package func freshNote(cabinet: String, site: String, nonce: [UInt8]) throws -> SignedFreshNote {
        // An older head would renew the contact of cabinets that have not heard of a later removal.
        try recovery.requireNothingMissing()
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

    /// Takes a cabinet's cosignature on a head of `authority` or `receipts`.
    ///
    /// - Returns: whether a majority of witnesses stands under this head since just now: all cabinets should see it.
    /// - Throws: ``HeadquartersError`` `.refused` for a note of another log or another head, or a line that does not verify.
    package func takeCosignature(_ bytes: [UInt8], from cabinet: String) throws -> Bool {
        let note = try SignedNote(parsing: bytes)
        let checkpoint = try Checkpoint(note)
        let origin = checkpoint.origin
        guard origin == origins.authority || origin == origins.receipts else { return false }
        // Who counts for `authority` is asked at the head itself; a head of `receipts` waits for nobody.
        let asOf = origin == origins.authority ? checkpoint.head.size : authority.head.size
        guard let policy = view.standing.witnessPolicy(asOf: asOf),
            let statement = view.standing.cabinets[cabinet],
            let witness = policy.witnesses.first(where: { $0.key == statement.keys.witness })
        else { return false }
        guard checkpoint.head.size <= view.heads[origin]?.size ?? 0,
            try store.root(of: origin, size: checkpoint.head.size) == checkpoint.head.root
        else {
            throw HeadquartersError(.refused, "\(cabinet) cosigned a head that \(origin) never had")
        }
        let key = NoteVerifierKey(
            name: try NoteKeyName(witness.name),
            algorithm: .cosignature,
            publicKey: try witness.key.publicKey()
        )
        guard let line = try note.verified(by: [key])[key] else {
            throw HeadquartersError(.refused, "the cosignature of \(cabinet) does not verify")
        }
        return try merge(line, by: key, under: checkpoint)
    }

    /// The present head of a log with the cosignatures that came in, where there are any.
    private func cosigned(_ journal: Journal<EvidenceFile>) throws -> SignedNote {
        let kept = try store.notes(of: journal.origin, as: .witness, from: journal.head.size, limit: 1).first
        guard let kept, try Checkpoint(kept).head == journal.head else { return journal.checkpoint }
        return kept
    }
}

extension HeadquartersLedger {
    /// Records of a log that cabinets obey, or of a cabinet's own as far as its signed heads prove them.
    package func read(_ origin: Origin, from first: UInt64, byteCountMax: Int) throws -> RecordStretch {
        let stretch = try store.records(of: origin, from: first, byteCountMax: byteCountMax)
        guard let status = try store.status(of: origin), !status.isOwn else { return stretch }
        let proved = Int(clamping: status.proved.size - min(first, status.proved.size))
        guard stretch.bundle.count > proved else { return stretch }
        return RecordStretch(first: first, bundle: try stretch.bundle.slice(0..<proved))
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

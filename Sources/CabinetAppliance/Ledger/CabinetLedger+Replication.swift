import Authority
import Cryptography
import Custody
import Host
import Records
import Replication

// What replication asks of the cabinet's logs. Everything here blocks on the disk and runs on the ledger's own thread.
extension CabinetLedger {
    /// The greeting of a new connection and what the session must know.
    func greeting(boot: Identifier<Boot>, startCount: UInt64, nonce: [UInt8]) throws -> CabinetGreeting {
        let status = try requireStatus(origins.acts)
        let witnessed = status.size(.witness)
        let offer = try offer(origins.acts, from: witnessed).offer
        var held: [HeldLog] = []
        var obeyed: [(origin: Origin, held: UInt64, confirmed: UInt64)] = []
        for origin in [origins.authority, origins.policy] {
            guard let status = try store.status(of: origin) else { continue }
            // The head that the witness rule took last: the next one must prove that it continues it.
            held.append(HeldLog(origin: origin.text, size: status.size(.witness)))
            obeyed.append((origin, status.head.size, status.size(.witness)))
        }
        let hello = Hello(
            organisation: view.identity.organisation,
            cabinet: view.identity.cabinet,
            boot: boot,
            startCount: startCount,
            nonce: Bytes(nonce),
            heads: [offer],
            held: held,
            cosigned: status.notes[.witness].map { [Bytes($0.bytes)] } ?? []
        )
        let alarms = view.custody.findings.map(\.index).filter { $0 >= status.size(.mirror) }
        return CabinetGreeting(
            hello: hello,
            own: [(origins.acts, .acts, view.head.size, witnessed)],
            obeyed: obeyed,
            alarms: alarms.map { (origins.acts, $0) }
        )
    }

    /// How many of headquarters' logs are open here: `policy` opens once `authority` names its key.
    func obeyedLogCount() throws -> Int {
        try [origins.authority, origins.policy].count { try store.status(of: $0) != nil }
    }

    /// Records of an own log.
    func records(of origin: Origin, from: UInt64, byteCountMax: Int) throws -> RecordStretch {
        try store.records(of: origin, from: from, byteCountMax: byteCountMax)
    }

    /// The newest head of the acts, proved from a size.
    func offer(_ origin: Origin, from: UInt64) throws -> (offer: HeadOffer, size: UInt64) {
        let head = journal.head
        let start = min(from, head.size)
        let proof = try store.consistency(of: origin, from: start, to: head.size)
        let offer = HeadOffer(
            note: Bytes(journal.checkpoint.bytes),
            from: start,
            path: proof.path.map { Bytes($0.bytes) }
        )
        return (offer, head.size)
    }

    /// An alarm with its place under the newest head; nil for a record that is too large to go ahead.
    func prove(_ origin: Origin, index: UInt64, from: UInt64) throws -> AlarmFrame? {
        let stretch = try store.records(of: origin, from: index, byteCountMax: 1)
        guard let record = stretch.bundle.records.first else { return nil }
        let (offer, size) = try offer(origin, from: from)
        let inclusion = try store.inclusion(of: index, in: origin, size: size)
        return AlarmFrame(
            origin: origin.text,
            index: index,
            leaf: Bytes(record.leafBytes),
            body: Bytes(record.bodyBytes),
            inclusion: inclusion.path.map { Bytes($0.bytes) },
            head: offer
        )
    }

    /// Stores what came of an obeyed log.
    func store(_ ingest: Ingest) throws -> IngestOutcome {
        guard let outcome = try store.ingest([ingest]).first else {
            throw RecordsError(.refused, "the store answered nothing for \(ingest.origin)")
        }
        return outcome
    }

    /// Keeps a note of the acts that headquarters cosigned, when its keys say so.
    func keep(note bytes: [UInt8], mirroredSize: UInt64?) throws {
        guard let services = view.obeyed.standing.services else { return }
        let note = try SignedNote(parsing: bytes)
        let checkpoint = try Checkpoint(note)
        guard checkpoint.origin == origins.acts else {
            throw RecordsError(
                .mismatch,
                "headquarters cosigned \(checkpoint.origin), which is not this cabinet's log"
            )
        }
        let keys = try HeadquartersCosigners(services: services, organisation: view.identity.organisation)
        let valid = try note.verified(by: [keys.witness, keys.mirror])
        if valid[keys.witness] != nil {
            try store.keep(note, of: origins.acts, as: .witness)
            learn(witnessedSize: checkpoint.head.size, mirroredSize: nil)
            try reconcile(checkpoint.head)
        }
        if valid[keys.mirror] != nil, let mirroredSize, mirroredSize >= checkpoint.head.size {
            try store.keep(note, of: origins.acts, as: .mirror)
            learn(witnessedSize: nil, mirroredSize: checkpoint.head.size)
        }
    }

    /// Compares a note of the acts that headquarters holds with the acts as they are here.
    ///
    /// - Returns: whether it is of these very acts; where it is not, takes have stopped.
    func compare(held bytes: [UInt8]) throws -> Bool {
        let checkpoint = try Checkpoint(try SignedNote(parsing: bytes))
        guard checkpoint.origin == origins.acts, checkpoint.head.size > 0 else { return true }
        let isSame =
            try checkpoint.head.size <= view.head.size
            && store.root(of: origins.acts, size: checkpoint.head.size) == checkpoint.head.root
        if !isSame { try contradict("headquarters holds other leaves of \(origins.acts) than this cabinet") }
        return isSame
    }

    /// Keeps a note of `authority` with the witnesses' lines when a majority of them cosigned it.
    ///
    /// - Returns: whether the note is of `authority`.
    func keepWitnessed(_ note: SignedNote, of origin: Origin) throws -> Bool {
        guard origin == origins.authority else { return false }
        if let policy = view.obeyed.standing.witnessPolicy,
            try policy.witnessedSize(of: note, origin: origin) > 0
        {
            try store.keep(note, of: origin, as: .witness)
        }
        return true
    }

    /// This cabinet's cosignature on the newest head of `authority` that was proved here, where it is one of the witnesses;
    /// nil where that head is no larger than `size`.
    func cosignNewest(above size: UInt64, with key: Ed25519PrivateKey) throws -> (
        size: UInt64, note: [UInt8]
    )? {
        let name = "\(view.identity.organisation)/cabinet/\(view.identity.cabinet)"
        guard let policy = view.obeyed.standing.witnessPolicy,
            policy.witnesses.contains(where: { $0.name == name && $0.key.bytes == key.publicKey.bytes }),
            let note = try store.status(of: origins.authority)?.notes[.witness]
        else { return nil }
        let checkpoint = try Checkpoint(note)
        guard checkpoint.head.size > size else { return nil }
        let cosigner = Cosigner(name: try NoteKeyName(name), privateKey: key)
        let line = try cosigner.cosign(
            checkpoint,
            atSeconds: UInt64(max(0, clock.wallMilliseconds / 1_000))
        )
        return (checkpoint.head.size, try SignedNote(text: note.text, signatures: [line]).bytes)
    }

    private func requireStatus(_ origin: Origin) throws -> LogStatus {
        guard let status = try store.status(of: origin) else {
            throw RecordsError(.refused, "\(origin) was never opened")
        }
        return status
    }
}

/// A greeting and what the session must know beside it.
struct CabinetGreeting: Sendable {
    let hello: Hello
    let own: [(origin: Origin, trafficClass: TrafficClass, size: UInt64, witnessed: UInt64)]
    let obeyed: [(origin: Origin, held: UInt64, confirmed: UInt64)]
    let alarms: [(origin: Origin, index: UInt64)]
}

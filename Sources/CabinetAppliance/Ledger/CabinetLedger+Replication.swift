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
        // Acts that were stored behind an error of the disk are offered like all others: they count here too.
        if try requireStatus(view.acts).head.size > view.head.size { try append([]) }
        var logs: [OwnLogGreeting] = []
        for epoch in try greetedEpochs() {
            if let log = try greeting(of: epoch) { logs.append(log) }
        }
        // Whatever is wrong with it, acts are greeted with.
        logs += telemetryGreetings()
        var held: [HeldLog] = []
        var obeyed: [(origin: Origin, held: UInt64, confirmed: UInt64)] = []
        // Of the acts alone: heads of telemetry have no receipts that headquarters could miss.
        var shown = try acts.epochs.suffix(2).flatMap { try cosignedNotes(of: $0.origin) }
        for origin in try followedAuthorities + [followedPolicy] {
            guard let status = try store.status(of: origin) else { continue }
            // The head that the witness rule took last: the next one must prove that it continues it.
            held.append(HeldLog(origin: origin.text, size: status.size(.witness)))
            obeyed.append((origin, try heldSize(status), status.size(.witness)))
            shown += try provedNote(origin, size: status.proved.size)
        }
        let ended = try endedPolicy()
        if let ended { shown += try provedNote(ended.origin, size: ended.held) }
        let followed = try openReceipts()
        held.append(HeldLog(origin: followed.origin.text, size: followed.confirmed))
        // Of the epoch before too: owners may have ended it below a head that is held here.
        for origin in try receiptsEpochs.suffix(2) {
            if let note = try store.status(of: origin)?.notes[.witness] { shown.append(note) }
        }
        let hello = Hello(
            organisation: view.identity.organisation,
            cabinet: view.identity.cabinet,
            boot: boot,
            startCount: startCount,
            nonce: Bytes(nonce),
            heads: logs.map(\.offer),
            held: held,
            cosigned: shown.map { Bytes($0.bytes) },
            epochs: logs.compactMap { log in
                log.first.map { AnnouncedEpoch(origin: log.origin.text, record: $0) }
            }
        )
        let alarms = view.custody.findings.compactMap { finding in
            logs.first {
                $0.trafficClass == .acts && $0.epoch == finding.epoch && finding.index >= $0.mirrored
            }
            .map { (origin: $0.origin, index: finding.index) }
        }
        return CabinetGreeting(
            hello: hello,
            own: logs.map { ($0.origin, $0.trafficClass, $0.size, $0.witnessed) },
            obeyed: obeyed,
            followed: [followed],
            ended: ended.map { [($0.origin, $0.held, $0.held)] } ?? [],
            alarms: alarms,
            withheld: view.isRolledBack ? [acts.journal.origin] : [],
            missing: acts.missing
        )
    }

    /// The epochs of the acts that a greeting may show: the last one that headquarters has cosigned, and those behind it; and before
    /// them the first of which it does not have every leaf, since it cosigns heads before leaves come.
    ///
    /// Oldest first: it opens none before the one that goes ahead of it. Where they are more than a greeting holds, the next
    /// one shows what is left.
    private func greetedEpochs() throws -> ArraySlice<ActsEpoch> {
        let present = acts.keys.epoch
        let known = try acts.epochs.last { try store.status(of: $0.origin)?.size(.witness) ?? 0 > 0 }
        let confirmed = view.obeyed.standing.cabinetEpochs[view.identity.cabinet]
        let owed = try acts.epochs.first {
            // Where officers have said where it ends headquarters takes no more of it.
            guard confirmed?[$0.epoch + 1] == nil, let status = try store.status(of: $0.origin) else {
                return false
            }
            return status.isOwn && status.size(.mirror) < status.head.size
        }
        let first = min(owed?.epoch ?? present, known?.epoch ?? 1, max(1, present - 1))
        return acts.epochs.drop { $0.epoch < first }.prefix(Self.actsGreetedCountMax)
    }

    /// The most epochs of the acts that a greeting shows.
    private static var actsGreetedCountMax: Int { Hello.epochCountMax - telemetryGreetedCountMax }

    /// Whether headquarters holds some epochs of the acts whole, so that it is time to greet with later ones.
    func areWhole(_ origins: [Origin]) throws -> Bool {
        try origins.allSatisfy { origin in
            let status = try requireStatus(origin)
            return status.size(.mirror) >= status.head.size
        }
    }

    /// What a greeting says of one epoch; nil for one that is over and whole at headquarters, or was given up for what that holds.
    private func greeting(of epoch: ActsEpoch) throws -> OwnLogGreeting? {
        let status = try requireStatus(epoch.origin)
        let isPresent = epoch.origin == acts.journal.origin
        // One that was given up because it is damaged may be whole up to its cosigned end: that is shown as ever.
        let isShown = try status.isOwn || isWholeCopy(status)
        guard isPresent || isShown && status.size(.mirror) < status.head.size else { return nil }
        let confirmed = view.obeyed.standing.cabinetEpochs[view.identity.cabinet]
        // Officers have said where it ends: headquarters takes no more of it.
        guard isPresent || confirmed?[epoch.epoch + 1] == nil else { return nil }
        // A disk that was put back shows what it knows to be common; a newer head of it would be a second history.
        let offer =
            try view.isRolledBack && isPresent
            ? offerOfLastCosigned(status)
            : offer(epoch.origin, from: status.size(.witness)).offer
        var first: Record?
        if epoch.epoch > 1 {
            first = try store.record(at: 0, of: epoch.origin)
        }
        return OwnLogGreeting(
            epoch: epoch.epoch,
            origin: epoch.origin,
            trafficClass: .acts,
            size: status.head.size,
            witnessed: status.size(.witness),
            mirrored: status.size(.mirror),
            offer: offer,
            first: first
        )
    }

    private func isWholeCopy(_ status: LogStatus) throws -> Bool {
        try status.proved.size == status.size(.witness) && !store.damages(of: status.origin).isEmpty
    }

    /// The newest heads of an epoch of the acts that headquarters cosigned, as witness and as mirror; once where they are one note.
    private func cosignedNotes(of origin: Origin) throws -> [SignedNote] {
        guard let notes = try store.status(of: origin)?.notes else { return [] }
        let (witnessed, mirrored) = (notes[.witness], notes[.mirror])
        return [witnessed, mirrored == witnessed ? nil : mirrored].compactMap(\.self)
    }

    /// How much of an obeyed log need not come again: where a record could not be understood, what lies before the first whose
    /// body is damaged.
    private func heldSize(_ status: LogStatus) throws -> UInt64 {
        guard view.obeyed.missesCriticalRecord else { return status.head.size }
        var next: UInt64 = 0
        while next < status.head.size {
            let bundle = try store.records(of: status.origin, from: next, byteCountMax: 1 << 20).bundle
            let wholeCount = bundle.firstWholeCount
            next += UInt64(wholeCount)
            guard wholeCount == bundle.count, wholeCount > 0 else { return next }
        }
        return status.head.size
    }

    private func offerOfLastCosigned(_ status: LogStatus) throws -> HeadOffer {
        let note =
            try status.notes[.witness]
            ?? CheckpointSigner(origin: status.origin, privateKey: acts.keys.acts).sign(.empty)
        return HeadOffer(note: Bytes(note.bytes), from: status.size(.witness), path: [])
    }

    /// Headquarters' note of an obeyed log's head whose leaves are all here: it could prove to a restored headquarters what
    /// that has signed.
    private func provedNote(_ origin: Origin, size: UInt64) throws -> [SignedNote] {
        let notes = try store.notes(of: origin, as: .witness, from: size, limit: 1)
        return try notes.filter { try size > 0 && Checkpoint($0).head.size == size }
    }

    /// Records of an own log, up to the newest checkpoint within them where one is kept.
    func records(of origin: Origin, from: UInt64, byteCountMax: Int) throws -> RecordStretch {
        try store.stretch(of: origin, from: from, byteCountMax: byteCountMax)
    }

    /// The newest head of an epoch of the acts, proved from a size; it is marked before it leaves.
    func offer(_ origin: Origin, from: UInt64) throws -> (offer: HeadOffer, size: UInt64) {
        let note: SignedNote
        if origin == acts.journal.origin {
            note = acts.journal.checkpoint
            try mark?.raise(to: note)
        } else if let telemetry, origin == telemetry.journal.origin {
            note = telemetry.journal.checkpoint
        } else if let status = try store.status(of: origin),
            let last = status.notes[status.isOwn ? .checkpoint : .witness]
        {
            note = last
        } else {
            throw RecordsError(.refused, "\(origin) has no signed head here")
        }
        let head = try Checkpoint(note).head
        let start = min(from, head.size)
        let proof = try store.consistency(of: origin, from: start, to: head.size)
        let offer = HeadOffer(
            note: Bytes(note.bytes),
            from: start,
            path: proof.path.map { Bytes($0.bytes) }
        )
        return (offer, head.size)
    }

    /// An alarm with its place under the newest head; nil for a record that is too large to go ahead.
    func prove(_ origin: Origin, index: UInt64, from: UInt64) throws -> AlarmFrame? {
        guard let record = try store.record(at: index, of: origin) else { return nil }
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
        guard let outcome = try inKeptRoom({ try store.ingest([ingest]) }).first else {
            throw RecordsError(.refused, "the store answered nothing for \(ingest.origin)")
        }
        // A body that was damaged may have come whole.
        if outcome.leaves == .known { mayUnderstandMore = view.obeyed.missesCriticalRecord }
        return outcome
    }

    /// Keeps a note of the acts that headquarters cosigned, when its keys say so.
    ///
    /// Each line by itself: a mirror stands behind the witness, and a stick behind what the line brought since. Of what is
    /// known already nothing is kept.
    func keep(note bytes: [UInt8], mirroredSize: UInt64?) throws {
        guard let services = view.obeyed.standing.services else { return }
        let note = try SignedNote(parsing: bytes)
        let checkpoint = try Checkpoint(note)
        guard
            acts.epochs.contains(where: { $0.origin == checkpoint.origin }) || isTelemetry(checkpoint.origin)
        else {
            throw RecordsError(
                .mismatch,
                "headquarters cosigned \(checkpoint.origin), which is not this cabinet's log"
            )
        }
        let isPresent = checkpoint.origin == acts.journal.origin
        let keys = try HeadquartersCosigners(services: services, organisation: view.identity.organisation)
        let status = try requireStatus(checkpoint.origin)
        let valid = try note.verified(by: [status.key, keys.witness, keys.mirror, keys.safe])
        // Without the log's own line headquarters could name a size that this log never had, and wait for it for ever.
        guard valid[status.key] != nil else {
            throw RecordsError(
                .mismatch,
                "headquarters cosigned a head of \(checkpoint.origin) that the log did not sign"
            )
        }
        let size = checkpoint.head.size
        func isNews(_ role: NoteRole, by key: NoteVerifierKey) -> Bool {
            valid[key] != nil && size >= status.size(role)
        }
        let isWitnessed = isNews(.witness, by: keys.witness)
        let isMirrored = isNews(.mirror, by: keys.mirror) && mirroredSize.map { $0 >= size } ?? false
        let isSafe = isNews(.safe, by: keys.safe)
        let roles: [(NoteRole, Bool)] = [(.witness, isWitnessed), (.mirror, isMirrored), (.safe, isSafe)]
        // However many stand behind it: one note, one sync of the disk.
        try store.keep(roles.filter(\.1).map { (note, checkpoint.origin, $0.0) })
        if isWitnessed {
            if isPresent {
                learn(witnessedSize: size, mirroredSize: nil)
                try reconcile(checkpoint.head)
            }
            try judgeEpoch()
        }
        guard isPresent else { return }
        if isMirrored { learn(witnessedSize: nil, mirroredSize: size) }
        if isSafe { change { $0.safeSize = max($0.safeSize, size) } }
    }

    /// Compares a note of an own log that headquarters holds with the log as it is here.
    ///
    /// - Returns: whether it is of this very log; where it is not and the log is the acts, takes have stopped.
    @discardableResult
    func compare(held bytes: [UInt8]) throws -> Bool {
        let checkpoint = try Checkpoint(try SignedNote(parsing: bytes))
        if let isSame = try compareTelemetry(checkpoint) { return isSame }
        let origin = acts.journal.origin
        guard checkpoint.origin == origin, checkpoint.head.size > 0 else { return true }
        let isSame =
            try checkpoint.head.size <= view.head.size
            && store.root(of: origin, size: checkpoint.head.size) == checkpoint.head.root
        if !isSame { try contradict("headquarters holds other leaves of \(origin) than this cabinet") }
        return isSame
    }

    /// Keeps a note of `authority` with the witnesses' lines when a majority of them cosigned it.
    ///
    /// - Returns: whether witnesses cosign this log.
    func keepWitnessed(_ note: SignedNote, of origin: Origin) throws -> Bool {
        if try receiptsEpochs.contains(origin) {
            try store.keep(note, of: origin, as: .witness)
            return true
        }
        guard origin == (try followedAuthority) else { return false }
        let standing = view.obeyed.standing
        // Where its leaves are not here yet, its witnesses are taken to be those of today.
        let policy = standing.witnessPolicy(asOf: try Checkpoint(note).head.size)
        if try policy?.witnessedSize(of: note, origin: origin) ?? 0 > 0 {
            try store.keep(note, of: origin, as: .witness)
        }
        return true
    }

    /// This cabinet's cosignature on the newest head of `authority` or `receipts` that was proved here, where it is one of the
    /// witnesses; nil where that head is no larger than `size`.
    func cosignNewest(of origin: Origin, above size: UInt64, with key: Ed25519PrivateKey) throws -> (
        size: UInt64, note: [UInt8]
    )? {
        let name = "\(view.identity.organisation)/cabinet/\(view.identity.cabinet)"
        // An epoch of `authority` is cosigned once it is obeyed.
        guard try origin == obeyedAuthority || receiptsEpochs.contains(origin) else { return nil }
        guard let policy = view.obeyed.standing.witnessPolicy,
            policy.witnesses.contains(where: { $0.name == name && $0.key.bytes == key.publicKey.bytes }),
            let note = try store.status(of: origin)?.notes[.witness]
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
    let followed: [(origin: Origin, confirmed: UInt64)]
    /// Logs of which no heads are taken any more, and whose leaves may be wanted back.
    let ended: [(origin: Origin, held: UInt64, confirmed: UInt64)]
    let alarms: [(origin: Origin, index: UInt64)]
    let withheld: Set<Origin>
    let missing: [(origin: Origin, held: UInt64, confirmed: UInt64)]
}

/// What a greeting says of one epoch of an own log.
struct OwnLogGreeting {
    let epoch: UInt64
    let origin: Origin
    let trafficClass: TrafficClass
    let size: UInt64
    let witnessed: UInt64
    let mirrored: UInt64
    let offer: HeadOffer
    /// The first record of a later epoch, which names its key.
    let first: Record?
}

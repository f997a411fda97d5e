import Cryptography
import Records

extension HeadquartersSession {
    mutating func stored(_ origin: Origin, _ answer: StoredAnswer) -> [Action] {
        note(answer.outcome.verdict, of: origin)
        if answer.outcome.verdict != nil { headsUnderWay.remove(origin) }
        if case .witnessing(let hello, let lines, let remaining) = state {
            let actions = contradiction(origin, answer.outcome.verdict)
            return actions + witnessNext(hello, lines: lines + [line(origin, answer)], remaining: remaining)
        }
        var actions = contradiction(origin, answer.outcome.verdict)
        if let note = answer.note {
            let head = CosignedHead(note: Bytes(note.bytes), mirroredSize: answer.mirroredSize)
            actions.append(.send(Frame.cosignature(head).encoded))
        } else if answer.outcome.verdict != nil {
            actions.append(.send(Frame.witness([line(origin, answer)]).encoded))
        }
        return actions + showAlarms() + payFresh() + settled(origin, answer.outcome.leaves)
    }

    /// The alarms that came, unless a head is under way that may hold the cabinet fast: heads are stored many at a time, and
    /// an alarm that overtook its own would be shown as one without a place.
    mutating func showAlarms() -> [Action] {
        guard unproved.isDisjoint(with: headsUnderWay) else { return [] }
        defer { alarmsWaiting = [] }
        return alarmsWaiting.flatMap { alarm in
            [.alarm(alarm.frame, isHeldFast: isHeldFast)] + settle(alarm.byteCount, as: .alarms)
        }
    }

    /// The alarms that wait when the session ends: no head gives them a place any more, and they are shown without one.
    ///
    /// Whoever cuts the line while a head is stored would else keep them unseen until the next greeting.
    mutating func giveOutAlarms() -> [Action] {
        defer { alarmsWaiting = [] }
        return alarmsWaiting.map { .alarm($0.frame, isHeldFast: false) }
    }

    /// Keeps whether the cabinet's log is held fast on this connection.
    private mutating func note(_ verdict: WitnessVerdict?, of origin: Origin) {
        guard writes[origin] == .acts else { return }
        switch verdict {
        case .cosign?: unproved.remove(origin)
        case .refuse?: unproved.insert(origin)
        case nil: break
        }
    }

    /// The fresh note that is owed, once nothing speaks against giving time.
    mutating func payFresh() -> [Action] {
        guard case .open = state, isHeldFast, !isFreshUnderWay, let nonce = owedNonce else { return [] }
        owedNonce = nil
        isFreshUnderWay = true
        return [.fresh(nonce: nonce)]
    }

    /// What was taken off the line is on disk now, or cannot be.
    private mutating func settled(_ origin: Origin, _ leaves: IngestOutcome.Leaves) -> [Action] {
        if case .none = leaves { return [] }
        var actions: [Action] = []
        if let trafficClass = writes[origin], storing[origin]?.isEmpty == false {
            let byteCount = storing[origin]?.removeFirst() ?? 0
            actions += settle(byteCount, as: trafficClass)
        }
        switch leaves {
        case .none, .stored, .known: return actions
        case .gap, .unsigned:
            // The sender goes on behind what was not taken: only a new greeting tells it where to go on.
            let error = ReplicationError(.unexpected, "records of \(origin) do not follow what lies here")
            return actions + leave(error, retryAfterMilliseconds: 2_000)
        case .disputed(let reason):
            let error = ReplicationError(
                .fork,
                "records of \(origin) contradict what lies here (\(reason.rawValue))"
            )
            return actions + leave(error, retryAfterMilliseconds: 60_000)
        }
    }

    private func line(_ origin: Origin, _ answer: StoredAnswer) -> WitnessLine {
        let held = answer.held.map { Bytes($0.bytes) }
        let size = answer.held.flatMap { try? Checkpoint($0).head.size } ?? 0
        let verdict: WitnessLine.Verdict =
            switch answer.outcome.verdict {
            case .cosign?: answer.note == nil ? .untrusted : .cosigned
            case .refuse(.smaller)?: .smaller
            case .refuse(.stale)?: .stale
            case .refuse(.fork)?: .fork
            case .refuse(.quarantined)?: .quarantined
            case .refuse?, nil: .untrusted
            }
        let note = verdict == .cosigned ? answer.note.map { Bytes($0.bytes) } : held
        return WitnessLine(origin: origin.text, verdict: verdict, size: size, note: note)
    }

    private func contradiction(_ origin: Origin, _ verdict: WitnessVerdict?) -> [Action] {
        switch verdict {
        case .refuse(let refusal)?:
            switch refusal {
            case .smaller, .fork: [.contradiction(origin, refusal)]
            default: []
            }
        default: []
        }
    }

    mutating func ingest(_ stretch: LogStretch) throws(ReplicationError) -> Ingest {
        guard let (origin, trafficClass) = writes.first(where: { $0.key.text == stretch.origin }) else {
            throw ReplicationError(.notYours, "\(stretch.origin) is no log of this cabinet")
        }
        try count(stretch.byteCount, as: trafficClass)
        let whole =
            try bodyAhead.map { ahead throws(ReplicationError) in try stretch.joined(with: ahead) } ?? stretch
        bodyAhead = nil
        let (bundle, checkpoint) = (try whole.records(), try whole.note())
        storing[origin, default: []].append(whole.byteCount)
        return Ingest(origin: origin, first: stretch.first, bundle: bundle, checkpoint: checkpoint)
    }

    /// Keeps the body of the record that comes next.
    mutating func take(_ body: BodyFrame) throws(ReplicationError) -> [Action] {
        guard let trafficClass = writes.first(where: { $0.key.text == body.origin })?.value else {
            throw ReplicationError(.notYours, "\(body.origin) is no log of this cabinet")
        }
        guard bodyAhead == nil else {
            throw ReplicationError(.unexpected, "two bodies came ahead of one record")
        }
        try count(body.byteCount, as: trafficClass)
        bodyAhead = body
        return []
    }

    func ingest(_ offer: HeadOffer) throws(ReplicationError) -> Ingest {
        do throws(RecordsError) {
            let note = try SignedNote(parsing: offer.note.bytes)
            let origin = try Checkpoint(note).origin
            guard writes[origin] != nil else {
                throw RecordsError(.refused, "\(origin) is no log of this cabinet")
            }
            return Ingest(
                origin: origin,
                offer: CheckpointOffer(
                    note: note,
                    from: offer.from,
                    path: offer.path.compactMap { Digest($0.bytes) }
                )
            )
        } catch {
            throw ReplicationError(error.code == .refused ? .notYours : .malformed, error.message)
        }
    }

    /// The log of a head of this cabinet's telemetry in an epoch of which no copy is open here: nothing rests on it, so that it
    /// is refused by itself and acts go on.
    func unopenedTelemetry(_ offer: HeadOffer) -> Origin? {
        guard let origin = try? Checkpoint(SignedNote(parsing: offer.note.bytes)).origin,
            writes[origin] == nil,
            CabinetLogName(origin)?.isTelemetry(of: cabinet, in: organisation) == true
        else { return nil }
        return origin
    }

    /// Counts what came of a class; more than was granted is a mistake of the sender.
    mutating func count(_ byteCount: UInt64, as trafficClass: TrafficClass) throws(ReplicationError) {
        let total = (received[trafficClass] ?? 0) + byteCount
        guard total <= granted[trafficClass] ?? 0 else {
            throw ReplicationError(.creditExceeded, "more of \(trafficClass) came than there was credit for")
        }
        received[trafficClass] = total
    }

    /// New credit once half of the window is used, counted from what is on disk.
    mutating func settle(_ byteCount: UInt64, as trafficClass: TrafficClass) -> [Action] {
        settled[trafficClass, default: 0] += byteCount
        let window = trafficClass == .acts ? actsWindow : Self.window(trafficClass)
        let total = (settled[trafficClass] ?? 0) + window
        // A window that became smaller grants nothing until what it granted before is used up.
        guard total >= (granted[trafficClass] ?? 0) + window / 2 else { return [] }
        granted[trafficClass] = total
        return [.send(Frame.credit(Credit(trafficClass: trafficClass, byteTotal: total)).encoded)]
    }

    mutating func offerMoved() -> [Action] {
        guard case .open = state else { return [] }
        var actions: [Action] = []
        for origin in offers where moved.contains(origin) && !offering.contains(origin) {
            moved.remove(origin)
            offering.insert(origin)
            actions.append(.offer(origin, from: known[origin] ?? 0))
        }
        return actions
    }

    mutating func leave(_ error: ReplicationError, retryAfterMilliseconds: UInt64) -> [Action] {
        state = .left
        let bye = Bye(
            code: error.code,
            message: error.message,
            retryAfterMilliseconds: retryAfterMilliseconds
        )
        return giveOutAlarms() + [.send(Frame.bye(bye).encoded), .leave(error)]
    }
}

import Authority
import Records

extension CabinetSession {
    /// What can be sent now: alarms first, then the backlog of acts within its credit and the head above it, then telemetry.
    mutating func pump() -> [Action] {
        guard case .open = state else { return [] }
        var actions: [Action] = []
        if let action = nextAlarm() { actions.append(action) }
        for index in own.indices {
            if let action = next(&own[index]) { actions.append(action) }
            // Epochs of one log follow each other, and telemetry follows acts: what is later waits until everything before
            // has been sent, also where that waits for credit.
            if own[index].sent < own[index].size, !own[index].isRefused { break }
        }
        // Blobs have what the records leave: nothing of them is read while a record can go.
        guard actions.isEmpty, !own.contains(where: \.isReading), let next = blobSender.next() else {
            return actions
        }
        return [next].of()
    }

    /// A stretch that was read is sent, as it was read.
    mutating func send(_ stretch: RecordStretch, of origin: Origin) -> [Action] {
        guard let index = own.firstIndex(where: { $0.origin == origin }), own[index].isReading else {
            guard case .greeting = state, stretch.bundle.count > 0,
                obeyed.contains(where: { $0.origin == origin })
            else { return [] }
            let data = LogStretch(origin: origin.text, first: stretch.first, bundle: stretch.bundle)
            return [.send(Frame.data(data).encoded)]
        }
        own[index].isReading = false
        guard case .open = state, stretch.first == own[index].sent, stretch.bundle.count > 0,
            !own[index].isRefused
        else { return pump() }
        let data = LogStretch(
            origin: origin.text,
            first: stretch.first,
            bundle: stretch.bundle,
            checkpoint: stretch.checkpoint.flatMap { Self.fits($0, beside: stretch.bundle) ? $0 : nil }
        )
        guard data.byteCount <= room(own[index].trafficClass) else {
            // A store gives at least one record, however little room there is: it waits for room of its size.
            own[index].roomMin = data.byteCount
            return pump()
        }
        own[index].roomMin = 1
        own[index].sent += UInt64(stretch.bundle.count)
        sentBytes[own[index].trafficClass, default: 0] += data.byteCount
        return data.frames.map { .send($0.encoded) } + pump()
    }

    /// Whether a checkpoint finds room in the frame of the records that it ends: they matter more.
    private static func fits(_ checkpoint: SignedNote, beside bundle: RecordBundle) -> Bool {
        bundle.leaves.count + bundle.bodies.count + checkpoint.bytes.count
            <= LinkLimits.frameByteCountMax - LogStretch.fieldByteCountMax
    }

    mutating func send(_ alarm: AlarmFrame?) -> [Action] {
        isProving = false
        guard case .open = state, let alarm else { return pump() }
        let bytes = Frame.alarm(alarm).encoded
        guard bytes.count <= LinkLimits.frameByteCountMax else { return pump() }
        sentBytes[.alarms, default: 0] += UInt64(bytes.count)
        return [.send(bytes)] + pump()
    }

    mutating func stored(_ origin: Origin, _ outcome: IngestOutcome) -> [Action] {
        guard let index = obeyed.firstIndex(where: { $0.origin == origin }) else { return [] }
        var actions: [Action] = []
        switch outcome.verdict {
        case .cosign(let checkpoint)?:
            obeyed[index].confirmed = max(obeyed[index].confirmed, checkpoint.head.size)
            actions.append(.cosign(origin, note: checkpoint.note))
        case .refuse(let refusal)?: actions.append(.refusedHead(origin, refusal))
        case nil: break
        }
        if case .none = outcome.leaves {} else { obeyed[index].isStoring = false }
        guard !obeyed[index].isFollowed else { return actions }
        obeyed[index].held = max(obeyed[index].held, outcome.head.size)
        if outcome.proved.size > 0 { actions.append(.obey(origin)) }
        return actions + Self.pull(&obeyed[index])
    }

    private mutating func nextAlarm() -> Action? {
        alarms.removeAll { alarm in own.contains { $0.origin == alarm.origin && alarm.index < $0.mirrored } }
        guard !isProving, let alarm = alarms.first, room(.alarms) >= UInt64(LinkLimits.frameByteCountMax),
            let log = own.first(where: { $0.origin == alarm.origin })
        else { return nil }
        alarms.removeFirst()
        // One that follows at once on what was sent needs no way around the backlog.
        guard alarm.index >= log.sent else { return nextAlarm() }
        isProving = true
        return .prove(alarm.origin, index: alarm.index, from: log.witnessed)
    }

    private func next(_ log: inout OwnLog) -> Action? {
        guard !log.isReading, !log.isRefused, log.comparing == nil else { return nil }
        if log.sent < log.size {
            let room = room(log.trafficClass)
            guard room >= log.roomMin else { return nil }
            log.isReading = true
            return .read(
                log.origin,
                from: log.sent,
                byteCountMax: Int(min(room, UInt64(LogStretch.byteCountAim)))
            )
        }
        // A head that covers everything sent is offered once: where headquarters lacks a body, asking again and
        // again would only cost both sides a commit each time.
        guard log.size > log.witnessed || log.size > max(log.mirrored, log.covered),
            log.offered == nil, !log.isOffering
        else { return nil }
        log.isOffering = true
        return .offer(log.origin, from: log.witnessed)
    }

    private func room(_ trafficClass: TrafficClass) -> UInt64 {
        let (total, used) = (credit[trafficClass] ?? 0, sentBytes[trafficClass] ?? 0)
        return total > used ? total - used : 0
    }
}

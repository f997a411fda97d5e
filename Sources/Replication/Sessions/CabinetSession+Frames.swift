import Authority
import Cryptography
import Records

extension CabinetSession {
    mutating func receive(_ frame: Frame, at now: UInt64) throws(ReplicationError) -> [Action] {
        guard bodyAhead == nil || frame.mayFollowBody else { throw .bodyAlone }
        switch (state, frame) {
        case (.greeting, .witness(let lines)):
            state = .witnessed
            return witness(lines)
        case (.open, .witness(let lines)): return witness(lines)
        case (.greeting, .pull(let pull)): return [try giveBack(pull)]
        case (.witnessed, .welcome(let welcome)): return try open(welcome)
        case (_, .bye(let bye)):
            state = .left
            let error = ReplicationError(ReplicationError.Code(rawValue: bye.code), bye.message)
            return [.leave(retryAfterMilliseconds: bye.retryAfterMilliseconds, error)]
        case (.open, .cosignature(let head)): return try cosigned(head)
        case (.open, .checkpoint(let offer)): return [.store(try ingest(offer))]
        case (.open, .data(let stretch)): return try take(stretch)
        case (.open, .freshNote(let note)): return [.fresh(note, nonce: nonce, asked: asked)]
        case (.open, .credit(let granted)):
            grant(granted)
            return pump()
        case (.open, .body(let body)): return try take(body)
        case (.open, .want(let want)): return blobSender.receive(want).of()
        case (.open, .piece(let piece)): return try blobReceiver.receive(piece).of()
        case (.open, .blobEnd(let end)): return blobReceiver.receive(end).of()
        default: throw ReplicationError(.unexpected, "this frame has no place at this point of a session")
        }
    }

    /// Headquarters was restored and asks for leaves of its own.
    private func giveBack(_ pull: Pull) throws(ReplicationError) -> Action {
        guard let log = obeyed.first(where: { $0.origin.text == pull.origin }), pull.from < log.held
        else {
            throw ReplicationError(.notYours, "no such leaves of \(pull.origin) are held here")
        }
        let byteCount = min(pull.byteCountMax, UInt64(LogStretch.byteCountAim))
        return .read(log.origin, from: pull.from, byteCountMax: Int(byteCount))
    }

    private mutating func witness(_ lines: [WitnessLine]) -> [Action] {
        var actions: [Action] = []
        for line in lines {
            guard let log = own.first(where: { $0.origin.text == line.origin }) else { continue }
            switch line.verdict {
            case .cosigned:
                updateOwn(log.origin) {
                    $0.witnessed = max($0.witnessed, min(line.size, $0.size))
                    $0.greeted = line.note.map { ($0.bytes, line.size) }
                }
                if let note = line.note { actions.append(.keep(note: note.bytes, mirroredSize: nil)) }
            case .stale:
                guard let note = line.note else {
                    updateOwn(log.origin) { $0.staleFrom = line.size }
                    actions += repairs()
                    continue
                }
                // Before a newer head is proved from there: where the note is of other leaves, that head would only be
                // one more that contradicts it.
                updateOwn(log.origin) { $0.comparing = line.size }
                actions.append(.compare(log.origin, note: note.bytes))
            case .smaller, .fork, .untrusted, .quarantined:
                updateOwn(log.origin) { $0.isRefused = true }
                actions.append(.contradiction(log.origin, line.verdict, note: line.note?.bytes))
            }
        }
        return actions
    }

    mutating func compared(_ origin: Origin, isOurs: Bool) -> [Action] {
        updateOwn(origin) {
            if isOurs { $0.staleFrom = $0.comparing } else { $0.isRefused = true }
            $0.comparing = nil
        }
        return isOurs ? repairs() + pump() : []
    }

    private mutating func open(_ welcome: Welcome) throws(ReplicationError) -> [Action] {
        state = .open
        for held in welcome.mirrored {
            guard let log = own.first(where: { $0.origin.text == held.origin }) else { continue }
            updateOwn(log.origin) {
                // What lies there of a refused log is not what lies here.
                $0.mirrored = $0.isRefused ? min($0.mirrored, $0.witnessed) : min(held.size, $0.size)
                $0.sent = $0.mirrored
            }
        }
        for granted in welcome.credit { grant(granted) }
        alarms.removeAll { alarm in own.contains { $0.origin == alarm.origin && alarm.index < $0.mirrored } }
        var actions: [Action] = welcome.fresh.map { [.fresh($0, nonce: nonce, asked: asked)] } ?? []
        for index in own.indices {
            // The cosignature that said so may have been lost with the last line.
            guard let (note, size) = own[index].greeted, size > 0, own[index].mirrored >= size else {
                continue
            }
            own[index].greeted = nil
            actions.append(.keep(note: note, mirroredSize: own[index].mirrored))
        }
        if !welcome.authority.isEmpty { actions.append(.follow(welcome.authority)) }
        for offer in welcome.heads { actions.append(.store(try ingest(offer))) }
        for index in obeyed.indices { actions += Self.pull(&obeyed[index]) }
        return actions + repairs() + pump() + want(earlyWishes)
    }

    /// Asks for records of a log of which more is confirmed than held, one stretch at a time.
    static func pull(_ log: inout ObeyedLog) -> [Action] {
        guard log.held < log.confirmed, !log.isFollowed, !log.isPulling, !log.isStoring, !log.isDamaged else {
            return []
        }
        log.isPulling = true
        let pull = Pull(origin: log.origin.text, from: log.held, byteCountMax: pullByteCount)
        return [.send(Frame.pull(pull).encoded)]
    }

    /// Heads whose proof must start elsewhere, before any records: until they are cosigned the log is not held fast.
    private mutating func repairs() -> [Action] {
        guard case .open = state else { return [] }
        var actions: [Action] = []
        for index in own.indices where !own[index].isOffering {
            guard let from = own[index].staleFrom else { continue }
            own[index].staleFrom = nil
            own[index].isOffering = true
            actions.append(.offer(own[index].origin, from: from))
        }
        return actions
    }

    private mutating func cosigned(_ head: CosignedHead) throws(ReplicationError) -> [Action] {
        let checkpoint = try Self.checkpoint(head.note.bytes)
        guard let log = own.first(where: { $0.origin == checkpoint.origin }) else {
            throw ReplicationError(.notYours, "\(checkpoint.origin) is no log of this cabinet")
        }
        guard checkpoint.head.size <= log.size else {
            // Somebody else signs with this log's key, or records were lost here.
            updateOwn(log.origin) { $0.isRefused = true }
            return [.contradiction(log.origin, .smaller, note: head.note.bytes)]
        }
        updateOwn(checkpoint.origin) {
            $0.witnessed = max($0.witnessed, checkpoint.head.size)
            if let mirrored = head.mirroredSize { $0.mirrored = max($0.mirrored, min(mirrored, $0.size)) }
            if let offered = $0.offered, checkpoint.head.size >= offered { $0.offered = nil }
        }
        return [.keep(note: head.note.bytes, mirroredSize: head.mirroredSize)] + pump()
    }

    private func ingest(_ offer: HeadOffer) throws(ReplicationError) -> Ingest {
        do {
            let note = try SignedNote(parsing: offer.note.bytes)
            let origin = try Checkpoint(note).origin
            guard obeyed.contains(where: { $0.origin == origin }) else {
                throw ReplicationError(.notYours, "\(origin) is no log that this cabinet obeys")
            }
            return Ingest(
                origin: origin,
                offer: CheckpointOffer(
                    note: note,
                    from: offer.from,
                    path: offer.path.compactMap { Digest($0.bytes) }
                )
            )
        } catch let error as RecordsError {
            throw ReplicationError(.malformed, error.message)
        } catch let error as ReplicationError {
            throw error
        } catch {
            throw ReplicationError(.malformed, "\(error)")
        }
    }

    /// One stretch answers one PULL; what it may hold is this direction's credit.
    private mutating func take(_ data: LogStretch) throws(ReplicationError) -> [Action] {
        let stretch =
            try bodyAhead.map { ahead throws(ReplicationError) in try data.joined(with: ahead) } ?? data
        bodyAhead = nil
        guard let index = obeyed.firstIndex(where: { $0.origin.text == stretch.origin }),
            obeyed[index].isPulling
        else {
            throw ReplicationError(.unexpected, "records of \(stretch.origin) came without being asked for")
        }
        var bundle = try stretch.records()
        guard stretch.byteCount <= Self.pullByteCount || bundle.count == 1 else {
            throw ReplicationError(.creditExceeded, "more of \(stretch.origin) came than was asked for")
        }
        let origin = obeyed[index].origin
        obeyed[index].isPulling = false
        var actions: [Action] = []
        let takenCount = obeyed[index].isOwn ? bundle.wholeCount : Self.takenCount(of: bundle)
        if takenCount < bundle.count {
            obeyed[index].isDamaged = true
            actions.append(.damagedRecord(origin))
            guard takenCount > 0 else { return actions }
            bundle = try Self.slice(bundle, to: takenCount)
        }
        obeyed[index].isStoring = true
        return actions + [.store(Ingest(origin: origin, first: stretch.first, bundle: bundle))]
    }

    /// How many of the first records come with the bodies of their leaves.
    ///
    /// A head confirms leaves and not bodies. Headquarters erases none of its own but the keys of persons, so another body that
    /// does not fit was damaged on its way, or on headquarters' disk: stored, it would be a record that cannot be obeyed and
    /// never comes again. All else of the session goes on without it. A leaf that this program cannot read is for the fold to
    /// judge, and so is what is sealed for a person.
    ///
    /// Own acts that come back have every group as it was written (``RecordBundle/wholeCount``): a cabinet seals nothing of them for
    /// a person and nobody erases any, and an act that came without its body would be one that the fold forgets.
    private static func takenCount(of bundle: RecordBundle) -> Int {
        let whole = bundle.wholeCount
        guard whole < bundle.count else { return whole }
        return bundle.records.prefix { record in
            (try? Leaf(decoding: record.leafBytes)) == nil || record.isWholeButForPersons
        }.count
    }

    private static func slice(_ bundle: RecordBundle, to count: Int) throws(ReplicationError) -> RecordBundle
    {
        do { return try bundle.slice(0..<count) } catch {
            throw ReplicationError(.malformed, error.message)
        }
    }

    /// Keeps the body of the record that comes next; only what was pulled may come.
    private mutating func take(_ body: BodyFrame) throws(ReplicationError) -> [Action] {
        guard bodyAhead == nil, obeyed.contains(where: { $0.origin.text == body.origin && $0.isPulling })
        else {
            throw ReplicationError(.unexpected, "a body of \(body.origin) came without being asked for")
        }
        bodyAhead = body
        return []
    }

    static func checkpoint(_ note: [UInt8]) throws(ReplicationError) -> Checkpoint {
        do { return try Checkpoint(try SignedNote(parsing: note)) } catch {
            throw ReplicationError(.malformed, error.message)
        }
    }
}

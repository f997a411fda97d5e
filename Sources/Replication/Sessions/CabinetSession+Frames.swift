import Authority
import Cryptography
import Records

extension CabinetSession {
    mutating func receive(_ frame: Frame, at now: UInt64) throws(ReplicationError) -> [Action] {
        switch (state, frame) {
        case (_, .witness(let lines)): return witness(lines)
        case (.greeting, .welcome(let welcome)): return try open(welcome)
        case (_, .bye(let bye)):
            state = .left
            let error = ReplicationError(ReplicationError.Code(rawValue: bye.code), bye.message)
            return [.leave(retryAfterMilliseconds: bye.retryAfterMilliseconds, error)]
        case (.open, .cosignature(let head)): return try cosigned(head)
        case (.open, .checkpoint(let offer)): return [.store(try ingest(offer))]
        case (.open, .data(let stretch)): return [.store(try ingest(stretch))]
        case (.open, .freshNote(let note)): return [.fresh(note, nonce: nonce, asked: asked)]
        case (.open, .credit(let granted)):
            credit[granted.trafficClass] = max(credit[granted.trafficClass] ?? 0, granted.byteTotal)
            return pump()
        default: throw ReplicationError(.unexpected, "this frame has no place at this point of a session")
        }
    }

    private mutating func witness(_ lines: [WitnessLine]) -> [Action] {
        var actions: [Action] = []
        for line in lines {
            guard let log = own.first(where: { $0.origin.text == line.origin }) else { continue }
            switch line.verdict {
            case .cosigned:
                updateOwn(log.origin) { $0.witnessed = max($0.witnessed, line.size) }
                if let note = line.note { actions.append(.keep(note: note.bytes, mirroredSize: nil)) }
            case .stale:
                updateOwn(log.origin) { $0.isOffering = true }
                actions.append(.offer(log.origin, from: line.size))
            case .smaller, .fork, .untrusted, .quarantined:
                actions.append(.contradiction(log.origin, line.verdict, note: line.note?.bytes))
            }
        }
        return actions
    }

    private mutating func open(_ welcome: Welcome) throws(ReplicationError) -> [Action] {
        state = .open
        for held in welcome.mirrored {
            guard let log = own.first(where: { $0.origin.text == held.origin }) else { continue }
            updateOwn(log.origin) {
                $0.mirrored = min(held.size, $0.size)
                $0.sent = $0.mirrored
            }
        }
        for granted in welcome.credit { credit[granted.trafficClass] = granted.byteTotal }
        alarms.removeAll { alarm in own.contains { $0.origin == alarm.origin && alarm.index < $0.mirrored } }
        var actions: [Action] = [.fresh(welcome.fresh, nonce: nonce, asked: asked)]
        for offer in welcome.heads { actions.append(.store(try ingest(offer))) }
        return actions + pump()
    }

    private mutating func cosigned(_ head: CosignedHead) throws(ReplicationError) -> [Action] {
        let checkpoint = try Self.checkpoint(head.note.bytes)
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

    private func ingest(_ stretch: LogStretch) throws(ReplicationError) -> Ingest {
        guard let log = obeyed.first(where: { $0.origin.text == stretch.origin }), log.isPulling else {
            throw ReplicationError(.unexpected, "records of \(stretch.origin) came without being asked for")
        }
        do {
            return Ingest(origin: log.origin, first: stretch.first, bundle: try stretch.bundle())
        } catch {
            throw ReplicationError(.malformed, error.message)
        }
    }

    static func checkpoint(_ note: [UInt8]) throws(ReplicationError) -> Checkpoint {
        do { return try Checkpoint(try SignedNote(parsing: note)) } catch {
            throw ReplicationError(.malformed, error.message)
        }
    }
}

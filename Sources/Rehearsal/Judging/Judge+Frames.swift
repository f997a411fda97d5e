import Records
import Replication
import Simulation
import Synchronization

extension Judge {
    /// Hears a frame that an honest end sends.
    ///
    /// - Returns: what it is, without its random parts.
    @discardableResult
    func hear(_ passing: Passing) -> String {
        guard let frame = try? Frame(decoding: passing.bytes) else {
            report(.lies, "\(passing.place) sends what is no frame")
            return "no frame"
        }
        judge(frame, passing)
        return "\(Self.name(of: frame)) of \(passing.bytes.count) bytes"
    }

    private func judge(_ frame: Frame, _ passing: Passing) {
        if case .welcome = frame, passing.house == SimulatedNetwork.firstHouse { welcomed(passing.place) }
        switch (passing.direction, frame) {
        case (.up, .hello(let hello)):
            state.withLock { $0.accounts[passing.place] = Account() }
            for offer in hello.heads { show(offer.note.bytes, at: passing.place) }
        case (.up, .checkpoint(let offer)): show(offer.note.bytes, at: passing.place)
        // What a restored headquarters asks back of its own logs is bounded by its question, not by credit.
        // A relay may repeat them, and old credit: then the ends count other bytes than went in here.
        case (.up, .data(let stretch)) where stretch.origin.contains("/cabinet/") && !passing.isRelayed:
            let trafficClass: TrafficClass = stretch.origin.contains("/telemetry/") ? .telemetry : .acts
            spend(stretch.byteCount, trafficClass, passing.place)
        case (.up, .alarm) where !passing.isRelayed:
            spend(UInt64(passing.bytes.count), .alarms, passing.place)
        case (.down, .witness(let lines)) where passing.house == SimulatedNetwork.firstHouse:
            for line in lines {
                if line.verdict == .cosigned, let note = line.note { promise(note.bytes) }
                if line.verdict == .fork, let origin = try? Origin(line.origin) { foundFork(of: origin) }
            }
        case (.down, .cosignature(let head)) where passing.house == SimulatedNetwork.firstHouse:
            promise(head.note.bytes)
        case (.down, .welcome(let welcome)) where !passing.isRelayed:
            for credit in welcome.credit { grant(credit, passing.place) }
        case (.down, .credit(let credit)) where !passing.isRelayed: grant(credit, passing.place)
        default: break
        }
    }

    private static func name(of frame: Frame) -> String {
        switch frame {
        case .hello(let hello): "HELLO with \(hello.heads.map { size($0.note.bytes) })"
        case .witness(let lines): "WITNESS \(lines.map { "\($0.verdict) \($0.size)" })"
        case .welcome(let welcome): "WELCOME to \(welcome.mirrored.map(\.size))"
        case .data(let stretch): "DATA from \(stretch.first)"
        case .checkpoint(let offer): "CHECKPOINT \(size(offer.note.bytes)) from \(offer.from)"
        case .cosignature(let head):
            "COSIGNATURE \(size(head.note.bytes)), \(head.mirroredSize ?? 0) mirrored"
        case .pull(let pull): "PULL from \(pull.from)"
        case .freshRequest: "FRESH"
        case .freshNote: "NOTE"
        case .alarm(let alarm): "ALARM \(alarm.index)"
        case .credit(let credit): "CREDIT \(credit.trafficClass) \(credit.byteTotal)"
        case .bye(let bye): "BYE \(bye.code)"
        case .body(let body): "BODY \(body.index)"
        case .want: "WANT"
        case .piece: "PIECE"
        case .blobEnd: "END"
        }
    }

    private static func size(_ note: [UInt8]) -> UInt64 {
        (try? Checkpoint(SignedNote(parsing: note)).head.size) ?? 0
    }

    private func show(_ note: [UInt8], at place: String) {
        guard let checkpoint = try? Checkpoint(SignedNote(parsing: note)),
            !LogNames.isTelemetry(checkpoint.origin)
        else { return }
        let (origin, head) = (checkpoint.origin, checkpoint.head)
        state.withLock { $0.shown[place, default: [:]][origin, default: [:]][head.size] = head.root }
    }

    /// A cosignature leaves headquarters.
    func promise(_ bytes: [UInt8]) {
        guard let note = try? SignedNote(parsing: bytes), let checkpoint = try? Checkpoint(note) else {
            return report(.lies, "headquarters sends a note that cannot be read")
        }
        let isMirrored = note.signatures.contains { $0.name.text.hasSuffix("/hq/mirror") }
        let (origin, head) = (checkpoint.origin, checkpoint.head)
        let isSame = state.withLock { state in
            let known = state.promises[origin]?[head.size]
            if let known, known.root != head.root { return false }
            state.promiseCount += 1
            state.promises[origin, default: [:]][head.size] = Promise(
                root: head.root,
                isMirrored: isMirrored || known?.isMirrored == true
            )
            return true
        }
        // A headquarters that was put back has forgotten; what it signs twice is the evidence against it.
        if !isSame, isSound(HeadquartersMachine.place) {
            report(.lies, "headquarters cosigned two roots of \(origin) at size \(head.size)")
        }
    }

    private func spend(_ byteCount: UInt64, _ trafficClass: TrafficClass, _ place: String) {
        let (sent, credit) = state.withLock { state in
            let sent = (state.accounts[place]?.sent[trafficClass] ?? 0) + byteCount
            state.accounts[place]?.sent[trafficClass] = sent
            return (sent, state.accounts[place]?.credit[trafficClass] ?? 0)
        }
        if sent > credit {
            report(
                .memory,
                "\(place) sent \(sent) bytes of \(trafficClass) for which it had credit for \(credit)"
            )
        }
    }

    private func grant(_ credit: Credit, _ place: String) {
        let sent = state.withLock { state in
            state.accounts[place]?.credit[credit.trafficClass] = credit.byteTotal
            return state.accounts[place]?.sent[credit.trafficClass] ?? 0
        }
        let window =
            credit.trafficClass == .acts
            ? HeadquartersSession.actsWindows.upperBound : HeadquartersSession.window(credit.trafficClass)
        let limit = sent + window
        if credit.byteTotal > limit {
            report(
                .memory,
                "\(place) may have \(credit.byteTotal - sent) bytes of \(credit.trafficClass) under way, more than a window"
            )
        }
    }
}

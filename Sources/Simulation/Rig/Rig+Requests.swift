import Cryptography

/// What hands and accidents do.
extension Rig {
    func answer(_ request: RigRequest) -> RigAnswer {
        do throws(RigError) {
            let answer = try perform(request)
            if request.action != .snapshot { touch() }
            return answer
        } catch {
            return RigAnswer(error)
        }
    }

    private func perform(_ request: RigRequest) throws(RigError) -> RigAnswer {
        switch request.action {
        case .make: return RigAnswer(tag: try make(request))
        case .discard: try discard(try named(request.tag, "tag"))
        case .put: try put(try named(request.tag, "tag"), try reader(request.reader))
        case .take: try take(try named(request.tag, "tag"))
        case .hold, .letGo, .close, .pry: try handle(request.action, try drawer(request.drawer))
        case .cut: try line(request.cabinet).sever(request.cut ?? .silent)
        case .mend: try line(request.cabinet).mend()
        case .delay: try line(request.cabinet).delay = try duration(request)
        case .narrow: try line(request.cabinet).byteRate = try byteRate(request)
        case .fault: try setFault(request)
        case .mendFault: try mendFault(request)
        case .snapshot: return RigAnswer(snapshot: snapshot)
        }
        return RigAnswer()
    }

    // MARK: Tags

    private func make(_ request: RigRequest) throws(RigError) -> RigSnapshot.Tag {
        let name = try named(request.tag, "tag")
        guard find(name) == nil else {
            throw RigError(.nameTaken, "there is a tag “\(name)”; give another name")
        }
        let seed = request.seed ?? generator.next()
        var drawing = SeededGenerator(seed: seed)
        let tag: SimulatedTag
        switch request.kind ?? "ntag424" {
        case "ntag424":
            tag = SimulatedTag(chip: .ntag424(try ntag424(request, using: &drawing)), seed: drawing.next())
        case "counterfeit":
            let original = try named(request.original, "original")
            guard let found = find(original) else { throw unknown("tag", original) }
            guard let copy = found.counterfeit(seed: seed) else {
                throw RigError(.wrongKind, "“\(original)” has no keys that a copy could lack")
            }
            tag = copy
        case "classic":
            let uid = try bytes(request.uid, count: MifareClassic.uidByteCount) ?? drawing.bytes(4)
            guard let card = MifareClassic(uid: uid) else {
                throw RigError(.outOfRange, "the uid has four bytes")
            }
            tag = SimulatedTag(chip: .classic(card), seed: seed)
        case "phone":
            tag = SimulatedTag(chip: .phone, seed: seed)
        case let kind:
            throw RigError(.wrongKind, "“\(kind)” is none of ntag424, counterfeit, classic, phone")
        }
        tagsInHand[name] = tag
        return report(name, tag, nil)
    }

    private func ntag424(
        _ request: RigRequest,
        using generator: inout SeededGenerator
    ) throws(RigError) -> NTAG424 {
        let drawn = NTAG424(using: &generator)
        let uid = try bytes(request.uid, count: NTAG424.uidByteCount) ?? drawn.uid
        let signature =
            try bytes(request.signature, count: NTAG424.originalitySignatureByteCount)
            ?? drawn.originalitySignature
        return NTAG424(uid: uid, production: drawn.production, originalitySignature: signature) ?? drawn
    }

    private func discard(_ name: String) throws(RigError) {
        if place(of: name) != nil, tagsInHand[name] == nil { try take(name) }
        guard tagsInHand.removeValue(forKey: name) != nil else { throw unknown("tag", name) }
    }

    private func put(_ name: String, _ reader: SimulatedReader) throws(RigError) {
        guard let tag = tagsInHand[name] else {
            guard let place = place(of: name) else { throw unknown("tag", name) }
            throw RigError(.tagElsewhere, "“\(name)” lies on \(place.name); take it first")
        }
        try reach(reader)
        try reader.put(tag, name: name)
        tagsInHand[name] = nil
    }

    private func take(_ name: String) throws(RigError) {
        guard let place = place(of: name) else {
            guard tagsInHand[name] == nil else {
                throw RigError(.tagElsewhere, "“\(name)” is in hand already")
            }
            throw unknown("tag", name)
        }
        try reach(place)
        if let tag = place.take(name) { tagsInHand[name] = tag }
    }

    /// A hand goes where it can.
    private func reach(_ reader: SimulatedReader) throws(RigError) {
        for cabinet in cabinets {
            guard let drawer = cabinet.drawer(of: reader) else { continue }
            guard cabinet.board.isOpen(drawer) else {
                throw RigError(
                    .drawerClosed,
                    "the drawer \(reader.name) is closed; it must be released first"
                )
            }
        }
    }

    private func find(_ name: String) -> SimulatedTag? {
        tagsInHand[name] ?? readers.lazy.flatMap(\.tags).first { $0.name == name }?.tag
    }

    private func place(of name: String) -> SimulatedReader? {
        readers.first { $0.tagNames.contains(name) }
    }

    // MARK: Drawers

    private func handle(_ action: RigRequest.Action, _ drawer: (board: SimulatedLockBoard, number: Int))
        throws(RigError)
    {
        switch action {
        case .hold: drawer.board.hold(drawer.number)
        case .letGo: drawer.board.letGo(drawer.number)
        case .pry: drawer.board.pry(drawer.number)
        default:
            guard drawer.board.close(drawer.number) else {
                throw RigError(.drawerHeld, "somebody holds the drawer; let go first")
            }
        }
    }

    // MARK: Everything

    private var snapshot: RigSnapshot {
        var tags = tagsInHand.map { report($0.key, $0.value, nil) }
        for reader in readers { tags += reader.tags.map { report($0.name, $0.tag, reader) } }
        return RigSnapshot(
            tags: tags.sorted { $0.name < $1.name },
            readers: readers.map {
                RigSnapshot.Reader(name: $0.name, tags: $0.tagNames, faults: $0.faults.names)
            },
            drawers: cabinets.flatMap { cabinet in
                cabinet.slotReaders.indices.map { index in
                    RigSnapshot.Drawer(
                        name: cabinet.slotReaders[index].name,
                        isOpen: cabinet.board.isOpen(index + 1),
                        isBoltDrawn: cabinet.board.isBoltDrawn(index + 1),
                        isLit: cabinet.board.isLit(index + 1),
                        pulseCount: cabinet.board.pulseCount(index + 1)
                    )
                }
            },
            lines: cabinets.compactMap { cabinet in
                cabinet.line.map {
                    RigSnapshot.Line(
                        cabinet: cabinet.name,
                        cut: $0.cut,
                        delayMilliseconds: Int($0.delay / .milliseconds(1)),
                        bytesPerSecond: $0.byteRate,
                        connectionCount: $0.connectionCount
                    )
                }
            }
        )
    }

    private func report(_ name: String, _ tag: SimulatedTag, _ reader: SimulatedReader?) -> RigSnapshot.Tag {
        RigSnapshot.Tag(
            name: name,
            kind: SavedTag(tag).kind.rawValue,
            uid: tag.uid.map { Hex.encode($0) },
            reader: reader?.name
        )
    }
}

/// Reading requests.
extension Rig {
    private static let millisecondsMax = 600_000
    private static let byteRateMax = 1_000_000_000
    private static let countMax = 1_000_000

    func named(_ name: String?, _ what: String) throws(RigError) -> String {
        guard let name, !name.isEmpty else {
            throw RigError(.unreadableRequest, "the request names no \(what)")
        }
        return name
    }

    func reader(_ name: String?) throws(RigError) -> SimulatedReader {
        let name = try named(name, "reader")
        guard let reader = readers.first(where: { $0.name == name }) else { throw unknown("reader", name) }
        return reader
    }

    func drawer(_ name: String?) throws(RigError) -> (board: SimulatedLockBoard, number: Int) {
        let name = try named(name, "drawer")
        for cabinet in cabinets {
            if let number = cabinet.drawer(named: name) { return (cabinet.board, number) }
        }
        throw unknown("drawer", name)
    }

    func board(_ name: String?) throws(RigError) -> SimulatedLockBoard {
        let name = try named(name, "board")
        guard let cabinet = cabinets.first(where: { $0.name == name }) else { throw unknown("board", name) }
        return cabinet.board
    }

    private func line(_ name: String?) throws(RigError) -> NetworkLine {
        let name = try named(name, "cabinet")
        guard let line = cabinets.first(where: { $0.name == name })?.line else { throw unknown("line", name) }
        return line
    }

    func duration(_ request: RigRequest) throws(RigError) -> Duration {
        guard let milliseconds = request.milliseconds, (0...Self.millisecondsMax).contains(milliseconds)
        else {
            throw RigError(.outOfRange, "milliseconds is missing or not within 0 to \(Self.millisecondsMax)")
        }
        return .milliseconds(milliseconds)
    }

    private func byteRate(_ request: RigRequest) throws(RigError) -> Int? {
        guard let rate = request.bytesPerSecond, (0...Self.byteRateMax).contains(rate) else {
            throw RigError(.outOfRange, "bytesPerSecond is missing or not within 0 to \(Self.byteRateMax)")
        }
        return rate == 0 ? nil : rate
    }

    func count(_ request: RigRequest) throws(RigError) -> Int? {
        guard let count = request.count else { return nil }
        guard (1...Self.countMax).contains(count) else {
            throw RigError(.outOfRange, "count is not within 1 to \(Self.countMax)")
        }
        return count
    }

    func bytes(_ text: String?, count: Int) throws(RigError) -> [UInt8]? {
        guard let text else { return nil }
        guard let bytes = Hex.decode(text), bytes.count == count else {
            throw RigError(.outOfRange, "“\(text)” is not \(count) bytes in hexadecimal text")
        }
        return bytes
    }

    func unknown(_ what: String, _ name: String) -> RigError {
        RigError(.unknownName, "there is no \(what) “\(name)”; a snapshot lists all")
    }
}

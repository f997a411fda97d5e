/// A cabinet's line to headquarters: TCP connections that are passed on, and that can be cut, mended, slowed and narrowed.
final class NetworkLine: RigPart {
    private static let pairCountMax = 64
    /// Bytes under way in one direction; a sender that is faster waits.
    fileprivate static let bufferedByteCountMax = 262_144
    fileprivate static let readByteCountMax = 65_536
    /// A narrow line's bytes are passed on in so many steps a second.
    fileprivate static let stepsPerSecond = 50

    let name: String
    private let listenAddress: LocalSocket.Address
    private let targetAddress: LocalSocket.Address
    private var listener: OpenDescriptor?
    private var pairs: [Pair] = []

    private(set) var cut: NetworkCut?
    /// How long each byte is under way.
    var delay = Duration.zero
    /// How many bytes a second each connection carries in one direction; nil for as many as come.
    var byteRate: Int?

    init(name: String, listen: LocalSocket.Address, target: LocalSocket.Address) throws(RigError) {
        self.name = name
        listenAddress = listen
        targetAddress = target
        listener = try LocalSocket.listen(at: listen)
    }

    var connectionCount: Int { pairs.count }
    var listenText: String { listenAddress.text }
    var targetText: String { targetAddress.text }

    func sever(_ how: NetworkCut) {
        cut = how
        guard how == .refusing else { return }
        for pair in pairs { pair.tear() }
        pairs = []
        listener = nil
    }

    func mend() throws(RigError) {
        if listener == nil { listener = try LocalSocket.listen(at: listenAddress) }
        cut = nil
    }

    var watched: [WatchedDescriptor] {
        guard cut == nil else { return [] }
        let doors = listener.map { [WatchedDescriptor(descriptor: $0.value)] } ?? []
        let now = ContinuousClock.now
        return doors + pairs.flatMap { $0.watched(at: now) }
    }

    var deadline: ContinuousClock.Instant? {
        cut == nil ? pairs.compactMap(\.deadline).min() : nil
    }

    func turn(at now: ContinuousClock.Instant) {
        acceptAll()
        for pair in pairs { pair.turn(at: now, delay: delay, byteRate: byteRate) }
        pairs.removeAll { $0.isOver }
    }

    private func acceptAll() {
        guard let listener else { return }
        while let near = LocalSocket.accept(listener) {
            guard pairs.count < Self.pairCountMax, let far = try? LocalSocket.connect(to: targetAddress)
            else {
                LocalSocket.resetOnClose(near)
                continue
            }
            pairs.append(Pair(near: near, far: far))
        }
    }
}

/// Bytes in one direction of a connection.
private struct Flow {
    var queue: [(due: ContinuousClock.Instant, bytes: [UInt8])] = []
    var byteCount = 0
    /// The sender has said its last.
    var hasEnded = false
    /// The receiver was told so.
    var isShut = false

    var hasRoom: Bool { !hasEnded && byteCount < NetworkLine.bufferedByteCountMax }

    /// False when the sender was torn away.
    mutating func fill(from source: OpenDescriptor, due: ContinuousClock.Instant, byteRate: Int?) -> Bool {
        let step = byteRate.map { max(1, $0 / NetworkLine.stepsPerSecond) }
        while hasRoom {
            switch source.read(countMax: step ?? NetworkLine.readByteCountMax) {
            case .bytes(let bytes):
                // What comes behind something that is under way arrives behind it, at the line's own pace.
                let start = max(due, queue.last?.due ?? due)
                let passing = byteRate.map { Duration.seconds(bytes.count) / $0 } ?? .zero
                queue.append((start + passing, bytes))
                byteCount += bytes.count
            case .nothing: return true
            case .end: hasEnded = true
            case .failed: return false
            }
        }
        return true
    }

    /// False when the receiver was torn away.
    mutating func drain(into sink: OpenDescriptor, at now: ContinuousClock.Instant) -> Bool {
        while let first = queue.first, first.due <= now {
            guard let count = sink.write(first.bytes) else { return false }
            byteCount -= count
            if count < first.bytes.count {
                queue[0].bytes.removeFirst(count)
                return true
            }
            queue.removeFirst()
        }
        if hasEnded, queue.isEmpty, !isShut {
            isShut = true
            LocalSocket.shutdownWriting(sink)
        }
        return true
    }
}

/// One connection and its continuation to the target.
private final class Pair {
    private let near: OpenDescriptor
    private let far: OpenDescriptor
    private var isConnecting = true
    private var outward = Flow()
    private var inward = Flow()
    private(set) var isOver = false

    init(near: OpenDescriptor, far: OpenDescriptor) {
        self.near = near
        self.far = far
    }

    func watched(at now: ContinuousClock.Instant) -> [WatchedDescriptor] {
        let outwardDue = outward.queue.first.map { $0.due <= now } ?? false
        let inwardDue = inward.queue.first.map { $0.due <= now } ?? false
        return [
            WatchedDescriptor(descriptor: near.value, wantsRead: outward.hasRoom, wantsWrite: inwardDue),
            WatchedDescriptor(
                descriptor: far.value,
                wantsRead: !isConnecting && inward.hasRoom,
                wantsWrite: isConnecting || outwardDue
            ),
        ]
    }

    /// What is not due yet; what is due waits for the descriptor instead.
    var deadline: ContinuousClock.Instant? {
        let now = ContinuousClock.now
        return [outward, inward].compactMap { $0.queue.first?.due }.filter { $0 > now }.min()
    }

    func turn(at now: ContinuousClock.Instant, delay: Duration, byteRate: Int?) {
        if isConnecting {
            guard LocalSocket.pendingError(far) == 0 else { return tear() }
            isConnecting = !LocalSocket.isConnected(far)
        }
        let due = now + delay
        guard outward.fill(from: near, due: due, byteRate: byteRate),
            isConnecting || inward.fill(from: far, due: due, byteRate: byteRate),
            isConnecting || outward.drain(into: far, at: now), inward.drain(into: near, at: now)
        else { return tear() }
        if outward.isShut, inward.isShut { isOver = true }
    }

    /// Ends both connections at once, as a torn line does.
    func tear() {
        LocalSocket.resetOnClose(near)
        LocalSocket.resetOnClose(far)
        isOver = true
    }
}

import Replication
import Synchronization

/// What a link's thread and its callers share: the connection that stands, what waits for it, what is ordered.
final class LinkShared: Sendable {
    /// What the thread is to do.
    enum Order {
        case none
        case stop
        /// End the connection or the attempt and stay away for at least this long.
        case reconnect(Duration)
    }

    private struct State {
        var isStopping = false
        var absence: Duration?
        var isSignalled = false
        var connection: LinkConnection?
        var outbox = Outbox()
        var error: ZeroMQError?
    }

    let events: BoundedChannel<LinkEvent>
    let wakeup: Wakeup
    let ended = Completion()
    private let limits: TransportLimits
    private let state = Mutex(State())

    init(_ limits: TransportLimits) throws(ZeroMQError) {
        let wakeup = try Wakeup()
        self.wakeup = wakeup
        self.limits = limits
        events = BoundedChannel(
            elementCountMax: limits.inboxFrameCountMax,
            byteCountMax: limits.inboxByteCountMax,
            roomReturned: { wakeup.signal() }
        )
    }
}

/// For callers on any thread.
extension LinkShared {
    /// What libzmq or the kernel refused last when an attempt was prepared.
    var error: ZeroMQError? { state.withLock { $0.error } }

    func send(_ frame: [UInt8], on connection: LinkConnection) -> SendOutcome {
        guard !frame.isEmpty, frame.count <= limits.frameByteCountMax else { return .illSized }
        return order { state in
            guard state.connection == connection else { return .unreachable }
            return state.outbox.append(frame, frameCountMax: limits.outboxFrameCountMax)
                ? .accepted : .wouldBlock
        }
    }

    func reconnect(after absence: Duration) {
        order { state in state.absence = max(absence, state.absence ?? .zero) }
    }

    func stop() {
        order { state in state.isStopping = true }
    }
}

/// For the thread.
extension LinkShared {
    func takeOrder() -> Order {
        state.withLock { state in
            state.isSignalled = false
            guard !state.isStopping else { return .stop }
            guard let absence = state.absence.take() else { return .none }
            return .reconnect(absence)
        }
    }

    func begin(_ connection: LinkConnection) {
        state.withLock { state in
            state.connection = connection
            state.outbox = Outbox()
            events.post(.up(connection))
        }
    }

    /// Hands a frame on; false when there was no room for it.
    func deliver(_ frame: [UInt8], on connection: LinkConnection) -> Bool {
        events.offer(.frame(frame, connection), byteCount: frame.count)
    }

    func end(_ connection: LinkConnection, _ loss: LinkLoss) {
        state.withLock { state in
            state.connection = nil
            state.outbox = Outbox()
            events.post(.down(connection, loss))
        }
    }

    func failed(_ loss: LinkLoss) {
        events.postOnce(.failed(loss))
    }

    func note(_ error: ZeroMQError) {
        state.withLock { $0.error = error }
    }

    func firstFrame() -> [UInt8]? {
        state.withLock { $0.outbox.frames.first }
    }

    func removeFirstFrame(on connection: LinkConnection) {
        state.withLock { state in
            if state.outbox.removeFirst(frameCountMax: limits.outboxFrameCountMax) {
                events.postOnce(.writable(connection))
            }
        }
    }

    func finish() {
        state.withLock { $0.connection = nil }
        events.finish()
        ended.complete()
    }

    /// Changes the state and wakes the thread, once for any number of orders that it has not seen.
    private func order<Result>(_ change: (inout State) -> Result) -> Result {
        let (result, isFirst) = state.withLock { state in
            let result = change(&state)
            defer { state.isSignalled = true }
            return (result, !state.isSignalled)
        }
        if isFirst { wakeup.signal() }
        return result
    }
}

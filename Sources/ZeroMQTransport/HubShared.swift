import Replication
import Synchronization

/// What a hub's thread and its callers share: who is served, what waits for them, what is to be ended.
///
/// Every event of a connection is put into the channel while the lock is held, so that no frame can follow the
/// event that its connection went down.
final class HubShared: Sendable {
    /// What the thread is to do.
    struct Orders {
        var isStopping = false
        /// Connections to end; their events are written already.
        var ending: [LinkPeer] = []
        /// Connections to end a little later.
        var dismissed: [LinkPeer] = []
        /// Connections whose outbox has frames.
        var ready: Set<LinkPeer> = []
    }

    private struct State {
        var orders = Orders()
        var isSignalled = false
        var listed: Set<TransportKey>
        var outboxes: [LinkPeer: Outbox] = [:]
        var figures = HubFigures()
        var failure: ZeroMQError?
    }

    let events: BoundedChannel<LinkHubEvent>
    let wakeup: Wakeup
    let ended = Completion()
    private let policy: AdmissionPolicy
    private let limits: TransportLimits
    private let state: Mutex<State>

    init(_ configuration: ZeroMQHubConfiguration) throws(ZeroMQError) {
        let wakeup = try Wakeup()
        self.wakeup = wakeup
        policy = configuration.policy
        limits = configuration.limits
        events = BoundedChannel(
            elementCountMax: limits.inboxFrameCountMax,
            byteCountMax: limits.inboxByteCountMax,
            roomReturned: { wakeup.signal() }
        )
        state = Mutex(State(listed: configuration.listedKeys))
    }
}

/// For callers on any thread.
extension HubShared {
    var figures: HubFigures { state.withLock { $0.figures } }

    var failure: ZeroMQError? { state.withLock { $0.failure } }

    func send(_ frame: [UInt8], to peer: LinkPeer) -> SendOutcome {
        guard !frame.isEmpty, frame.count <= limits.frameByteCountMax else { return .illSized }
        return order { state in
            guard state.outboxes[peer] != nil else { return .unreachable }
            guard state.outboxes[peer]?.append(frame, frameCountMax: limits.outboxFrameCountMax) == true
            else { return .wouldBlock }
            state.orders.ready.insert(peer)
            return .accepted
        }
    }

    func drop(_ peer: LinkPeer, _ loss: LinkHubLoss) {
        order { state in end(peer, loss, &state) }
    }

    func dismiss(_ peer: LinkPeer) {
        order { state in
            if state.outboxes[peer] != nil { state.orders.dismissed.append(peer) }
        }
    }

    func list(_ key: TransportKey) {
        state.withLock { state in _ = state.listed.insert(key) }
    }

    func unlist(_ key: TransportKey) {
        order { state in
            guard state.listed.remove(key) != nil else { return }
            endUnlisted(&state)
        }
    }

    func relist(_ keys: Set<TransportKey>) {
        order { state in
            state.listed = keys
            endUnlisted(&state)
        }
    }

    func stop() {
        order { state in state.orders.isStopping = true }
    }
}

/// For the thread.
extension HubShared {
    func takeOrders() -> Orders {
        state.withLock { state in
            state.isSignalled = false
            defer {
                state.orders.ending = []
                state.orders.dismissed = []
                state.orders.ready = []
            }
            return state.orders
        }
    }

    func count(_ change: (inout HubFigures) -> Void) {
        state.withLock { change(&$0.figures) }
    }

    func isListed(_ key: TransportKey) -> Bool {
        state.withLock { $0.listed.contains(key) }
    }

    /// Starts to serve a connection; false when its key is not on the list now.
    func begin(_ peer: LinkPeer, address: String) -> Bool {
        state.withLock { state in
            guard policy == .anyKey || state.listed.contains(peer.key) else { return false }
            state.outboxes[peer] = Outbox()
            events.post(.up(peer, address: address))
            return true
        }
    }

    /// Hands a frame on; false when its connection is no longer served.
    func deliver(_ frame: [UInt8], from peer: LinkPeer) -> Bool {
        state.withLock { state in
            guard state.outboxes[peer] != nil, events.offer(.frame(frame, peer), byteCount: frame.count)
            else { return false }
            state.figures.frames += 1
            return true
        }
    }

    /// Stops serving a connection that the thread has ended.
    func end(_ peer: LinkPeer, _ loss: LinkHubLoss) {
        state.withLock { state in
            guard state.outboxes.removeValue(forKey: peer) != nil else { return }
            events.post(.down(peer, loss))
        }
    }

    func firstFrame(for peer: LinkPeer) -> [UInt8]? {
        state.withLock { $0.outboxes[peer]?.frames.first }
    }

    func removeFirstFrame(for peer: LinkPeer) {
        state.withLock { state in
            if state.outboxes[peer]?.removeFirst(frameCountMax: limits.outboxFrameCountMax) == true {
                events.postOnce(.writable(peer))
            }
        }
    }

    func forgetFrames(for peer: LinkPeer) {
        state.withLock { $0.outboxes[peer]?.removeAll() }
    }

    /// The thread is over, by order or by an error.
    func finish(_ failure: ZeroMQError?) {
        state.withLock { state in
            state.failure = failure
            state.outboxes = [:]
        }
        events.finish()
        ended.complete()
    }
}

extension HubShared {
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

    private func end(_ peer: LinkPeer, _ loss: LinkHubLoss, _ state: inout State) {
        guard state.outboxes.removeValue(forKey: peer) != nil else { return }
        state.orders.ending.append(peer)
        // What it sent before counts no longer: a removed key is refused at once.
        events.removeAll { event in
            if case .frame(_, peer) = event { true } else { false }
        }
        events.post(.down(peer, loss))
    }

    private func endUnlisted(_ state: inout State) {
        guard policy == .listedKeys else { return }
        for peer in state.outboxes.keys where !state.listed.contains(peer.key) {
            end(peer, .removed, &state)
        }
    }
}

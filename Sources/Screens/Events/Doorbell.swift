/// Tells browsers that something changed, and never what: they ask for the page again, with the page's own rights. A
/// browser that is slow hears once of many changes; nothing is kept for it but the names of what changed.
package actor Doorbell {
    /// How many may listen, and how much is kept for each.
    package struct Limits: Sendable, Hashable {
        /// Most browsers that listen; a further one ends the oldest stream.
        package var listenerCountMax: Int
        /// Most streams of one visit: tabs that cannot share one.
        ///
        /// A further one ends the visit's oldest.
        package var listenerCountPerVisitMax: Int
        /// Most topics kept for one listener; beyond, it is told that everything changed.
        package var topicCountMax: Int
        /// A sign of life is sent after this long without news.
        package var heartbeat: Duration

        /// Limits of listening.
        package init(
            listenerCountMax: Int = 1024,
            listenerCountPerVisitMax: Int = 3,
            topicCountMax: Int = 16,
            heartbeat: Duration = .seconds(15)
        ) {
            self.listenerCountMax = listenerCountMax
            self.listenerCountPerVisitMax = listenerCountPerVisitMax
            self.topicCountMax = topicCountMax
            self.heartbeat = heartbeat
        }
    }

    /// What a listener is told next.
    enum Ring: Sendable, Hashable {
        /// These topics changed; none means that everything may have.
        case changed([String])
        /// Nothing changed.
        case heartbeat
        /// The stream is over.
        case ended
    }

    private struct Listener {
        let visit: String
        let wake: AsyncStream<Void>.Continuation
        var topics: Set<String> = []
        var changedAll = false
        var isEnded = false
    }

    /// The limits.
    package nonisolated let limits: Limits
    private var listeners: [Int: Listener] = [:]
    private var nextNumber = 0
    private var isClosed = false

    /// Nobody listens yet.
    package init(limits: Limits = Limits()) { self.limits = limits }

    /// How many listen.
    package var listenerCount: Int { listeners.count }

    /// Tells everybody that topics changed.
    ///
    /// A topic is a word of letters, digits and "-".
    package func ring(_ topics: String...) {
        for number in listeners.keys { note(topics, for: number) }
    }

    /// Wakes everybody for a sign of life, every `limits.heartbeat`, until the task is cancelled; then all
    /// streams end.
    ///
    /// Run it as a service.
    package func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: limits.heartbeat)
            for listener in listeners.values { listener.wake.yield() }
        }
        close()
    }

    /// Ends all streams and takes no more: without it a server that stops would wait for its listeners.
    package func close() {
        isClosed = true
        for number in listeners.keys { end(number) }
    }
}

extension Doorbell {
    /// A new listener's number, and what wakes it.
    func listen(visit: String) -> (number: Int, wakes: AsyncStream<Void>) {
        let own = listeners.filter { $0.value.visit == visit && !$0.value.isEnded }.keys.sorted()
        for number in own.dropLast(limits.listenerCountPerVisitMax - 1) { end(number) }
        let all = listeners.filter { !$0.value.isEnded }.keys.sorted()
        for number in all.dropLast(limits.listenerCountMax - 1) { end(number) }
        // One wake is as good as many: what changed is in the listener.
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = nextNumber
        nextNumber += 1
        listeners[number] = Listener(visit: visit, wake: wake)
        if isClosed { end(number) }
        return (number, wakes)
    }

    /// What a listener that was woken is told.
    func answer(_ number: Int) -> Ring {
        guard var listener = listeners[number], !listener.isEnded else { return .ended }
        defer { listeners[number] = listener }
        if listener.changedAll {
            listener.changedAll = false
            listener.topics = []
            return .changed([])
        }
        guard !listener.topics.isEmpty else { return .heartbeat }
        defer { listener.topics = [] }
        return .changed(listener.topics.sorted())
    }

    /// A listener went away.
    func leave(_ number: Int) {
        listeners[number]?.wake.finish()
        listeners[number] = nil
    }

    private func note(_ topics: [String], for number: Int) {
        listeners[number]?.topics.formUnion(topics)
        if (listeners[number]?.topics.count ?? 0) > limits.topicCountMax {
            listeners[number]?.changedAll = true
        }
        listeners[number]?.wake.yield()
    }

    private func end(_ number: Int) {
        listeners[number]?.isEnded = true
        listeners[number]?.wake.yield()
    }
}

import Synchronization

/// A queue between a line's thread and the task that reads its events, with limits on number and bytes.
///
/// Two kinds of elements go in. What the other side can send without end is *offered*, and refused when the
/// limits are reached; the producer then leaves it where it is, which slows the sender down. What is bounded
/// by its nature (a connection came up, a connection went down) is *posted* and always taken.
package final class BoundedChannel<Element: Sendable>: Sendable {
    private let state = Mutex(State())
    private let elementCountMax: Int
    private let byteCountMax: Int
    private let roomReturned: @Sendable () -> Void

    /// Makes an empty channel.
    /// - Parameters:
    ///   - elementCountMax: the greatest number of offered elements that wait.
    ///   - byteCountMax: no further element is taken while those that wait have this many bytes or more.
    ///   - roomReturned: called after room was asked for in vain, once half of both limits is free.
    package init(
        elementCountMax: Int,
        byteCountMax: Int,
        roomReturned: @escaping @Sendable () -> Void = {}
    ) {
        self.elementCountMax = elementCountMax
        self.byteCountMax = byteCountMax
        self.roomReturned = roomReturned
    }

    /// Whether an offered element would be taken.
    ///
    /// When not, `roomReturned` is called later.
    package var hasRoom: Bool {
        state.withLock { state in
            let fits = !state.isFinished && isBelowLimits(state)
            if !fits { state.isShort = true }
            return fits
        }
    }

    /// Puts an element in when there is room.
    /// - Parameters:
    ///   - element: what to put in.
    ///   - byteCount: what it counts against the limit.
    /// - Returns: false when there was no room or the channel has ended; `roomReturned` is called later.
    package func offer(_ element: Element, byteCount: Int) -> Bool {
        let (taken, waiter) = state.withLock { state -> (Bool, Waiter?) in
            guard !state.isFinished, isBelowLimits(state) else {
                state.isShort = true
                return (false, nil)
            }
            return (true, state.put(Entry(element: element, byteCount: byteCount, isOffered: true)))
        }
        waiter?.continuation.resume(returning: element)
        return taken
    }

    /// Puts an element in, past the limits.
    ///
    /// Nothing happens after the end.
    package func post(_ element: Element) {
        let waiter = state.withLock { state -> Waiter? in
            guard !state.isFinished else { return nil }
            return state.put(Entry(element: element, byteCount: 0, isOffered: false))
        }
        waiter?.continuation.resume(returning: element)
    }

    /// Puts an element in, past the limits, unless an equal one waits.
    package func postOnce(_ element: Element) where Element: Equatable {
        let waiter = state.withLock { state -> Waiter? in
            guard !state.isFinished, !state.queue.contains(where: { $0.element == element }) else {
                return nil
            }
            return state.put(Entry(element: element, byteCount: 0, isOffered: false))
        }
        waiter?.continuation.resume(returning: element)
    }

    /// Removes what waits and meets the condition.
    package func removeAll(where condition: (Element) -> Bool) {
        let hasReturned = state.withLock { state in
            state.removeAll(where: condition)
            return takeShortage(&state)
        }
        if hasReturned { roomReturned() }
    }

    /// Ends the channel: what waits can still be read, then readers get nil.
    package func finish() {
        let waiters = state.withLock { state in
            state.isFinished = true
            return state.takeWaiters()
        }
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
    }

    /// The next element; waits for one.
    ///
    /// Nil at the end, and when the task is cancelled.
    package func next() async -> Element? {
        let ticket: UInt64
        switch take() {
        case .element(let element): return element
        case .end: return nil
        case .wait(let number): ticket = number
        }
        let element = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enqueue(Waiter(ticket: ticket, continuation: continuation))
            }
        } onCancel: {
            cancel(ticket)
        }
        state.withLock { state in _ = state.cancelledTickets.remove(ticket) }
        return element
    }
}

extension BoundedChannel: AsyncSequence {
    /// Reads the channel until its end.
    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let channel: BoundedChannel

        package func next() async -> Element? {
            await channel.next()
        }
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(channel: self)
    }
}

extension BoundedChannel {
    private struct Entry: Sendable {
        let element: Element
        let byteCount: Int
        let isOffered: Bool
    }

    private struct Waiter: Sendable {
        let ticket: UInt64
        let continuation: CheckedContinuation<Element?, Never>
    }

    private enum Taken {
        case element(Element)
        case end
        case wait(UInt64)
    }

    private struct State: Sendable {
        var queue = FIFO<Entry>()
        var offeredCount = 0
        var byteCount = 0
        var isFinished = false
        /// Room was asked for in vain.
        var isShort = false
        var waiters = FIFO<Waiter>()
        var cancelledTickets: Set<UInt64> = []
        var lastTicket: UInt64 = 0

        /// Returns the reader that gets the element at once, if one waits.
        mutating func put(_ entry: Entry) -> Waiter? {
            if let waiter = waiters.popFirst() { return waiter }
            queue.append(entry)
            byteCount += entry.byteCount
            if entry.isOffered { offeredCount += 1 }
            return nil
        }

        mutating func pop() -> Element? {
            guard let entry = queue.popFirst() else { return nil }
            byteCount -= entry.byteCount
            if entry.isOffered { offeredCount -= 1 }
            return entry.element
        }

        mutating func removeAll(where condition: (Element) -> Bool) {
            var removedByteCount = 0
            var removedCount = 0
            queue.removeAll { entry in
                guard condition(entry.element) else { return false }
                removedByteCount += entry.byteCount
                if entry.isOffered { removedCount += 1 }
                return true
            }
            byteCount -= removedByteCount
            offeredCount -= removedCount
        }

        mutating func takeWaiters() -> [Waiter] {
            var taken: [Waiter] = []
            while let waiter = waiters.popFirst() { taken.append(waiter) }
            return taken
        }
    }

    private func isBelowLimits(_ state: State) -> Bool {
        state.offeredCount < elementCountMax && state.byteCount < byteCountMax
    }

    /// Half of both limits must be free, so that a slow reader does not wake the thread for each element.
    private func takeShortage(_ state: inout State) -> Bool {
        guard state.isShort, state.offeredCount <= elementCountMax / 2, state.byteCount <= byteCountMax / 2
        else { return false }
        state.isShort = false
        return true
    }

    private func take() -> Taken {
        let (taken, hasReturned) = state.withLock { state -> (Taken, Bool) in
            if let element = state.pop() { return (.element(element), takeShortage(&state)) }
            if state.isFinished { return (.end, false) }
            state.lastTicket += 1
            return (.wait(state.lastTicket), false)
        }
        if hasReturned { roomReturned() }
        return taken
    }

    private func enqueue(_ waiter: Waiter) {
        let (taken, hasReturned) = state.withLock { state -> (Taken, Bool) in
            if state.cancelledTickets.contains(waiter.ticket) { return (.end, false) }
            if let element = state.pop() { return (.element(element), takeShortage(&state)) }
            if state.isFinished { return (.end, false) }
            state.waiters.append(waiter)
            return (.wait(waiter.ticket), false)
        }
        if hasReturned { roomReturned() }
        switch taken {
        case .element(let element): waiter.continuation.resume(returning: element)
        case .end: waiter.continuation.resume(returning: nil)
        case .wait: break
        }
    }

    private func cancel(_ ticket: UInt64) {
        let waiter = state.withLock { state -> Waiter? in
            var found: Waiter?
            state.waiters.removeAll { waiter in
                guard waiter.ticket == ticket else { return false }
                found = waiter
                return true
            }
            // The handler may run before the continuation is there; it then finds the ticket here.
            if found == nil { state.cancelledTickets.insert(ticket) }
            return found
        }
        waiter?.continuation.resume(returning: nil)
    }
}

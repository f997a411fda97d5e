import Host
import Synchronization

/// Keeps one reader process at work: starts it, gives every request a deadline, kills it, starts it again.
///
/// Whatever libnfc does to its process, here it is a state. A reader that is ill throws `readerIll` with the illness,
/// and an empty place is only what a healthy reader found empty.
package actor TagReaderSupervisor {
    /// The name of the place that this reader looks at, for logs.
    package nonisolated let name: String

    private nonisolated let executor: BlockingExecutor
    private nonisolated let published = Mutex<ReaderState>(.starting)
    private let launch: ReaderLaunch
    private let limits: ReaderLimits
    private var backOff: RestartBackOff
    private var link: ReaderLink?
    private var notBefore: ContinuousClock.Instant = .now
    private var requestNumber: UInt32 = 0
    /// Goes up with everything that ends the use of a selected tag.
    private var selection: UInt64 = 0
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Callers that wait for their turn at one reader.
    package static let waitingCountMax = 16

    /// Starts nothing yet; the first request does.
    package init(
        name: String,
        launch: ReaderLaunch,
        limits: ReaderLimits = ReaderLimits(),
        backOff: RestartBackOff = RestartBackOff()
    ) {
        self.name = name
        self.launch = launch
        self.limits = limits
        self.backOff = backOff
        executor = BlockingExecutor(label: "reader \(name)")
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// What the reader is able to say, without waiting for it.
    package nonisolated var state: ReaderState { published.withLock { $0 } }

    /// Looks at the place and runs `body` with the tag that lies there; returns nil when there is none.
    ///
    /// One caller at a time, in turn. `body` runs on the reader's own thread, so its exchanges change no thread; the
    /// field stays on afterwards, until `release`. Throws `readerIll` when the reader cannot say what lies there.
    package func withTag<Result: Sendable>(
        _ body: (SelectedTag) async throws(TagError) -> Result
    ) async throws(TagError) -> Result? {
        try await takeTurn()
        defer { endTurn() }
        guard let tag = try select() else { return nil }
        defer { selection += 1 }
        return try await body(tag)
    }

    /// Switches the field off, so that tag and reader stay cool; the next look switches it on again.
    package func release() async throws(TagError) {
        try await takeTurn()
        defer { endTurn() }
        selection += 1
        // An ill reader was closed, and a closed one has no field.
        guard link != nil, state == .ready else { return }
        _ = try ask(.release)
    }

    /// Opens the reader if it is not open, and throws `readerIll` when it cannot be.
    package func check() async throws(TagError) {
        try await takeTurn()
        defer { endTurn() }
        try makeReady()
    }

    /// Ends the process; the next request starts another.
    package func stop() {
        selection += 1
        link = nil
        publish(.ill(.stopped))
    }
}

extension TagReaderSupervisor {
    func transceive(_ command: [UInt8], in wanted: UInt64) throws(TagError) -> [UInt8] {
        try requireCurrent(wanted)
        let result = try ask(.exchange(command))
        guard case .answer(let bytes) = result else { throw babble() }
        backOff.worked()
        return bytes
    }

    func isPresent(in wanted: UInt64) throws(TagError) -> Bool {
        try requireCurrent(wanted)
        guard case .present(let present) = try ask(.presence) else { throw babble() }
        return present
    }

    private func requireCurrent(_ wanted: UInt64) throws(TagError) {
        guard wanted == selection else {
            throw TagError(.superseded, "reader \(name) has looked again since; use the tag of the last look")
        }
    }

    private func select() throws(TagError) -> SelectedTag? {
        try makeReady()
        selection += 1
        switch try ask(.select) {
        case .target(let target):
            return SelectedTag(target, self, selection: selection)
        case .noTarget:
            backOff.worked()
            return nil
        default: throw babble()
        }
    }

    /// Starts the process and opens the reader, unless it is open or must be left alone for a while.
    private func makeReady() throws(TagError) {
        if link != nil, state == .ready { return }
        if case .ill(let illness) = state, illness != .stopped, ContinuousClock.now < notBefore {
            throw Self.error(name, illness)
        }
        if link == nil {
            do throws(ReaderLinkFailure) { link = try ReaderLink.opened(launch) } catch {
                throw fall(ill: error.illness)
            }
        }
        guard case .opened = try ask(.open) else { throw babble() }
        publish(.ready)
    }

    /// One request and its answer; turns every failure into state and error.
    private func ask(_ action: ReaderRequest.Action) throws(TagError) -> ReaderAnswer.Result {
        requestNumber &+= 1
        let limit = limits.limit(of: action)
        let request = try ReaderRequest(
            number: requestNumber,
            limitMilliseconds: UInt32(limit.milliseconds),
            action
        )
        let result: ReaderAnswer.Result?
        do throws(ReaderLinkFailure) {
            let deadline = ContinuousClock.now.advanced(by: limit + ReaderLimits.grace)
            result = try link?.ask(request, until: deadline)
        } catch {
            throw fall(ill: error.illness)
        }
        switch result {
        case nil: throw Self.error(name, illness)
        case .failed(.tagGone, _):
            throw TagError(.tagGone, "the tag at reader \(name) left; lay it still and select it again")
        case .failed(.refused, let detail):
            throw TagError(
                .tagGone,
                "reader \(name) refused a command (libnfc \(detail)); select the tag again"
            )
        case .failed(let failure, _): throw fall(ill: .failed(failure))
        case .some(let result): return result
        }
    }

    private var illness: ReaderIllness {
        if case .ill(let illness) = state { illness } else { .stopped }
    }

    /// Notes an illness and how long to leave the reader alone.
    ///
    /// A process that said itself what it ails may go on and open anew; any other is ended.
    private func fall(ill illness: ReaderIllness) -> TagError {
        selection += 1
        if case .failed = illness {} else { link = nil }
        notBefore = ContinuousClock.now.advanced(by: backOff.failed())
        publish(.ill(illness))
        return Self.error(name, illness)
    }

    private func babble() -> TagError { fall(ill: .babbling) }

    private nonisolated func publish(_ state: ReaderState) { published.withLock { $0 = state } }

    private static func error(_ name: String, _ illness: ReaderIllness) -> TagError {
        TagError(
            .readerIll,
            "reader \(name) can say nothing (\(illness)); it is tried again by itself, else look at cable and power",
            illness: illness
        )
    }

    private func takeTurn() async throws(TagError) {
        guard isTaken else {
            isTaken = true
            return
        }
        guard waiting.count < Self.waitingCountMax else {
            throw TagError(.tooManyWaiting, "\(waiting.count) callers wait for reader \(name) already")
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Hands the turn to the one who waits longest.
    private func endTurn() {
        guard !waiting.isEmpty else {
            isTaken = false
            return
        }
        waiting.removeFirst().resume()
    }
}

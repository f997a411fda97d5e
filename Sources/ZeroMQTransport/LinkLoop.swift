import Replication

/// The thread of a link: attempts, connections, and the waits between them.
struct LinkLoop: ~Copyable {
    /// How an attempt or its connection ended.
    private struct Ending {
        var loss: LinkLoss
        var connectedFor: Duration = .zero
        /// What the caller asked for.
        var absence: Duration = .zero
    }

    private let configuration: ZeroMQLinkConfiguration
    private let shared: LinkShared
    private let context: ZeroMQContext
    private let clock = ContinuousClock()
    private var schedule: ReconnectSchedule
    private var generator = SystemRandomNumberGenerator()
    private var attemptCount: UInt64 = 0
    private var connectionCount: UInt64 = 0
    private var lastFailure: LinkLoss?
    private var isStopping = false

    init(
        _ configuration: ZeroMQLinkConfiguration,
        shared: LinkShared,
        context: ZeroMQContext
    ) {
        self.configuration = configuration
        self.shared = shared
        self.context = context
        schedule = ReconnectSchedule(configuration.reconnect)
    }

    /// Connects again and again until it is told to stop.
    consuming func run() {
        while !isStopping {
            let ending = connect()
            guard !isStopping else { return }
            let wait = schedule.wait(
                after: ending.loss,
                connectedFor: ending.connectedFor,
                using: &generator
            )
            rest(for: ending.absence + wait)
        }
    }

    private mutating func connect() -> Ending {
        attemptCount += 1
        var session = LinkSession(
            configuration: configuration,
            shared: shared,
            next: LinkConnection(number: connectionCount + 1)
        )
        let order: LinkShared.Order
        do throws(ZeroMQError) {
            var sockets = try LinkSockets(configuration, number: attemptCount, in: context)
            order = try session.run(&sockets)
        } catch {
            // Short of descriptors or memory: a later attempt may have them.
            shared.note(error)
            session.fail(.unreachable)
            order = .none
        }
        var ending = Ending(loss: session.loss ?? .requested)
        switch order {
        case .none: break
        case .stop: isStopping = true
        case .reconnect(let absence): ending.absence = absence
        }
        if let since = session.connectedSince {
            connectionCount += 1
            ending.connectedFor = since.duration(to: clock.now)
            lastFailure = nil
            shared.end(LinkConnection(number: connectionCount), ending.loss)
        } else if ending.loss != .requested, lastFailure != ending.loss {
            lastFailure = ending.loss
            shared.failed(ending.loss)
        }
        return ending
    }

    /// Waits, and longer while the reader of the events is behind: its events must stay few.
    private mutating func rest(for duration: Duration) {
        var until = clock.now.advanced(by: duration)
        var poll = DescriptorPoll([shared.wakeup.descriptor])
        while true {
            shared.wakeup.drain()
            switch shared.takeOrder() {
            case .none: break
            case .stop:
                isStopping = true
                return
            case .reconnect(let absence): until = clock.now.advanced(by: absence)
            }
            let left = clock.now.duration(to: until)
            if left > .zero {
                poll.wait(left)
            } else if shared.events.hasRoom {
                return
            } else {
                poll.wait(nil)
            }
        }
    }
}

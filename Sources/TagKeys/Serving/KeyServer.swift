import Authority
import Glibc
import Host
import Logging
import Records
import SealTags

/// Serves the socket on a thread of its own: one request after the other, in the order in which they came.
actor KeyServer {
    /// Headquarters keeps one connection; the rest is for its restarts.
    static let connectionCountMax = 8

    private let listener: StreamSocket
    private let waker: ServiceWaker
    private let now: @Sendable () -> Int64
    private let logger: Logger
    /// The server's own thread: its waits must not take one of Swift's.
    private let executor = BlockingExecutor(label: "tag-key service")
    private var desk: KeyDesk
    private var connections: [Connection] = []

    private struct Connection {
        let socket: StreamSocket
        var frames = KeyServiceFrames()
        /// When a frame that has begun must have ended.
        var deadline: ContinuousClock.Instant?
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(
        desk: sending KeyDesk,
        path: String,
        waker: ServiceWaker,
        now: @escaping @Sendable () -> Int64,
        logger: Logger
    ) throws(KeyServiceError) {
        listener = try StreamSocket.listening(at: path)
        self.desk = desk
        self.waker = waker
        self.now = now
        self.logger = logger
    }

    /// Serves until the waker stops it.
    func run() {
        defer { waker.end() }
        while true {
            var questions = [waker.descriptor, listener.descriptor].map(Self.question)
            questions += connections.map { Self.question($0.socket.descriptor) }
            let ready = unsafe poll(&questions, nfds_t(questions.count), Self.milliseconds(until: deadline))
            if ready < 0, errno != EINTR { return }
            if questions[0].revents != 0, !waker.answer() { return }
            let answering = connections.indices.filter { questions[$0 + 2].revents != 0 }
            let ended = answering.filter { !serve(&connections[$0]) }
            for index in ended.reversed() { connections.remove(at: index) }
            connections.removeAll { $0.deadline.map { $0 <= .now } ?? false }
            if questions[1].revents != 0 { admit() }
        }
    }
}

extension KeyServer {
    private static func question(_ descriptor: Int32) -> pollfd {
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    }

    private var deadline: ContinuousClock.Instant? { connections.compactMap(\.deadline).min() }

    private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        let left = ContinuousClock.now.duration(to: deadline)
        return left > .zero ? Int32(clamping: left.components.seconds * 1_000 + 1_000) : 0
    }

    private func admit() {
        guard let socket = listener.accepted() else { return }
        guard connections.count < Self.connectionCountMax else {
            logger.warning(
                "a connection was turned away",
                metadata: ["connection.count.max": "\(Self.connectionCountMax)"]
            )
            return
        }
        connections.append(Connection(socket: socket))
    }

    /// Answers what has come; false when the connection is of no more use.
    private func serve(_ connection: inout Connection) -> Bool {
        guard let bytes = connection.socket.received() else { return false }
        connection.frames.append(bytes)
        do throws(KeyServiceError) {
            while true {
                let frame: [UInt8]?
                do throws(KeyServiceError) { frame = try connection.frames.next() } catch {
                    // The stream cannot be followed any more: say why and hang up.
                    try send(.refused(error), to: connection)
                    return false
                }
                guard let frame else { break }
                try send(answer(to: frame), to: connection)
            }
        } catch {
            logger.warning("an answer could not be handed over", metadata: ["error": "\(error)"])
            return false
        }
        if !connection.frames.isMidway {
            connection.deadline = nil
        } else if connection.deadline == nil {
            connection.deadline = .now + KeyServiceLimits.frameTime
        }
        return true
    }

    private func send(_ answer: KeyServiceAnswer, to connection: Connection) throws(KeyServiceError) {
        try connection.socket.send(
            try KeyServiceFrames.frame(answer.encoded),
            until: .now + KeyServiceLimits.frameTime
        )
    }

    private func answer(to frame: [UInt8]) -> KeyServiceAnswer {
        do throws(KeyServiceError) {
            let request: KeyServiceRequest
            do { request = try KeyServiceRequest(decoding: frame) } catch {
                throw KeyServiceError(.malformed, error.message)
            }
            let answer = try desk.answer(request, at: now())
            if case .deliveries(let deliveries) = answer { note(deliveries) }
            return answer
        } catch {
            logger.warning(
                "a request was refused",
                metadata: ["code": "\(error.code.rawValue)", "error": "\(error)"]
            )
            return .refused(error)
        }
    }

    private func note(_ deliveries: [TagKeyDelivery]) {
        guard let first = deliveries.first else { return }
        logger.notice(
            "keys of a tag were given",
            metadata: [
                "tag.uid": "\(TagUID(first.uid.bytes)?.description ?? "")",
                "cabinets": "\(deliveries.map(\.cabinet).joined(separator: " "))",
            ]
        )
    }
}

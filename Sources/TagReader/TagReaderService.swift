import Glibc
import SealTags

/// Serves one supervisor: a request comes, libnfc does it, the answer goes.
///
/// After any doubt about the line the reader is closed, and only `open` opens it again: libnfc hands an answer that
/// came too late to the next command, whatever that was.
struct TagReaderService: ~Copyable {
    /// libnfc gives a chip 350 ms for each of up to three commands on closing.
    private static let closingMilliseconds: UInt32 = 1500

    private let port: String
    private let socket: SupervisorSocket
    private let watchdog: Watchdog
    private var lock: PortLock?
    private var reader: NearFieldReader?

    init(port: String, socket: consuming SupervisorSocket, watchdog: Watchdog) {
        self.port = port
        self.socket = socket
        self.watchdog = watchdog
    }

    /// Serves until the supervisor hangs up.
    mutating func run() throws(TagReaderExit) {
        while let bytes = socket.receive() {
            let request: ReaderRequest
            do throws(TagError) { request = try ReaderRequest(bytes: bytes) } catch {
                throw .malformedRequest
            }
            watchdog.arm(milliseconds: request.limitMilliseconds)
            let (result, closes) = result(of: request.action)
            watchdog.disarm()
            guard socket.send(ReaderAnswer(number: request.number, result).bytes) else { return }
            if closes { closeReader() }
        }
    }

    private mutating func result(
        of action: ReaderRequest.Action
    ) -> (result: ReaderAnswer.Result, closes: Bool) {
        do throws(LibraryFailure) { return (try perform(action), false) } catch {
            return (.failed(error.failure, error.number), error.closes)
        }
    }

    /// After the answer went out, because a chip that is silent lets libnfc wait for it once more.
    private mutating func closeReader() {
        watchdog.arm(milliseconds: Self.closingMilliseconds)
        reader = nil
        watchdog.disarm()
    }

    private mutating func perform(_ action: ReaderRequest.Action) throws(LibraryFailure)
        -> ReaderAnswer.Result
    {
        if case .open = action {
            try open()
            return .opened
        }
        guard reader != nil else { throw LibraryFailure(.notOpen, closes: false) }
        switch action {
        case .open: return .opened
        case .select:
            guard let target = try reader?.select() else { return .noTarget }
            return .target(target)
        case .exchange(let command): return .answer(try reader?.exchange(command) ?? [])
        case .presence: return .present(try reader?.isPresent() ?? false)
        case .release:
            try reader?.release()
            return .released
        }
    }

    private mutating func open() throws(LibraryFailure) {
        reader = nil
        lock = nil
        do throws(PortLock.Failure) { lock = try PortLock(port: port) } catch {
            throw LibraryFailure(error == .busy ? .portBusy : .noPort, closes: true)
        }
        do throws(LibraryFailure) { reader = try NearFieldReader.opened(port: port) } catch {
            lock = nil
            throw error
        }
    }
}

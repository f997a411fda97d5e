import Glibc
import Synchronization

@testable import ZeroMQTransport

/// A TCP relay on the loopback between a link and a hub, whose lines can fall silent, stop or be cut.
final class TestRelay: Sendable {
    enum Mode {
        /// Bytes go through.
        case open
        /// A few megabytes a second go through.
        case slow
        /// Bytes are swallowed and nothing is closed, as when a router loses power.
        case silent
    }

    private struct State {
        var mode = Mode.open
        var isCutting = false
        var isStopping = false
    }

    let port: UInt16
    private let target: UInt16
    private let listener: Int32
    private let wakeup: Wakeup
    private let state = Mutex(State())
    private let ended = Completion()

    /// Relays to a port of the loopback.
    init(to target: UInt16) throws {
        self.target = target
        wakeup = try Wakeup()
        (listener, port) = try TestSocket.listen()
        try DedicatedThread.start { [self] in
            serve()
            ended.complete()
        }
    }

    var address: String { "tcp://127.0.0.1:\(port)" }

    func set(_ mode: Mode) {
        state.withLock { $0.mode = mode }
        wakeup.signal()
    }

    /// Closes all lines; new ones can be opened.
    func cut() {
        state.withLock { $0.isCutting = true }
        wakeup.signal()
    }

    func stop() async {
        state.withLock { $0.isStopping = true }
        wakeup.signal()
        await ended.wait()
    }

    private func serve() {
        var lines: [(Int32, Int32)] = []
        func closeAll() {
            for (near, far) in lines {
                close(near)
                close(far)
            }
            lines = []
        }
        defer {
            closeAll()
            close(listener)
        }
        while true {
            wakeup.drain()
            let now = state.withLock { state in
                defer { state.isCutting = false }
                return state
            }
            if now.isStopping { return }
            if now.isCutting { closeAll() }
            var entries = [wakeup.descriptor, listener] + lines.flatMap { [$0.0, $0.1] }
            var polled = entries.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard unsafe poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
            entries = polled.filter { $0.revents != 0 }.map(\.fd)
            if entries.contains(listener) {
                let near = accept(listener, nil, nil)
                if let far = TestSocket.connect(to: target) { lines.append((near, far)) } else { close(near) }
            }
            lines.removeAll { near, far in
                let isAlive = pump(near, far, entries, now.mode) && pump(far, near, entries, now.mode)
                if !isAlive {
                    close(near)
                    close(far)
                }
                return !isAlive
            }
        }
    }

    private func pump(_ source: Int32, _ sink: Int32, _ readable: [Int32], _ mode: Mode) -> Bool {
        guard readable.contains(source) else { return true }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = unsafe read(source, &buffer, buffer.count)
        guard count > 0 else { return false }
        guard mode != .silent else { return true }
        if mode == .slow { usleep(10000) }
        return TestSocket.write(Array(buffer[..<count]), to: sink)
    }
}

import Glibc
import SealTags
import Synchronization

/// Reaches the service's loop from other threads: ends its wait for good, or asks it for a sign of life.
final class ServiceWaker: Sendable {
    private struct State {
        /// Who waits for the loop's next round.
        var asking: [CheckedContinuation<Bool, Never>] = []
        var isStopping = false
        var isOver = false
    }

    /// Can be read when somebody wants something of the loop.
    let descriptor: Int32
    private let writeEnd: Int32
    private let state = Mutex(State())

    init() throws(KeyServiceError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw SecretFile.failure("cannot make a pipe") }
        (descriptor, writeEnd) = (ends[0], ends[1])
        // pipe2(2) is hidden from Swift; the flags are set one by one.
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        _ = close(descriptor)
        _ = close(writeEnd)
    }

    /// Ends the loop; any number of times.
    func stop() {
        state.withLock { $0.isStopping = true }
        wake()
    }

    /// Whether the loop comes round: true with its next round, false once it has ended.
    func isAnswering() async -> Bool {
        await withCheckedContinuation { asker in
            let isOver = state.withLock { state in
                if !state.isOver { state.asking.append(asker) }
                return state.isOver
            }
            if isOver { asker.resume(returning: false) } else { wake() }
        }
    }

    /// Answers whoever asked: for the loop, when the descriptor can be read.
    ///
    /// - Returns: whether the loop goes on.
    func answer() -> Bool {
        // Emptied before the askers are taken: whoever comes in between writes a byte of his own.
        var bytes = [UInt8](repeating: 0, count: 64)
        while unsafe read(descriptor, &bytes, bytes.count) > 0 {}
        let (asking, isStopping) = state.withLock { state in
            defer { state.asking = [] }
            return (state.asking, state.isStopping)
        }
        for asker in asking { asker.resume(returning: true) }
        return !isStopping
    }

    /// The loop has ended.
    func end() {
        let asking = state.withLock { state in
            defer { state.asking = [] }
            state.isOver = true
            return state.asking
        }
        for asker in asking { asker.resume(returning: false) }
    }

    private func wake() {
        var byte: UInt8 = 0
        // A pipe that is full wakes the loop as well.
        _ = unsafe write(writeEnd, &byte, 1)
    }
}

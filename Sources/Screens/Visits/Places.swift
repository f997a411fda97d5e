import Synchronization

/// The places of a bounded queue.
final class Places: Sendable {
    private let taken = Mutex(0)

    func take() throws(ScreensError) {
        let hasPlace = taken.withLock { count in
            guard count < PasswordBench.waitingCountMax else { return false }
            count += 1
            return true
        }
        guard hasPlace else {
            throw ScreensError(.passwordBusy, "Many log in at once; try again in a moment.")
        }
    }

    func leave() { taken.withLock { $0 -= 1 } }
}

import Synchronization

/// Tells a machine that its disk lost power: the disk is there before the machine is.
final class Cut: Sendable {
    private let listener = Mutex<(@Sendable () -> Void)?>(nil)

    func listen(_ body: @escaping @Sendable () -> Void) { listener.withLock { $0 = body } }

    func tell() { listener.withLock { $0 }?() }
}

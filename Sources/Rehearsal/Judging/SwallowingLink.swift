import Replication
import Simulation
import Synchronization

/// A line that takes some frames and never sends them, and says nothing.
final class SwallowingLink: Link {
    /// One frame in so many is lost.
    private static let framesPerLoss = 7

    private let link: SimulatedLink
    private let count = Mutex(0)

    init(_ link: SimulatedLink) { self.link = link }

    var events: BoundedChannel<LinkEvent> { link.events }

    func send(_ frame: [UInt8], on connection: LinkConnection) -> SendOutcome {
        let isLost = count.withLock { count in
            count += 1
            return count.isMultiple(of: Self.framesPerLoss)
        }
        return isLost ? .accepted : link.send(frame, on: connection)
    }

    func reconnect(after delay: Duration) { link.reconnect(after: delay) }

    func close() async { await link.close() }
}

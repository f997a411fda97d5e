import Records
import Replication
import Synchronization

/// What has come from all lines and waits to be stored: whoever stores takes a batch of it at once, so that many frames
/// share the syncs of one commit.
///
/// It is bounded by the credit of the sessions: each line has at most its window waiting here.
final class Intake: Sendable {
    /// Something that came, and from which connection.
    struct Arrival: Sendable {
        let peer: LinkPeer
        let ingest: CabinetIngest
    }

    /// The most that is stored in one commit: so long does an answer wait at most for others.
    static let batchByteCountMax = 4 * 1_024 * 1_024
    /// The most pieces of one commit; heads have no bytes that count.
    static let batchCountMax = 1_024
    /// What all lines together may have under way or waiting here.
    private static let windowByteCountMax: UInt64 = 64 * 1_024 * 1_024

    /// Yields after something was put in; several may come as one.
    let arrivals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let waiting = Mutex(FIFO<Arrival>())

    init() {
        (arrivals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// What one of so many lines may have under way.
    static func window(connections: Int) -> UInt64 { windowByteCountMax / UInt64(max(1, connections)) }

    /// Puts something behind what waits.
    func put(_ ingest: CabinetIngest, from peer: LinkPeer) {
        waiting.withLock { $0.append(Arrival(peer: peer, ingest: ingest)) }
        signal.yield()
    }

    /// Whether nothing waits.
    var isEmpty: Bool { waiting.withLock { $0.isEmpty } }

    /// Takes what is to be stored next; nil when nothing waits.
    func next() -> [Arrival]? {
        waiting.withLock { waiting in
            var (batch, byteCount): ([Arrival], Int) = ([], 0)
            while batch.count < Self.batchCountMax, byteCount < Self.batchByteCountMax,
                let arrival = waiting.popFirst()
            {
                let bundle = arrival.ingest.ingest.bundle
                byteCount += (bundle?.leaves.count ?? 0) + (bundle?.bodies.count ?? 0)
                batch.append(arrival)
            }
            return batch.isEmpty ? nil : batch
        }
    }
}

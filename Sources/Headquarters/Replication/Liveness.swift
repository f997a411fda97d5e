import Host
package import Records
import Synchronization

/// What is known of the lines to cabinets: outside the logs, last writer wins, no evidence.
package final class Liveness: Sendable {
    /// One cabinet's line.
    package struct Line: Sendable, Equatable {
        /// Whether a session stands.
        package var isConnected = false
        /// The numeric address it came from.
        package var address = ""
        /// When a frame last came, in milliseconds since 1970; nil before the first since the start.
        package var lastContact: Int64?
        /// The cabinet's present start.
        package var boot: Identifier<Boot>?
        /// How many leaves of the site's policy it was offered.
        package var policyOffered: UInt64 = 0
        /// How many leaves of the site's policy it has asked for and been sent.
        package var policySent: UInt64 = 0
        /// How many leaves of the site's policy it said to hold.
        package var policyHeld: UInt64 = 0
    }

    private let lines = Mutex<[String: Line]>([:])
    private let changes = Changes()

    /// Nobody is connected.
    package init() {}

    /// The line of a cabinet.
    package func line(of cabinet: String) -> Line { lines.withLock { $0[cabinet] ?? Line() } }

    /// All lines by cabinet.
    package var all: [String: Line] { lines.withLock { $0 } }

    /// A sequence that yields after changes.
    package func updates() -> AsyncStream<Void> { changes.stream() }

    /// Changes a cabinet's line; listeners hear of it unless only the time of the last contact moved.
    package func change(_ cabinet: String, _ body: (inout Line) -> Void) {
        let isNews = lines.withLock { lines in
            var line = lines[cabinet] ?? Line()
            let before = line
            body(&line)
            lines[cabinet] = line
            if line.isConnected != before.isConnected {
                HeadquartersMetrics.connected(lines.values.count { $0.isConnected })
            }
            var same = before
            same.lastContact = line.lastContact
            return same != line
        }
        if isNews { changes.yield() }
    }
}

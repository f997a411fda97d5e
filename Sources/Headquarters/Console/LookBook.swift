import Records
import Synchronization

/// Who looked at what within the last quarter of an hour, so that a page that is loaded again fills no log.
///
/// In memory: after a start each page is written down once more.
final class LookBook: Sendable {
    /// For so long one record says that a person looks at a page.
    static let periodMilliseconds: Int64 = 15 * 60 * 1_000
    /// The most looks that are kept; when there are more, they are forgotten, and written down again.
    static let countMax = 10_000

    /// One person at one address.
    struct Look: Hashable {
        let person: Identifier<Person>
        let path: String
    }

    private let written = Mutex<[Look: Int64]>([:])

    /// Whether a record of this look stands in the log already, and says enough.
    func isWritten(_ look: Look, at now: Int64) -> Bool {
        // A clock that was set back makes another record, and never none.
        written.withLock { $0[look] }.map { (0..<Self.periodMilliseconds).contains(now - $0) } ?? false
    }

    /// Notes that a look was written down.
    func note(_ look: Look, at now: Int64) {
        written.withLock { written in
            if written.count >= Self.countMax {
                written = written.filter { (0..<Self.periodMilliseconds).contains(now - $0.value) }
                if written.count >= Self.countMax { written = [:] }
            }
            written[look] = now
        }
    }
}

import Custody
import Host
import Records

/// A record that lies here without the body that its leaf commits to, while it is the first such record of its log.
struct AwaitedBody {
    let index: UInt64
    /// Since when, in monotonic milliseconds.
    let since: UInt64
}

extension HeadquartersLedger {
    /// How long a body may stay away while newer records come, in milliseconds: by then it has come with every new connection, or was not sent.
    static let bodyPatienceMilliseconds: UInt64 = 3_600_000

    /// Finds that the body of a record stays away, once something newer came of its log.
    ///
    /// The mirror attests nothing behind it and no fold goes on: whoever withholds the body of one record must not decide what the next
    /// ones mean. Leaves and heads are stored and witnessed as ever.
    func noteAwaitedBody(of origin: Origin, whole: UInt64, provedSize: UInt64, _ cabinet: String) throws {
        guard whole < provedSize else {
            awaitedBodies[origin] = nil
            return
        }
        let now = clock.bootMilliseconds
        guard let awaited = awaitedBodies[origin], awaited.index == whole else {
            awaitedBodies[origin] = AwaitedBody(index: whole, since: now)
            return
        }
        guard now - min(now, awaited.since) >= Self.bodyPatienceMilliseconds else { return }
        try note(
            .bodyWithheld,
            "leaf \(whole) of \(origin) is here without the body that it commits to, while newer ones come: nothing behind it is mirrored or folded until that comes",
            of: cabinet,
            by: "mirror",
            isTelemetry: LogNames.isTelemetry(origin)
        )
    }
}

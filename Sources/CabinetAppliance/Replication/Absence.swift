/// How long a cabinet stays away after it could not do what a session asked for.
///
/// The reason is mostly its own disk, which is not well again in seconds, and each greeting costs headquarters work: so it
/// is twice as long each time, until it went well for a while.
struct Absence {
    static let shortest = Duration.seconds(5)
    /// As long as a BYE may ask for.
    static let longest = Duration.seconds(300)
    /// Milliseconds without a failure after which the next one counts as the first.
    static let forgivenAfter: UInt64 = 600_000

    private var last: (moment: UInt64, absence: Duration)?

    /// How long to stay away after a failure at this moment, in monotonic milliseconds.
    mutating func next(at now: UInt64) -> Duration {
        var absence = Self.shortest
        if let last, now - min(now, last.moment) < Self.forgivenAfter {
            absence = min(last.absence * 2, Self.longest)
        }
        last = (now, absence)
        return absence
    }
}

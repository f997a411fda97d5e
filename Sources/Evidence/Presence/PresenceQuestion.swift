import Authority
import Custody
import Records

/// What is asked about a seal, and the records that may answer.
struct PresenceQuestion {
    let seal: Identifier<Seal>
    let range: MomentRange
    let cabinet: String
    /// The records of the stretches in (epoch, index) order, every leaf, those that are closed among them.
    let records: [ActRecord]
    /// What officers said about the seal, as a record's writer had obeyed it; nil asks for what they said last.
    let registered: (ObeyedHeads?) -> SealStatement?
    /// Whether the file shows the leaves of `authority` and `policy` that a record's writer had obeyed.
    let isShown: (ObeyedHeads) -> Bool
    /// Where one epoch follows another, and from where on nothing attests any more.
    let breaks: [PresenceGap]
    /// Moments at which the seal's tag was proved in another cabinet, in milliseconds since 1970.
    let elsewhere: [Int64]

    /// The statement that a record's writer obeyed, where it places the seal in this cabinet.
    func home(at header: LeafHeader) -> SealStatement? {
        guard let heads = header.obeyedHeads, let statement = registered(heads), statement.cabinet == cabinet
        else { return nil }
        return statement
    }
}

/// One moment at which the records say something about the seal's slot.
struct PresencePoint {
    let place: ActPlace
    let boot: Identifier<Boot>
    /// Monotonic milliseconds since that start.
    let monotonic: UInt64
    /// Milliseconds since 1970.
    let wall: Int64
    /// Whether the tag answered a challenge; else something with its UID answered.
    let isProved: Bool

    /// The milliseconds from one point to a later one, by the monotonic clock where both are of one start.
    func milliseconds(to later: PresencePoint) -> Int64 {
        boot == later.boot && later.monotonic >= monotonic
            ? Int64(clamping: later.monotonic - monotonic) : max(0, later.wall - wall)
    }
}

package import Cryptography
package import Custody
package import Records

/// What happened to a seal, as one record says it.
package enum SealEvent: Sendable, Equatable {
    /// A drawer was released for a take.
    case takeBegun(VisitBegun)
    /// What the take came to.
    case takeEnded(TakeEnded)
    /// A take was refused, for these reasons.
    case takeRefused([TakeRefusal])
    /// A drawer was released for a return.
    case returnBegun(VisitBegun)
    /// What the return came to.
    case returnEnded(ReturnEnded)
    /// Two custodians opened a drawer to set its content aside.
    case setAsideBegun(VisitBegun)
    /// What setting aside came to.
    case setAsideEnded(SetAsideEnded)
    /// The seal's line in a count.
    case counted(CountedDrawer)
    /// Something that must be explained.
    case finding(FindingOpened)
    /// The seal's drawer was seen to open.
    case drawerOpened
    /// The seal's drawer was seen to close.
    case drawerClosed
    /// The tag was proved with the drawer locked.
    case tagProved
    /// A kind that this program does not put into words.
    case other(RecordKind)

    /// What a reader found, where the event says.
    package var reading: TagReading? {
        switch self {
        case .takeEnded(let ended): ended.reading
        case .returnEnded(let ended): ended.reading
        case .setAsideEnded(let ended): ended.reading
        case .counted(let line): line.reading
        case .finding(let opened): opened.reading
        default: nil
        }
    }
}

/// One record about the seal, with its place in the log.
package struct ShownAct: Sendable, Equatable {
    /// The cabinet that wrote it.
    package let cabinet: String
    /// The log.
    package let origin: Origin
    /// The leaf's index.
    package let index: UInt64
    /// When, by the cabinet's clock.
    package let time: HybridTime
    /// How good that clock was.
    package let clockQuality: ClockQuality
    /// Whether the cabinet signed this record by itself.
    package let isSigned: Bool
    /// Who acted; nil when that is closed.
    package let actor: Actor?
    /// What it is about.
    package let subject: Subject
    /// What happened.
    package let event: SealEvent
    /// Whether a proved tag is the one registered for the seal; nil where no tag was proved.
    package let isSealsTag: Bool?
    /// The text of the grant of a take.
    package let grantDigest: Digest?
}

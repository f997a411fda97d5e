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
    /// All lines of a count, where the file is about all seals.
    case countAnswered(CountAnswer)
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

    /// What a record of a kind says about one seal, or about all; nil where it is closed or about something else.
    init?(_ kind: RecordKind, of record: OpenedRecord, about seal: Identifier<Seal>?) throws(RecordsError) {
        switch kind {
        case .countAnswered:
            guard let answer: CountAnswer = try record.detail() else { return nil }
            guard let seal else {
                self = .countAnswered(answer)
                return
            }
            guard let line = answer.drawers.first(where: { $0.seal == seal }) else { return nil }
            self = .counted(line)
        case .takeBegun: try self.init(record) { .takeBegun($0) }
        case .takeEnded: try self.init(record) { .takeEnded($0) }
        case .takeRefused: try self.init(record) { (refused: TakeRefused) in .takeRefused(refused.reasons) }
        case .returnBegun: try self.init(record) { .returnBegun($0) }
        case .returnEnded: try self.init(record) { .returnEnded($0) }
        case .setAsideBegun: try self.init(record) { .setAsideBegun($0) }
        case .setAsideEnded: try self.init(record) { .setAsideEnded($0) }
        case .findingOpened: try self.init(record) { .finding($0) }
        default:
            guard record.body[.detail] != nil else { return nil }
            switch kind {
            case .drawerOpened: self = .drawerOpened
            case .drawerClosed: self = .drawerClosed
            case .tagProved: self = .tagProved
            default: self = .other(kind)
            }
        }
    }

    private init?<Detail: Canonical>(_ record: OpenedRecord, _ make: (Detail) -> SealEvent)
        throws(RecordsError)
    {
        guard let detail: Detail = try record.detail() else { return nil }
        self = make(detail)
    }
}

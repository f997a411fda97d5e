import Authority
import Custody
import Records

/// Judges a question about presence, record by record.
///
/// Strict in one direction: whatever a record does not say counts against the claim. Nothing here is random, timed or stored.
struct PresenceJudge {
    private let question: PresenceQuestion
    /// The drawer in which the seal belongs, by the last statement that a record obeyed which the cabinet signed.
    private var drawer: UInt64?
    /// The drawer in which it belongs by the record that is being read, where nobody signed that one: it takes a claim away, and gives none.
    private var unsignedDrawer: UInt64?
    private(set) var points: [PresencePoint] = []
    private(set) var departures: [NeverLeft.Departure] = []
    private(set) var closed: [(place: ActPlace, time: Int64)] = []
    /// Records of custody that are left out: they say nothing, and may have been departures all the same.
    private(set) var leftOut: [(place: ActPlace, time: Int64)] = []
    /// The spans in which somebody looked at drawer, case and mains, by the wall clock.
    private(set) var spans: [(from: Int64, to: Int64)] = []
    private(set) var gaps: [PresenceGap] = []
    private(set) var batteryCount = 0
    private(set) var isCaseUnwatched = false
    /// Takes that were released and have no outcome yet, by visit.
    private var released: [Identifier<Visit>: NeverLeft.Departure] = [:]
    /// Where the record that is being read stands.
    private var place = ActPlace(index: 0)
    /// Where the last observation of a start ended.
    private var observed: (boot: Identifier<Boot>, to: UInt64, wall: Int64)?

    init(_ question: PresenceQuestion) throws(RecordsError) {
        self.question = question
        for record in question.records {
            place = record.place
            guard record.verdict.counts else {
                leaveOut(record.header)
                continue
            }
            try read(record.said, isSigned: record.verdict == .good)
        }
        departures += released.values
        departures.sort { $0.place < $1.place }
    }

    private mutating func read(_ record: OpenedRecord, isSigned: Bool) throws(RecordsError) {
        let header = record.leaf.header
        unsignedDrawer = isSigned ? nil : question.home(at: header)?.drawer
        // A record without a head says nothing new about where the seal belongs; one that obeys a move does.
        if let heads = header.obeyedHeads {
            // What was obeyed is said by what the cabinet signed.
            if isSigned { drawer = question.home(at: header)?.drawer }
            // By leaves that the file does not show the seal may belong elsewhere, with another tag.
            if !question.isShown(heads) { gap(.homeUnknown, header) }
        }
        let kind = try record.kind()?.kind
        if kind == .presenceObserved {
            // What nobody signed supports nothing.
            guard record.maySayWhereASealIs else { return gap(.notSeen, header) }
            if let seen: PresenceObserved = try record.detail() { observe(seen, header) }
            return
        }
        if header.recordClass == .custody || kind?.isOfCustody == true {
            try readCustody(kind, record)
            return
        }
        let subject = try record.subject()
        guard let kind, let subject, kind != .countAnswered || record.body[.detail] != nil else {
            readClosed(kind, subject, header)
            return
        }
        switch kind {
        // The record names no tag, so it says where something was proved and not that it was this seal's tag.
        case .tagProved where subject.seal == question.seal && !isHere(subject.drawer):
            gap(.elsewhere, header)
        case .drawerOpened where subject.drawer == nil || isHere(subject.drawer): gap(.drawerMoved, header)
        case .drawerClosed where subject.drawer == nil || isHere(subject.drawer): gap(.drawerMoved, header)
        case .findingOpened where subject.seal == question.seal || isHere(subject.drawer):
            gap(.finding, header)
        case .countAnswered:
            let answer: CountAnswer? = try record.detail()
            for line in answer?.drawers ?? [] where line.seal == question.seal || isHere(line.drawer) {
                read(line, header)
            }
        default: break
        }
    }

    /// What is left out is no evidence of quiet: its class, which nobody can close, says what it may have been.
    private mutating func leaveOut(_ header: LeafHeader) {
        switch header.recordClass {
        case .custody: leftOut.append((place, header.time.milliseconds))
        case .alarm: gap(.finding, header)
        case .opening: gap(.drawerMoved, header)
        case .count: gap(.notSeen, header)
        default: break
        }
    }

    /// What is closed may be about this drawer: it is not evidence of quiet.
    private mutating func readClosed(_ kind: RecordKind?, _ subject: Subject?, _ header: LeafHeader) {
        let recordClass = header.recordClass
        if recordClass == .alarm || kind == .findingOpened {
            gap(.finding, header)
        } else if recordClass == .opening || kind == .drawerOpened || kind == .drawerClosed {
            if subject?.drawer == nil || isHere(subject?.drawer) { gap(.drawerMoved, header) }
        } else if recordClass == .count || kind == .countAnswered {
            gap(.notSeen, header)
        }
    }
}

// MARK: Visits

extension PresenceJudge {
    private mutating func readCustody(_ kind: RecordKind?, _ record: OpenedRecord) throws(RecordsError) {
        let header = record.leaf.header
        guard let subject = try record.subject() else {
            conceal(header)
            return
        }
        let isOurs = subject.seal == question.seal || subject.seal == nil && isHere(subject.drawer)
        guard isOurs else {
            // One drawer is one slot: another seal's visit to this drawer opens it all the same.
            if subject.seal == nil, subject.drawer == nil {
                conceal(header)
            } else if isHere(subject.drawer) {
                gap(.drawerMoved, header)
            }
            return
        }
        switch kind {
        case .takeRefused: break
        case .takeBegun:
            gap(.drawerMoved, header)
            let departure = self.departure(header, isCertain: false)
            if let visit = subject.visit { released[visit] = departure } else { departures.append(departure) }
        case .takeEnded: try endTake(record, subject)
        case .returnBegun: gap(.drawerMoved, header)
        case .returnEnded: try endReturn(record)
        case .setAsideBegun, .setAsideEnded: departures.append(departure(header, isCertain: false))
        default: conceal(header)
        }
    }

    /// What may have moved the seal, and is closed.
    private mutating func conceal(_ header: LeafHeader) {
        closed.append((place, header.time.milliseconds))
    }

    private mutating func endTake(_ record: OpenedRecord, _ subject: Subject) throws(RecordsError) {
        let header = record.leaf.header
        guard let ended: TakeEnded = try record.detail() else {
            conceal(header)
            return
        }
        let begun = subject.visit.flatMap { released.removeValue(forKey: $0) }
        switch ended.outcome {
        case .taken, .exchanged, .unread: departures.append(departure(header, isCertain: true))
        case .notTaken, .notOpened:
            guard case .proved(let tag) = ended.reading, isOurs(tag, header) else {
                // Nobody saw that it stayed.
                departures.append(begun ?? departure(header, isCertain: false))
                return
            }
            point(header, isProved: true)
        }
    }

    private mutating func endReturn(_ record: OpenedRecord) throws(RecordsError) {
        let header = record.leaf.header
        guard let ended: ReturnEnded = try record.detail() else {
            gap(.returnUnproved, header)
            return
        }
        if ended.outcome == .proved, case .proved(let tag) = ended.reading, isOurs(tag, header) {
            point(header, isProved: true)
        } else {
            gap(.returnUnproved, header)
        }
    }

    private func departure(_ header: LeafHeader, isCertain: Bool) -> NeverLeft.Departure {
        NeverLeft.Departure(
            place: place,
            time: header.time.milliseconds,
            isCertain: isCertain
        )
    }
}

// MARK: Observations

extension PresenceJudge {
    private mutating func observe(_ seen: PresenceObserved, _ header: LeafHeader) {
        // The span was over when the record was made, and cannot be older than the start that it names.
        guard seen.to <= header.monotonicMilliseconds else { return gap(.implausible, header) }
        let wall = header.time.milliseconds - Int64(clamping: header.monotonicMilliseconds - seen.to)
        let began = wall - Int64(clamping: seen.to - seen.from)
        if let observed, observed.boot == header.boot {
            guard seen.to >= observed.to else { return gap(.implausible, header) }
            if seen.from > observed.to { gap(.silence, from: observed.wall, to: began) }
        }
        if seen.to - seen.from > PresenceObserved.spanMax { gap(.silence, from: began, to: wall) }
        observed = (header.boot, seen.to, wall)
        spans.append((began, wall))
        switch seen.tamper {
        case .quiet: break
        case .raised: gap(.tamper, from: began, to: wall)
        case .unknown: isCaseUnwatched = true
        }
        if seen.mains == .absent { batteryCount += 1 }
        guard let drawer else { return gap(.homeUnknown, from: began, to: wall) }
        judge(seen.drawers.first { $0.drawer == drawer }, began, wall, header)
        judge(seen.slots, drawer, at: (wall, seen.to), header)
    }

    private mutating func judge(_ line: DrawerPresence?, _ began: Int64, _ wall: Int64, _ header: LeafHeader)
    {
        guard let line, line.state != .ill else {
            return gap(.drawerUnwatched, from: began, to: wall)
        }
        if line.state != .secure || line.openingCount > 0 || line.closingCount > 0 {
            gap(.drawerMoved, from: began, to: wall)
        }
    }

    private mutating func judge(
        _ slots: [SlotPresence],
        _ drawer: UInt64,
        at moment: (wall: Int64, monotonic: UInt64),
        _ header: LeafHeader
    ) {
        let line = slots.first { $0.drawer == drawer && ($0.seal == question.seal || $0.seal == nil) }
        if slots.contains(where: { $0.drawer != drawer && isOurs($0.sight, header) }) {
            gap(.elsewhere, from: moment.wall, to: moment.wall)
        }
        switch line?.sight {
        case .proved(let tag)? where isOurs(tag, header):
            point(header, moment.monotonic, moment.wall, isProved: true)
        case .seen(let uid)? where question.home(at: header)?.tag.uid == uid:
            point(header, moment.monotonic, moment.wall, isProved: false)
        case .ill?, .unreadable?, nil: gap(.readerIll, from: moment.wall, to: moment.wall)
        case .proved?, .seen?, .empty?, .other?:
            gap(.notSeen, from: moment.wall, to: moment.wall)
        }
    }

    private mutating func read(_ line: CountedDrawer, _ header: LeafHeader) {
        switch (line.finding, line.reading) {
        case (.present, .proved(let tag)) where isHere(line.drawer) && isOurs(tag, header):
            point(header, isProved: true)
        case (.unreadable, _): gap(.readerIll, header)
        case (.wrongSlot, .proved(let tag)) where isOurs(tag, header): gap(.elsewhere, header)
        default: gap(.notSeen, header)
        }
    }
}

// MARK: Parts

extension PresenceJudge {
    private func isHere(_ other: UInt64?) -> Bool {
        other != nil && (other == drawer || other == unsignedDrawer)
    }

    private func isOurs(_ tag: TagReference, _ header: LeafHeader) -> Bool {
        question.home(at: header)?.tag == tag
    }

    private func isOurs(_ sight: SlotSight, _ header: LeafHeader) -> Bool {
        switch sight {
        case .proved(let tag): isOurs(tag, header)
        case .seen(let uid): question.home(at: header)?.tag.uid == uid
        case .ill, .empty, .other, .unreadable: false
        }
    }

    private mutating func point(_ header: LeafHeader, isProved: Bool) {
        point(header, header.monotonicMilliseconds, header.time.milliseconds, isProved: isProved)
    }

    private mutating func point(_ header: LeafHeader, _ monotonic: UInt64, _ wall: Int64, isProved: Bool) {
        points.append(
            PresencePoint(
                place: place,
                boot: header.boot,
                monotonic: monotonic,
                wall: wall,
                isProved: isProved
            )
        )
    }

    private mutating func gap(_ kind: PresenceGap.Kind, _ header: LeafHeader) {
        gap(kind, from: header.time.milliseconds, to: header.time.milliseconds)
    }

    private mutating func gap(_ kind: PresenceGap.Kind, from: Int64, to: Int64) {
        gaps.append(PresenceGap(kind, from: from, to: to, place: place))
    }
}

extension RecordKind {
    /// Kinds that move seals, whatever class a record claims for itself.
    var isOfCustody: Bool {
        [.takeBegun, .takeEnded, .returnBegun, .returnEnded, .setAsideBegun, .setAsideEnded].contains(self)
    }
}

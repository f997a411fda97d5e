import Authority
import Custody
import Records

/// Which parts of records a file shows.
///
/// Of acts: whole what is about the seals and, after a refused return, about the drawer that holds what came instead; of other records
/// about seals, and of openings, only the subject, so that a reader sees that they are about something else. Of `policy`: of every record the kind, so
/// that a reader sees what is closed; whole the seals' statements, the grants that name them and the people of the file; of what takes
/// away the subject. Observations of presence are whole: they are about every slot at once. How an epoch began and ended is open. Duress is never shown.
struct RecordSelection {
    /// Whose names a file shows.
    enum People {
        /// Those who acted, applied, approved or may take.
        case involved
        /// Everybody of the site.
        case all
    }

    /// The groups of a record that is shown whole.
    static let shownWhole: Set<Group> = [.kind, .actor, .subject, .detail]

    private let seals: Set<Identifier<Seal>>?
    private let people: People
    private var persons: Set<Identifier<Person>> = []
    /// Drawers in which the seals were sought or lay, by cabinet.
    private var drawers: [String: Set<UInt64>] = [:]

    /// A selection about some seals; nil for all.
    init(seals: Set<Identifier<Seal>>?, people: People) {
        self.seals = seals
        self.people = people
    }
}

// MARK: Acts

extension RecordSelection {
    /// What a record says: itself, or the one of an earlier epoch that it carries.
    static func said(_ record: Record) throws(RecordsError) -> OpenedRecord {
        let opened = try legible(record)
        guard try opened.kind()?.kind == .carried, let carried: CarriedRecord = try opened.detail(),
            let inner = carried.opened, inner.isLegible
        else { return opened }
        return inner
    }

    /// A record, closed where it cannot be read as its kind says: it proves nothing, and must not keep what stands beside it from being shown.
    static func legible(_ record: Record) throws(RecordsError) -> OpenedRecord {
        let opened = try record.opened()
        return opened.isLegible ? opened : try Record(leafBytes: record.leafBytes, bodyBytes: []).opened()
    }

    /// Learns the seals' drawers; all records go through here before any is shown.
    mutating func note(place record: OpenedRecord, cabinet: String) throws(RecordsError) {
        guard let seals, let subject = try record.subject(), let drawer = subject.drawer,
            subject.seal.map(seals.contains) == true
        else { return }
        drawers[cabinet, default: []].insert(drawer)
    }

    /// Learns who acted.
    mutating func note(people record: OpenedRecord, cabinet: String) throws(RecordsError) {
        guard try concerns(record, cabinet: cabinet), let actor = try record.actor() else { return }
        persons.formUnion([actor.person, actor.companion].compactMap(\.self))
    }

    func groups(ofAct record: OpenedRecord, cabinet: String) throws(RecordsError) -> Set<Group> {
        if try concerns(record, cabinet: cabinet) { return Self.shownWhole }
        // That the log goes on elsewhere is no secret, and a reader must know.
        if [.epochClosed, .epochOpened].contains(try record.kind()?.kind) { return [.kind, .detail] }
        // Of an opening the drawer: a reader sees that it was another one.
        return Self.isAboutSeals(record) || record.leaf.header.recordClass == .opening ? [.subject] : []
    }

    private func concerns(_ record: OpenedRecord, cabinet: String) throws(RecordsError) -> Bool {
        let kind = try record.kind()?.kind
        if kind == .presenceObserved { return true }
        guard let seals else {
            return Self.isAboutSeals(record) || [.opening, .count].contains(record.leaf.header.recordClass)
        }
        guard let subject = try record.subject() else { return false }
        if let named = subject.seal { return seals.contains(named) }
        if kind == .countAnswered {
            let answer: CountAnswer? = try record.detail()
            return answer?.drawers.contains { $0.seal.map(seals.contains) == true } ?? false
        }
        return subject.drawer.map { drawers[cabinet]?.contains($0) == true } ?? false
    }

    private static func isAboutSeals(_ record: OpenedRecord) -> Bool {
        [.custody, .presence, .alarm].contains(record.leaf.header.recordClass)
    }
}

// MARK: Policy

extension RecordSelection {
    /// Learns whose names a grant needs.
    mutating func note(policy record: OpenedRecord) throws(RecordsError) {
        guard try record.kind()?.kind == .grant, let approved: ApprovedGrant = try record.detail(),
            let statement = try? approved.statement(), names(statement)
        else { return }
        persons.insert(statement.applicant)
        persons.formUnion(statement.takers.map(\.person))
        persons.formUnion(approved.approvals.map(\.approver))
        if let companion = statement.companion { persons.insert(companion.person) }
    }

    func groups(ofPolicy record: OpenedRecord) throws(RecordsError) -> Set<Group> {
        switch record.leaf.header.recordClass {
        case .giving: try concerns(policy: record) ? Self.shownWhole : [.kind]
        case .taking: [.kind, .subject]
        default: [.kind]
        }
    }

    private func names(_ grant: GrantStatement) -> Bool {
        seals.map { !$0.isDisjoint(with: grant.seals) } ?? true
    }

    private func concerns(policy record: OpenedRecord) throws(RecordsError) -> Bool {
        switch try record.kind()?.kind {
        case .grant:
            let approved: ApprovedGrant? = try record.detail()
            // A grant that cannot be read is shown too: somebody tried.
            guard let approved, let statement = try? approved.statement() else { return true }
            return names(statement)
        case .seal:
            let signed: SignedStatement? = try record.detail()
            guard let signed, let statement = try? SealStatement(decoding: signed.bytes) else { return true }
            return seals?.contains(statement.seal) ?? true
        case .person:
            let signed: SignedStatement? = try record.detail()
            guard let signed, let statement = try? PersonStatement(decoding: signed.bytes) else {
                return false
            }
            return people == .all || persons.contains(statement.person)
        default: return false
        }
    }
}

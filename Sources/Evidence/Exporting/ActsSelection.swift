import Custody
import Records

/// Which parts of a cabinet's acts a file shows.
///
/// Whole are the records about the seal and, after a refused return, about the drawer that holds what came instead. Of other
/// records about seals only the subject, so that a reader sees that they are about something else. Duress is never shown.
struct ActsSelection {
    private let seal: Identifier<Seal>
    /// Drawers in which the seal was sought or lay.
    private var drawers: Set<UInt64> = []

    init(seal: Identifier<Seal>) { self.seal = seal }

    /// Learns the seal's drawers; all records go through here before any is shown.
    mutating func note(_ record: Record) throws(RecordsError) {
        guard let subject = try record.opened().subject(), subject.seal == seal, let drawer = subject.drawer
        else {
            return
        }
        drawers.insert(drawer)
    }

    func concernsSeal(_ record: OpenedRecord) throws(RecordsError) -> Bool {
        guard let subject = try record.subject() else { return false }
        if let named = subject.seal { return named == seal }
        if try record.kind()?.kind == .countAnswered {
            let answer: CountAnswer? = try record.detail()
            return answer?.drawers.contains { $0.seal == seal } ?? false
        }
        return subject.drawer.map(drawers.contains) ?? false
    }

    func shown(_ record: Record) throws(RecordsError) -> Record {
        let opened = try record.opened()
        if try concernsSeal(opened) {
            return record.showing([.kind, .actor, .subject, .detail], of: opened)
        }
        let isAboutSeals = [.custody, .presence, .alarm].contains(opened.leaf.header.recordClass)
        return record.showing(isAboutSeals ? [.subject] : [], of: opened)
    }
}

import Authority
import Custody
import Records

/// Whose names a file must show: those who acted, applied, approved or may take.
struct PeopleInvolved {
    private(set) var persons: Set<Identifier<Person>> = []

    mutating func note(actIn record: Record, _ selection: ActsSelection) throws(RecordsError) {
        let opened = try record.opened()
        guard try selection.concernsSeal(opened), let actor = try opened.actor() else { return }
        persons.formUnion([actor.person, actor.companion].compactMap(\.self))
    }

    mutating func note(grantIn record: Record, about seal: Identifier<Seal>) throws(RecordsError) {
        let opened = try record.opened()
        guard try opened.kind()?.kind == .grant, let approved: ApprovedGrant = try opened.detail(),
            let statement = try? approved.statement(), statement.seals.contains(seal)
        else { return }
        persons.insert(statement.applicant)
        persons.formUnion(statement.takers.map(\.person))
        persons.formUnion(approved.approvals.map(\.approver))
        if let companion = statement.companion { persons.insert(companion.person) }
    }
}

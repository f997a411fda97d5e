import Authority
import Records

/// Which parts of a site's `policy` a file shows.
///
/// Of every record the kind, so that a reader sees what is closed; whole are the seal's statements, the grants that name it
/// and the people of the file; of what takes away the subject.
enum PolicySelection {
    static func shown(_ record: Record, seal: Identifier<Seal>, people: PeopleInvolved) throws(RecordsError)
        -> Record
    {
        let opened = try record.opened()
        var groups: Set<Group> = [.kind]
        switch opened.leaf.header.recordClass {
        case .giving: if try concerns(opened, seal, people) { groups = [.kind, .actor, .subject, .detail] }
        case .taking: groups.insert(.subject)
        default: break
        }
        return record.showing(groups, of: opened)
    }

    private static func concerns(_ record: OpenedRecord, _ seal: Identifier<Seal>, _ people: PeopleInvolved)
        throws(RecordsError) -> Bool
    {
        switch try record.kind()?.kind {
        case .grant:
            let approved: ApprovedGrant? = try record.detail()
            // A grant that cannot be read is shown too: somebody tried.
            guard let approved, let statement = try? approved.statement() else { return true }
            return statement.seals.contains(seal)
        case .seal:
            let signed: SignedStatement? = try record.detail()
            guard let signed, let statement = try? SealStatement(decoding: signed.bytes) else { return true }
            return statement.seal == seal
        case .person:
            let signed: SignedStatement? = try record.detail()
            guard let signed, let statement = try? PersonStatement(decoding: signed.bytes) else {
                return false
            }
            return people.persons.contains(statement.person)
        default: return false
        }
    }
}

extension Record {
    /// The record with only some groups of its body.
    func showing(_ groups: Set<Group>, of opened: OpenedRecord) -> Record {
        let body = opened.body.showing(groups)
        return Record(leafBytes: leafBytes, bodyBytes: body.commitments.isEmpty ? [] : body.encoded)
    }
}

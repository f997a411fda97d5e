import Authority
import Records

/// The keys of what a `policy` has sealed for persons, as far as they are not erased.
///
/// A file shows what is inside as a group that lies open: the leaf commits to it. The keys themselves stay in the house.
struct PersonKeys {
    private var keys: [Identifier<Person>: SubjectKey] = [:]

    /// Learns the key that a record gives, where it is one; the first of a person counts.
    mutating func note(_ record: OpenedRecord) throws(RecordsError) {
        guard record.leaf.header.recordClass == .subjectKey, let person = try record.subject()?.person,
            let given: SubjectKeyGiven = try record.detail(), keys[person] == nil
        else { return }
        keys[person] = SubjectKey(subject: person, bytes: given.key)
    }

    /// A record with what is sealed in it opened, as far as the keys are here.
    func unsealed(_ record: OpenedRecord) -> OpenedRecord { record.unsealed { keys[$0] } }
}

import Authority
import Records

// What a cabinet gives back of a policy may be sealed for persons, and the keys of those who were erased are gone.
extension HeadquartersLedger {
    /// Holds what is sealed in leaves that were given back against what their leaves commit to.
    ///
    /// The tree covers leaves and not bodies: a cabinet could give back anything under a key that it says was erased.
    func checkPersons(_ stage: Recovery.Stage, from cabinet: String) throws {
        let records = stage.bundles.flatMap(\.records)
        let known = view.policies.first { (try? origins.policy($0.key)) == stage.origin }?.value.subjects
        var keys = known?.keys ?? [:]
        var erased: Set<Identifier<Person>> = Set(known?.erasures.keys.map(\.self) ?? [])
        var erasedLeaves: Set<UInt64> = []
        var missingKeys: [UInt64] = []
        for record in records {
            guard let opened = try? record.opened() else { continue }
            if opened.leaf.header.recordClass == .subjectKey {
                guard let given: SubjectKeyGiven = try? opened.detail(),
                    let person = try? opened.subject()?.person
                else {
                    missingKeys.append(opened.leaf.header.sequence)
                    continue
                }
                keys[person] = keys[person] ?? given.key
            } else if try opened.kind()?.kind == .subjectErased, let person = try opened.subject()?.person,
                let erasure: SubjectErased = try opened.detail()
            {
                erased.insert(person)
                erasedLeaves.formUnion(erasure.keyLeaves)
            }
        }
        let isWhole = try records.allSatisfy { record in
            let sealed = try record.opened()
            guard sealed.leaf.header.recordClass != .subjectKey else { return true }
            let opened = sealed.unsealed { person in
                keys[person].flatMap { SubjectKey(subject: person, bytes: $0) }
            }
            return opened.body.completes(opened.leaf) { erased.contains($0) }
        }
        guard isWhole, missingKeys.allSatisfy(erasedLeaves.contains) else {
            throw HeadquartersError(
                .refused,
                "\(cabinet) gives back records of \(stage.origin) without the keys of persons whom no leaf erases"
            )
        }
    }
}

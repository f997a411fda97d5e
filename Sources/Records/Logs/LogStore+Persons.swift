extension LogStore {
    /// The leaves of a log whose bodies still hold a key of a person.
    package func keyLeaves(of person: Identifier<Person>, in origin: Origin) throws -> Set<UInt64> {
        guard let status = try status(of: origin) else { return [] }
        var leaves: Set<UInt64> = []
        try forEachRecord(of: origin, from: 0, to: status.head.size) { index, record in
            guard let opened = try? record.opened(), opened.leaf.header.recordClass == .subjectKey,
                try opened.subject()?.person == person
            else { return }
            leaves.insert(index)
        }
        return leaves
    }
}

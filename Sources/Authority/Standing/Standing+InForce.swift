package import Records

// What is in force: given by leaves that count, less what any leaf that is here takes away, leaves out or tightens.
extension Standing {
    /// The root under which statements count.
    package var root: RootStatement? { given.root }
    /// The services' keys.
    package var services: ServicesStatement? { given.services }
    /// Whose cosignatures giving needs; counts when it is known, without the witnesses before.
    package var witnessPolicy: WitnessPolicyStatement? { known.witnessPolicy }
    /// By site.
    package var sites: [String: SiteStatement] { given.sites }
    /// By cabinet.
    package var cabinets: [String: CabinetStatement] { given.cabinets }
    /// The keys of own signatures that officers ever enrolled for a cabinet; none for one that is not known.
    ///
    /// Of all leaves that are here: cabinets cite what they know, and not what witnesses have cosigned by then.
    package func actKeys(of cabinet: String) -> ActKeys { known.cabinetActKeys[cabinet] ?? ActKeys() }
    /// Epochs of cabinets' acts that officers let count, by cabinet and epoch.
    package var cabinetEpochs: [String: [UInt64: EpochStatement]] { given.cabinetEpochs }

    /// The officers; whom a known list leaves out is none any more.
    package var officers: OfficersStatement? {
        guard let lagging, let officers = lagging.officers else { return given.officers }
        return OfficersStatement(
            head: officers.head,
            version: officers.version,
            officers: officers.officers.filter { officer in
                known.officers?.officers.contains { $0.person == officer.person && $0.key == officer.key }
                    == true
            }
        )
    }

    /// The rules; of several edits of one version, and of one that waits and the one before, the stricter.
    package var rules: RulesStatement? {
        guard let first = given.rulesEdits.first else { return nil }
        var edits = given.rulesEdits
        if lagging != nil { edits += known.rulesEdits.filter { !edits.contains($0) } }
        guard edits.count > 1 else { return first }
        return RulesStatement(
            head: first.head,
            version: first.version,
            rules: first.rules.compactMap { rule in
                edits.dropFirst().reduce(rule) { (found: SealRule?, edit) in
                    guard let found, let other = edit.rules.first(where: { $0.name == rule.name }) else {
                        return nil
                    }
                    return found.stricter(with: other)
                }
            }
        )
    }

    /// All edits of the newest version of the rules: more than one where people edited at once.
    package var rulesEdits: [RulesStatement] { known.rulesEdits }

    /// By person.
    package var approvers: [Identifier<Person>: ApproverStatement] {
        guard lagging != nil else { return known.approvers }
        return given.approvers.compactMapValues { approver(inForce: $0) }
    }

    /// The statement that makes a person an approver; nil for one who is none.
    package func approver(_ person: Identifier<Person>) -> ApproverStatement? {
        given.approvers[person].flatMap { approver(inForce: $0) }
    }

    /// What is left of an approver's statement when a later one is known that waits.
    private func approver(inForce statement: ApproverStatement) -> ApproverStatement? {
        guard lagging != nil else { return statement }
        guard let later = known.approvers[statement.person], later.key == statement.key,
            later.generation == statement.generation
        else { return nil }
        return ApproverStatement(
            head: later.head,
            person: statement.person,
            generation: statement.generation,
            key: statement.key,
            groups: statement.groups.filter(later.groups.contains)
        )
    }

    /// Keys that approvers had before the ones in force: what they approved with them is void, and not forged.
    package var earlierApproverKeys: [Identifier<Person>: Set<Bytes>] { known.earlierApproverKeys }

    /// The generation up to which a person was removed for good.
    package func removedGeneration(of person: Identifier<Person>) -> UInt64? {
        known.removedGeneration(of: person)
    }

    /// The index of the last removal of anybody; nil before the first.
    package var lastRemoval: UInt64? { known.removals.values.compactMap { $0.last?.index }.max() }

    /// Whether a person was removed in a leaf that somebody who knew `size` leaves did not know.
    package func wasRemoved(_ person: Identifier<Person>, behind size: UInt64) -> Bool {
        known.removals[person]?.contains { $0.index >= size } == true
    }

    /// Cabinets whose takes headquarters stopped, by the position of the record.
    package var suspendedCabinets: [String: UInt64] {
        known.suspensions.filter { given.isSuspended($0.key, since: $0.value) }
    }

    /// Whether headquarters stopped a cabinet's takes.
    package func isSuspended(cabinet: String) -> Bool {
        known.suspensions[cabinet].map { given.isSuspended(cabinet, since: $0) } ?? false
    }

    /// The newest head of another log of headquarters that `authority` notes.
    package func notedHead(of origin: Origin) -> CitedHead? { known.notedHeads[origin.text] }

    /// Refuses a generation that was removed.
    package func requireNotRemoved(_ person: Identifier<Person>, generation: UInt64) throws(AuthorityError) {
        try known.requireNotRemoved(person, generation: generation)
    }
}

import Cryptography
package import Records

/// Reads again, from the leaves themselves, everything that was given and on which one take rests.
///
/// What is folded in memory or stored as a projection is a convenience: a drawer opens by what people signed. So each
/// statement that the decision used must be there word for word, in its leaf, with the signatures of those who may give it;
/// and who they are comes down the same way from the root whose digest was compared at enrolment. What takes away cannot be
/// checked so, because nothing shows that a leaf is missing from a projection: that is what its signed digest is for.
package struct FoundationCheck {
    /// Reads the record at a place of one of the two logs, from under the log's signed head.
    package typealias Reading = (ObeyedLog, UInt64) throws(RecordsError) -> OpenedRecord

    private let obeyed: ObeyedLogs
    private let read: Reading

    /// A check of what was folded.
    package init(_ obeyed: ObeyedLogs, read: @escaping Reading) {
        self.obeyed = obeyed
        self.read = read
    }

    private var standing: Standing { obeyed.standing }
    private var policy: SitePolicy { obeyed.policy }

    /// The first thing that is not as its leaf says; nil when everything is.
    ///
    /// - Throws: ``RecordsError`` where a leaf cannot be read: then nothing is known.
    package func difference(
        _ filed: FiledGrant,
        seal: Identifier<Seal>,
        persons: [Identifier<Person>]
    ) throws(RecordsError) -> String? {
        guard try refiled(filed) == filed else { return "the grant is not the one that was filed" }
        guard let owners = try owners() else { return "the root is not the one that owners signed" }
        guard let officers = try officers(owners) else {
            return "the officers are not those that owners signed"
        }
        guard !standing.given.rulesEdits.isEmpty else { return "the rules are not those that owners signed" }
        for rules in standing.given.rulesEdits {
            let name = GivenName(rules)
            guard try isGiven(rules, name, .authority, by: owners) else {
                return "the rules are not those that owners signed"
            }
        }
        for approval in filed.approved.approvals {
            guard let approver = standing.given.approvers[approval.approver] else { continue }
            guard try isGiven(approver, .init(.approver, approver.person), .authority, by: officers) else {
                return "the approver \(approver.person) is not the one that officers signed"
            }
        }
        guard try isGiven(policy.seals[seal], .init(.seal, seal), .policy, by: officers) else {
            return "the seal is not the one that officers signed"
        }
        for person in persons {
            guard try isGiven(policy.persons[person], .init(.person, person), .policy, by: officers) else {
                return "the person \(person) is not the one that officers signed"
            }
            for credential in policy.credentials.values where credential.person == person {
                let name = GivenName(.credential, credential.credential)
                guard try isGiven(credential, name, .policy, by: officers) else {
                    return "a credential of the person \(person) is not the one that officers signed"
                }
            }
        }
        return nil
    }
}

extension FoundationCheck {
    /// Keys of which so many must have signed.
    private struct Signers {
        let keys: [[UInt8]]
        let threshold: Int
    }

    /// The grant as its leaves have it; nil where they have another.
    private func refiled(_ filed: FiledGrant) throws(RecordsError) -> FiledGrant? {
        var again: FiledGrant?
        for index in [filed.index] + filed.later.map(\.index) {
            let record = try read(.policy, index)
            guard record.leaf.header.sequence == index, try record.kind()?.kind == .grant,
                let approved: ApprovedGrant = try record.detail(), approved.bytes == filed.approved.bytes
            else { return nil }
            if again == nil {
                again = FiledGrant(index: index, approved: approved, statement: try approved.statement())
            } else {
                _ = again?.add(approved.approvals, at: index)
            }
        }
        return again
    }

    /// The owners of every version of the root, each signed by those before; nil where the chain is not whole.
    private func owners() throws(RecordsError) -> [Signers]? {
        guard let current = standing.root else { return nil }
        var all: [Signers] = []
        var previous: RootStatement?
        for version in 1...current.rootVersion {
            guard let signed = try statement(.init(.root, version), .authority) else { return nil }
            let root = try RootStatement(decoding: signed.bytes)
            if let previous {
                guard root.previous == SHA256.hash(previous.encoded), let before = all.last,
                    isSigned(signed, by: before)
                else { return nil }
            } else if signed.digest != standing.pinnedRoot {
                return nil
            }
            let owners = Signers(
                keys: root.owners.map(\.bytes),
                threshold: Int(clamping: root.threshold)
            )
            guard isSigned(signed, by: owners) else { return nil }
            all.append(owners)
            previous = root
        }
        return previous == current ? all : nil
    }

    /// Everybody who could ever sign as "two officers".
    private func officers(_ owners: [Signers]) throws(RecordsError) -> [Signers]? {
        guard standing.root?.regime == .full else { return owners }
        var all = owners
        for name in standing.sources.keys.sorted() where name.kind == .officers {
            guard let signed = try statement(name, .authority),
                owners.contains(where: { isSigned(signed, by: $0) })
            else { return nil }
            let officers = try OfficersStatement(decoding: signed.bytes)
            all.append(Signers(keys: officers.securityKeys, threshold: 2))
        }
        return all
    }

    /// Whether the leaf of a statement in force says the same and is signed by some who could give it when it was written.
    ///
    /// Which of them were in force at its place was decided by the fold, in the order of the leaves.
    private func isGiven<Given: Statement>(
        _ given: Given?,
        _ name: GivenName,
        _ log: ObeyedLog,
        by signers: [Signers]
    ) throws(RecordsError) -> Bool {
        guard let given, let signed = try statement(name, log), signed.bytes == given.encoded else {
            return false
        }
        return signers.contains { isSigned(signed, by: $0) }
    }

    private func statement(_ name: GivenName, _ log: ObeyedLog) throws(RecordsError) -> SignedStatement? {
        let sources = log == .authority ? standing.sources : policy.sources
        guard let index = sources[name] else { return nil }
        let record = try read(log, index)
        guard record.leaf.header.sequence == index, try record.kind()?.kind == name.kind else { return nil }
        return try record.detail()
    }

    private func isSigned(_ signed: SignedStatement, by signers: Signers) -> Bool {
        signers.threshold >= 1 && signed.validSigners(among: signers.keys).count >= signers.threshold
    }
}

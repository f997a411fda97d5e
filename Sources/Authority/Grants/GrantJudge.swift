import Cryptography
package import Records

/// Judges a grant's approvals by the approvers in force now.
package struct GrantJudge: Sendable {
    private let standing: Standing

    /// A judge under the given standing.
    package init(standing: Standing) { self.standing = standing }

    /// What one approval is worth.
    package enum Verdict: Sendable, Equatable {
        case good(ApprovalGrade)
        /// The person is no approver now: never was one, or was removed.
        case noApprover
        /// A form that this program cannot check.
        case formUnknown
        /// The approver's own proof, void since: made under an earlier key, or for a text that is older than the statement
        /// that makes the person an approver now.
        case superseded
        /// An approver's proof does not fit this text: forged, or the text was changed after it was approved.
        case forged
    }

    /// Judges one approval of a grant.
    package func verdict(on approval: Approval, of filed: FiledGrant) -> Verdict {
        guard let approver = standing.approver(approval.approver),
            (try? standing.requireNotRemoved(approver.person, generation: approver.generation)) != nil,
            let key = try? Ed25519PublicKey(bytes: approver.key.bytes)
        else { return .noApprover }
        guard approval.form == Approval.formOwnKey else { return .formUnknown }
        let bytes = filed.approved.bytes
        if let grade = approval.grade(for: bytes, key: key) {
            return filed.statement.head.madeUnder < approver.head.madeUnder ? .superseded : .good(grade)
        }
        let isEarlier = standing.earlierApproverKeys[approver.person]?.contains { earlier in
            (try? Ed25519PublicKey(bytes: earlier.bytes)).map { approval.grade(for: bytes, key: $0) != nil }
                ?? false
        }
        return isEarlier == true ? .superseded : .forged
    }

    /// What the approvals of one filing come to together.
    package enum Filing: Sendable, Hashable {
        /// An approver approved it, or did before a later statement voided that.
        case approved
        /// Nobody who may approve did.
        case unapproved
        /// An approval is forged or was made for another text.
        case forged
    }

    /// Judges the approvals of one filing, each once.
    package func filing(_ filed: FiledGrant) -> Filing {
        var filing = Filing.unapproved
        for approval in filed.approved.approvals {
            switch verdict(on: approval, of: filed) {
            case .forged: return .forged
            case .good, .superseded: filing = .approved
            case .noApprover, .formUnknown: break
            }
        }
        return filing
    }

    /// The approvers whose proof is good, with the grade; each person counts once.
    package func validApprovers(of filed: FiledGrant) -> [Identifier<Person>: ApprovalGrade] {
        var valid: [Identifier<Person>: ApprovalGrade] = [:]
        for approval in filed.approved.approvals {
            if case .good(let grade) = verdict(on: approval, of: filed) {
                valid[approval.approver] = grade
            }
        }
        return valid
    }

    /// Whether a person applied for a grant or validly approved it: such a person is no second pair of eyes at its take.
    package func isInvolved(_ person: Identifier<Person>, in filed: FiledGrant) -> Bool {
        filed.statement.applicant == person
            || filed.approved.approvals.contains { approval in
                guard approval.approver == person, case .good = verdict(on: approval, of: filed) else {
                    return false
                }
                return true
            }
    }

    /// Whether the approvals satisfy a rule: each step met by its own people, none of them applicant, taker or companion.
    ///
    /// - Returns: nil when satisfied, else why not.
    package func objection(to filed: FiledGrant, under rule: SealRule) -> AuthorityError? {
        guard filed.statement.head.organisation == standing.organisation else {
            return AuthorityError(.otherOrganisation, "the grant was made for another organisation")
        }
        let grant = filed.statement
        let valid = validApprovers(of: filed)
        let involved = Set(
            [grant.applicant] + grant.takers.map(\.person) + [grant.companion?.person].compactMap(\.self)
        )
        let free = valid.filter { approver, grade in
            !involved.contains(approver) && Self.accepts(grade, rule)
        }
        guard Self.canMeet(rule.approvals, with: free.keys.map { standing.approver($0)?.groups ?? [] })
        else {
            // What does not verify is left aside where the others suffice, and named where they do not.
            if filing(filed) == .forged {
                return AuthorityError(
                    .signatureInvalid,
                    "an approval of the grant is forged or does not fit its text"
                )
            }
            return AuthorityError(
                .signersInsufficient,
                "the rule «\(rule.name)» asks for approvals that the grant does not carry from people who may give them"
            )
        }
        return nil
    }

    private static func accepts(_ grade: ApprovalGrade, _ rule: SealRule) -> Bool {
        switch grade {
        case .ownKey: true
        case .witnessed: rule.acceptsWitnessedApproval
        case .vouched: rule.acceptsVouchedApproval
        }
    }

    /// Whether distinct people can fill all places: bipartite matching by augmenting paths (Kuhn).
    private static func canMeet(_ steps: [ApprovalStep], with people: [[String]]) -> Bool {
        // More places than people can never be filled; also bounds the work for a rule with huge numbers.
        guard
            steps.reduce(UInt64(0), { $0.addingReportingOverflow($1.count).partialValue })
                <= UInt64(people.count),
            steps.allSatisfy({ $0.count <= UInt64(people.count) })
        else { return false }
        let places = steps.flatMap { step in Array(repeating: step.group, count: Int(step.count)) }
        var placeOfPerson = [Int?](repeating: nil, count: people.count)

        func fill(_ place: Int, _ tried: inout Set<Int>) -> Bool {
            for person in people.indices
            where people[person].contains(places[place]) && tried.insert(person).inserted {
                if let other = placeOfPerson[person], !fill(other, &tried) { continue }
                placeOfPerson[person] = place
                return true
            }
            return false
        }
        return places.indices.allSatisfy { place in
            var tried: Set<Int> = []
            return fill(place, &tried)
        }
    }
}

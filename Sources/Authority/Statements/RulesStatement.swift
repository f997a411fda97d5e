package import Records

/// How a seal may be used by a grant.
package enum GrantMode: Int64, Canonical, CaseIterable {
    /// The taker carries the seal away.
    case borrow = 0
    /// A custodian takes it and stamps for applicants (代盖章).
    case stampFor = 1
    /// A post holds it for a shift.
    case standing = 2

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard let value = GrantMode(rawValue: try Int64(canonical: canonical)) else {
            throw RecordsError(.malformed, "this mode of use is unknown")
        }
        self = value
    }
}

/// How much a tag proves, in rising order.
package enum TagGrade: Int64, Canonical, CaseIterable, Comparable {
    /// Copied with pocket tools: never accepted for a seal.
    case refused = 0
    /// An originality signature only: "magic" cards can carry it.
    case weak = 1
    /// Mutual challenge and response with a secret key.
    case proved = 2

    package static func < (left: TagGrade, right: TagGrade) -> Bool { left.rawValue < right.rawValue }

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard let value = TagGrade(rawValue: try Int64(canonical: canonical)) else {
            throw RecordsError(.malformed, "this grade of a tag is unknown")
        }
        self = value
    }
}

/// One step of approval: how many approvers of a group must sign.
package struct ApprovalStep: Canonical, Hashable {
    /// The group of approvers, for example "branch head".
    package let group: String
    /// How many of the group must sign.
    package let count: UInt64

    /// `count` approvers of `group`.
    package init(group: String, count: UInt64) {
        self.group = group
        self.count = count
    }

    package var canonical: CBOR { .array([group.canonical, count.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a step of approval is a group and a number")
        }
        group = try String(canonical: parts[0])
        count = try UInt64(canonical: parts[1])
        guard count >= 1 else {
            throw RecordsError(.malformed, "a step of approval needs at least one approver")
        }
    }
}

/// What must be true before a seal leaves.
///
/// Seals name a rule; owners sign rules.
package struct SealRule: Canonical, Hashable {
    /// The longest time without contact that a rule may permit: 90 days, in seconds.
    package static let offlineSecondsMaxMax: UInt64 = 90 * 86_400

    /// The name by which seals refer to the rule.
    package let name: String
    /// All steps must be met, by distinct people, none of them applicant or taker.
    package let approvals: [ApprovalStep]
    /// Whether a second person must identify at the cabinet.
    package let needsCompanion: Bool
    /// How grants may use a seal under this rule.
    package let modes: [GrantMode]
    /// The least that the tag must prove at a return.
    package let leastGrade: TagGrade
    /// Past this contact age takes need a code; in seconds.
    package let offlineSecondsMax: UInt64
    /// Whether a battery-backed clock carries authorising time across a restart.
    package let acceptsCarriedTime: Bool
    /// Whether an approval that a cabinet states counts.
    package let acceptsWitnessedApproval: Bool
    /// Whether an approval that headquarters or another system states counts.
    package let acceptsVouchedApproval: Bool

    /// A rule with all its conditions.
    package init(
        name: String,
        approvals: [ApprovalStep],
        needsCompanion: Bool,
        modes: [GrantMode],
        leastGrade: TagGrade = .proved,
        offlineSecondsMax: UInt64 = 14 * 86_400,
        acceptsCarriedTime: Bool = true,
        acceptsWitnessedApproval: Bool = false,
        acceptsVouchedApproval: Bool = false
    ) {
        self.name = name
        self.approvals = approvals
        self.needsCompanion = needsCompanion
        self.modes = modes
        self.leastGrade = leastGrade
        self.offlineSecondsMax = offlineSecondsMax
        self.acceptsCarriedTime = acceptsCarriedTime
        self.acceptsWitnessedApproval = acceptsWitnessedApproval
        self.acceptsVouchedApproval = acceptsVouchedApproval
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: name.canonical, 1: .list(approvals), 2: .flag(needsCompanion), 3: .list(modes),
                4: leastGrade.canonical, 5: offlineSecondsMax.canonical, 6: .flag(acceptsCarriedTime),
                7: .flag(acceptsWitnessedApproval), 8: .flag(acceptsVouchedApproval),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a rule")
        name = try fields.value(0)
        approvals = try fields.list(1, countMax: 8)
        needsCompanion = try fields.flag(2)
        modes = try fields.list(3, countMax: GrantMode.allCases.count)
        leastGrade = try fields.value(4)
        offlineSecondsMax = try fields.value(5)
        acceptsCarriedTime = try fields.flag(6)
        acceptsWitnessedApproval = try fields.flag(7)
        acceptsVouchedApproval = try fields.flag(8)
        try fields.finish()
        guard !approvals.isEmpty, !modes.isEmpty else {
            throw RecordsError(.malformed, "the rule \(name) lets a seal go without any approval or mode")
        }
        guard leastGrade > .refused, offlineSecondsMax <= Self.offlineSecondsMaxMax else {
            throw RecordsError(
                .malformed,
                "the rule \(name) accepts refused tags or more than 90 days without contact"
            )
        }
    }
}

/// The rules of the organisation.
///
/// Signed by owners.
package struct RulesStatement: Statement {
    package static let kind = RecordKind.rules
    package static let signers = Signers.owners
    package static let title = "rules"
    /// More rules than people can keep apart.
    package static let ruleCountMax = 64

    package let head: StatementHead
    /// Counts versions; only a larger one replaces this.
    package let version: UInt64
    /// All rules, each with a name of its own.
    package let rules: [SealRule]

    /// The whole set of rules, in place of the one before.
    package init(head: StatementHead, version: UInt64, rules: [SealRule]) {
        self.head = head
        self.version = version
        self.rules = rules
    }

    package var fields: CBORMap { CBORMap([4: version.canonical, 5: .list(rules)]) }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        version = try fields.value(4)
        rules = try fields.list(5, countMax: Self.ruleCountMax)
        guard Set(rules.map(\.name)).count == rules.count else {
            throw RecordsError(.malformed, "two rules have the same name")
        }
    }
}

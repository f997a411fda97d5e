extension SealRule {
    /// The rule under which only that is permitted which both permit.
    ///
    /// Where people edited one version at once, and where an edit waits for witnesses. The order of the two is of no account.
    func stricter(with other: SealRule) -> SealRule {
        guard self != other else { return self }
        return SealRule(
            name: name,
            approvals: Self.most(approvals, other.approvals),
            needsCompanion: needsCompanion || other.needsCompanion,
            modes: GrantMode.allCases.filter { modes.contains($0) && other.modes.contains($0) },
            leastGrade: max(leastGrade, other.leastGrade),
            offlineSecondsMax: min(offlineSecondsMax, other.offlineSecondsMax),
            acceptsCarriedTime: acceptsCarriedTime && other.acceptsCarriedTime,
            acceptsWitnessedApproval: acceptsWitnessedApproval && other.acceptsWitnessedApproval,
            acceptsVouchedApproval: acceptsVouchedApproval && other.acceptsVouchedApproval
        )
    }

    /// For each group the larger number of approvers, by the groups' names.
    private static func most(_ left: [ApprovalStep], _ right: [ApprovalStep]) -> [ApprovalStep] {
        let (left, right) = (counts(left), counts(right))
        return left.merging(right, uniquingKeysWith: max).sorted { $0.key < $1.key }.map {
            ApprovalStep(group: $0.key, count: $0.value)
        }
    }

    private static func counts(_ steps: [ApprovalStep]) -> [String: UInt64] {
        steps.reduce(into: [:]) { counts, step in
            let sum = counts[step.group, default: 0].addingReportingOverflow(step.count)
            counts[step.group] = sum.overflow ? .max : sum.partialValue
        }
    }
}

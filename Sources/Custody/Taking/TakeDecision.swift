package import Authority
package import Cryptography
package import Records

/// Who wants which seal under which grant, and what is known of the present.
package struct TakeQuestion: Sendable {
    /// The seal that is asked for.
    package let seal: Identifier<Seal>
    /// The exact text of the grant: SHA-256 of its bytes.
    package let grantDigest: Digest
    /// Who takes it.
    package let taker: IdentifiedPerson
    /// The second person, where one has identified.
    package let companion: IdentifiedPerson?
    /// The moments between which the present lies; nil when unknown.
    package let interval: TimeBounds?
    /// Seconds since headquarters last answered a nonce of this start; nil means expired.
    package let contactAgeSeconds: UInt64?

    /// A question.
    package init(
        seal: Identifier<Seal>,
        grantDigest: Digest,
        taker: IdentifiedPerson,
        companion: IdentifiedPerson?,
        interval: TimeBounds?,
        contactAgeSeconds: UInt64?
    ) {
        self.seal = seal
        self.grantDigest = grantDigest
        self.taker = taker
        self.companion = companion
        self.interval = interval
        self.contactAgeSeconds = contactAgeSeconds
    }
}

/// A take that may go ahead: one drawer, once.
package struct TakePermit: Sendable, Equatable {
    /// The seal.
    package let seal: SealStatement
    /// The drawer to release.
    package let drawer: UInt64
    /// The grant, as checked.
    package let grant: FiledGrant
    /// When the seal should be back, in milliseconds since 1970.
    package let expectedReturn: Int64
}

/// The answer to a ``TakeQuestion``.
package enum TakeDecision: Sendable, Equatable {
    case permitted(TakePermit)
    /// Every reason that applies, the gravest first.
    case refused([TakeRefusal])
}

/// Decides takes at one cabinet from what its logs say.
///
/// Pure: same logs, same question, same answer.
package struct TakeDesk: Sendable {
    /// What people have given, as folded from `authority`.
    package let standing: Standing
    /// What the site's `policy` says.
    package let policy: SitePolicy
    /// What this cabinet's acts say.
    package let custody: CustodyState
    /// Whether a critical record was met that this program does not understand.
    package let missesCriticalRecord: Bool
    /// Whether headquarters holds other acts of this cabinet than the cabinet: uses, returns and findings may be missing.
    package let isContradicted: Bool
    /// Whether the cabinet's acts begin anew in an epoch that does not count yet.
    package let isEpochProvisional: Bool
    /// Whether what is known here was found to differ from the records, and is being made anew from them.
    package let isRebuilding: Bool
    /// Whether the disk is full: what room is left is for returns.
    package let isDiskFull: Bool
    /// Whether officers enrolled another machine under this cabinet's name.
    package let isReplaced: Bool
    /// Whether the record of the machine that this one replaced is not all here.
    package let isInheriting: Bool
    /// Whether acts are still to come back because what lies here of them is damaged.
    package let isDamaged: Bool

    /// A desk over three folds.
    package init(
        standing: Standing,
        policy: SitePolicy,
        custody: CustodyState,
        missesCriticalRecord: Bool,
        isContradicted: Bool,
        isEpochProvisional: Bool = false,
        isRebuilding: Bool = false,
        isDiskFull: Bool = false,
        isReplaced: Bool = false,
        isInheriting: Bool = false,
        isDamaged: Bool = false
    ) {
        self.standing = standing
        self.policy = policy
        self.custody = custody
        self.missesCriticalRecord = missesCriticalRecord
        self.isContradicted = isContradicted
        self.isEpochProvisional = isEpochProvisional
        self.isRebuilding = isRebuilding
        self.isDiskFull = isDiskFull
        self.isReplaced = isReplaced
        self.isInheriting = isInheriting
        self.isDamaged = isDamaged
    }

    /// Decides.
    package func decide(_ question: TakeQuestion) -> TakeDecision {
        var reasons = Reasons()
        reasons.add(.notUnderstood, if: missesCriticalRecord)
        reasons.add(.recordContradicted, if: isContradicted)
        reasons.add(.epochProvisional, if: isEpochProvisional)
        reasons.add(.machineReplaced, if: isReplaced)
        reasons.add(.recordAwaited, if: isInheriting)
        reasons.add(.countAwaited, if: custody.awaitsCount && !isInheriting)
        reasons.add(.recordDamaged, if: isDamaged)
        reasons.add(.stateRebuilding, if: isRebuilding && !isInheriting && !isDamaged)
        reasons.add(.diskFull, if: isDiskFull)
        guard let seal = policy.seals[question.seal] else {
            reasons.add(.sealUnknown)
            return .refused(reasons.list)
        }
        guard let rule = standing.rules?.rules.first(where: { $0.name == seal.rule }) else {
            reasons.add(.ruleUnknown)
            return .refused(reasons.list)
        }
        guard let filed = policy.grants[question.grantDigest] else {
            reasons.add(.noGrant)
            return .refused(reasons.list)
        }
        check(grant: filed, rule, question, &reasons)
        check(people: question, filed, rule, &reasons)
        check(time: question, filed.statement, rule, &reasons)
        let drawer = check(place: seal, rule, &reasons)
        guard let drawer, reasons.list.isEmpty else { return .refused(reasons.list) }
        return .permitted(
            TakePermit(
                seal: seal,
                drawer: drawer,
                grant: filed,
                expectedReturn: filed.statement.expectedReturn
            )
        )
    }

    private func check(
        grant filed: FiledGrant,
        _ rule: SealRule,
        _ question: TakeQuestion,
        _ reasons: inout Reasons
    ) {
        let grant = filed.statement
        switch GrantJudge(standing: standing).objection(to: filed, under: rule)?.code {
        case nil: break
        case .signatureInvalid?: reasons.add(.grantForged)
        default: reasons.add(.grantNotApproved)
        }
        reasons.add(.grantRevoked, if: policy.isRevoked(grant: grant.grant))
        reasons.add(.sealNotInGrant, if: !grant.seals.contains(question.seal) || grant.site != policy.site)
        reasons.add(.modeNotPermitted, if: !rule.modes.contains(grant.mode))
        let used = custody.uses[GrantUse(grant: grant.grant, seal: question.seal)] ?? 0
        reasons.add(.usesSpent, if: used >= grant.uses)
    }

    private func check(
        people question: TakeQuestion,
        _ filed: FiledGrant,
        _ rule: SealRule,
        _ reasons: inout Reasons
    ) {
        let grant = filed.statement
        let taker = question.taker.person
        if let named = grant.takers.first(where: { $0.person == taker }) {
            reasons.add(.personRemoved, if: !isInForce(named))
        } else {
            reasons.add(.notTaker)
        }
        reasons.add(.identificationTooWeak, if: question.taker.methods.count < Self.methodCountMin)
        guard rule.needsCompanion || grant.companion != nil else { return }
        guard let companion = question.companion else {
            reasons.add(.companionMissing)
            return
        }
        reasons.add(.identificationTooWeak, if: companion.methods.count < Self.methodCountMin)
        let mayAccompany =
            if let named = grant.companion {
                named.person == companion.person && isInForce(named)
            } else {
                policy.persons[companion.person].map {
                    !Set($0.rights).isDisjoint(with: [.companion, .custodian])
                        && isInForce(PersonInGeneration(person: $0.person, generation: $0.generation))
                } ?? false
            }
        // The rule means one more person than those who asked for the take and approved it.
        let isInvolved = GrantJudge(standing: standing).isInvolved(companion.person, in: filed)
        reasons.add(.companionNotPermitted, if: companion.person == taker || !mayAccompany || isInvolved)
    }

    /// Card and PIN, or two other methods.
    private static var methodCountMin: Int { 2 }

    private func isInForce(_ person: PersonInGeneration) -> Bool {
        policy.persons[person.person]?.generation == person.generation
            && (try? standing.requireNotRemoved(person.person, generation: person.generation)) != nil
    }

    private func check(
        time question: TakeQuestion,
        _ grant: GrantStatement,
        _ rule: SealRule,
        _ reasons: inout Reasons
    ) {
        guard let interval = question.interval, let age = question.contactAgeSeconds else {
            reasons.add(.timeUnknown)
            return
        }
        reasons.add(.tooEarly, if: interval.low < grant.notBefore)
        reasons.add(.tooLate, if: interval.high > grant.notAfter)
        let limit = min(rule.offlineSecondsMax, grant.offlineSecondsMax, policy.offlineSecondsMax ?? .max)
        reasons.add(.contactExpired, if: age > limit)
    }

    /// The drawer where the seal lies, when it may leave from there.
    private func check(place seal: SealStatement, _ rule: SealRule, _ reasons: inout Reasons) -> UInt64? {
        reasons.add(.sealSuspended, if: policy.isSuspended(seal: seal.seal))
        reasons.add(.cabinetSuspended, if: standing.isSuspended(cabinet: custody.cabinet))
        reasons.add(.gradeTooLow, if: seal.grade < rule.leastGrade)
        reasons.add(.visitOpen, if: !custody.openVisits.isEmpty)
        switch custody.seals[seal.seal] {
        case .present(let drawer, _):
            reasons.add(.drawerQuarantined, if: custody.quarantines[drawer] != nil)
            return drawer
        case .unproved: reasons.add(.sealUnproved)
        case .out: reasons.add(.sealOut)
        case nil: reasons.add(seal.cabinet == custody.cabinet ? .sealUnproved : .otherCabinet)
        }
        return nil
    }
}

/// Reasons in the order in which they are checked, each once.
private struct Reasons {
    private(set) var list: [TakeRefusal] = []

    mutating func add(_ reason: TakeRefusal, if applies: Bool = true) {
        if applies, !list.contains(reason) { list.append(reason) }
    }
}

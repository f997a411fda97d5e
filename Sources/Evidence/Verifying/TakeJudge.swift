import Authority
import Cryptography
import Custody
import Records

/// Judges the grant of a take by the approvers in force at the head that the cabinet obeyed.
struct TakeJudge {
    let policy: PolicyReading?
    let authority: AuthorityHistory
    let seal: Identifier<Seal>?

    /// The grant as it stood, where the file shows it, and everything that speaks against the take.
    func judge(_ begun: VisitBegun, _ header: LeafHeader, actor: Actor?) -> (ShownGrant?, [EvidenceSentence])
    {
        guard let digest = begun.grantDigest else {
            return (nil, [EvidenceSentence("没有授权的取章", "a take without a grant")])
        }
        guard let heads = header.obeyedHeads,
            let filed = policy?.grants[digest]?.filed(below: position(heads)),
            let standing = authority.standings[heads.authoritySize]
        else {
            let missing = EvidenceSentence(
                "取章所依据的授权不在印章柜所遵循的记录之中",
                "the grant of the take is not among the leaves that the cabinet obeyed"
            )
            return (nil, [missing])
        }
        let judge = GrantJudge(standing: standing)
        let concerns =
            concerns(filed, begun, heads, actor) + weigh(filed, judge, standing, heads, actor) + doubts(heads)
        let grant = ShownGrant(
            digest: digest,
            policy: policy?.log.origin,
            index: filed.index,
            statement: filed.statement,
            approvals: filed.approved.approvals.map {
                ShownApproval(approver: $0.approver, verdict: judge.verdict(on: $0, of: filed))
            },
            isSound: concerns.isEmpty
        )
        let id = filed.statement.grant
        return (
            grant,
            concerns.map {
                EvidenceSentence("依据授权 \(id) 的取章：\($0.chinese)", "take under grant \(id): \($0.english)")
            }
        )
    }

    /// Whether the approvals meet the seal's rule, and the second person is a second pair of eyes.
    private func weigh(
        _ filed: FiledGrant,
        _ judge: GrantJudge,
        _ standing: Standing,
        _ heads: ObeyedHeads,
        _ actor: Actor?
    ) -> [EvidenceSentence] {
        let rule = seal.flatMap { policy?.seal($0, at: position(heads)) }.flatMap { seal in
            standing.rules?.rules.first { $0.name == seal.rule }
        }
        var concerns: [EvidenceSentence] = []
        if let rule, let objection = judge.objection(to: filed, under: rule) {
            concerns.append(EvidenceSentence(objection))
        }
        if let companion = actor?.companion, rule?.needsCompanion == true || filed.statement.companion != nil,
            judge.isInvolved(companion, in: filed)
        {
            concerns.append(
                EvidenceSentence("同行人是申请人或审批人", "its companion applied for the grant or approved it")
            )
        }
        return rule == nil ? concerns + [.ruleNotShown] : concerns
    }

    /// How many of the leaves of `policy` that are shown the cabinet had obeyed.
    private func position(_ heads: ObeyedHeads) -> UInt64 { policy?.position(of: heads) ?? heads.policySize }

    /// What might have taken the grant away, and is not shown.
    private func doubts(_ heads: ObeyedHeads) -> [EvidenceSentence] {
        var doubts: [EvidenceSentence] = []
        switch policy?.leaves(citedBy: heads, authority) ?? .beyond {
        case .same: break
        case .beyond:
            doubts.append(
                EvidenceSentence(
                    "印章柜所遵循的授权或策略超出本文件所含，其中可能有撤销",
                    "the cabinet obeyed more leaves than the file shows; they may revoke it"
                )
            )
        case .others:
            doubts.append(
                EvidenceSentence(
                    "印章柜所遵循的授权或策略与此处所示不同，其中可能有撤销",
                    "the cabinet obeyed other leaves than those shown; they may revoke it"
                )
            )
        }
        if let closed = policy?.takingsClosed(below: position(heads)) { doubts.append(closed) }
        return doubts
    }

    private func concerns(_ filed: FiledGrant, _ begun: VisitBegun, _ heads: ObeyedHeads, _ actor: Actor?)
        -> [EvidenceSentence]
    {
        let grant = filed.statement
        var concerns: [EvidenceSentence] = []
        func concern(_ chinese: String, _ english: String) {
            concerns.append(EvidenceSentence(chinese, english))
        }
        if seal.map(grant.seals.contains) != true { concern("授权不包括该印章", "it does not name the seal") }
        if let person = actor?.person, !grant.takers.contains(where: { $0.person == person }) {
            concern("授权不包括取章人", "it does not name the taker")
        }
        if let revoked = policy?.revoked[grant.grant], revoked < position(heads) {
            concern(
                "授权此前已被撤销（策略日志第 \(revoked) 条）",
                "it was revoked before, at leaf \(revoked) of policy"
            )
        }
        if let low = begun.low, let high = begun.high {
            if low < grant.notBefore || high > grant.notAfter {
                concern("当时不在授权的有效时间内", "it was not valid at that time")
            }
        } else {
            concern("印章柜当时不知道时间", "the cabinet did not know the time")
        }
        return concerns
    }
}

import Authority
import Custody
import Records

extension PossibleUsers {
    /// Reads them out of what a file shows; nil where its claim is about something else.
    init?(
        _ claim: EvidenceClaim,
        authority: AuthorityHistory,
        policies: [PolicyReading],
        acts: [CabinetReading]
    ) {
        guard case .users(let id, let moment) = claim else { return nil }
        self.moment = moment
        let events = acts.actsInOrder
        let held = HeldAt(events, sightings: acts.flatMap(\.sightings))
        place = held.place.held(until: moment, by: held.placedBy, authority, policies, acts)
        visitor = held.visitor
        cabinets = Self.cabinets(events, acts.flatMap(\.sightings))
        let policy = policies.first { $0.seals[id] != nil }
        let obeyed = acts.compactMap { Self.obeyed($0, before: moment) }.max {
            ($0.policyEpoch, $0.policySize) < ($1.policyEpoch, $1.policySize)
        }
        let known = obeyed.flatMap { policy?.position(of: $0) } ?? 0
        seal = policy?.seal(id, at: known) ?? policy?.seals[id]?.last?.statement
        let standing = obeyed.flatMap { authority.standings[$0.authoritySize] } ?? authority.standing
        grants = policy.map { Self.grants($0, id, moment, known: known, standing: standing) } ?? []
        holders = policy.map { Self.holders($0, known: known, standing: standing) } ?? []
    }

    /// The newest heads that a cabinet had obeyed up to a moment, as it signed itself.
    private static func obeyed(_ reading: CabinetReading, before moment: Int64) -> ObeyedHeads? {
        reading.attested.last {
            $0.verdict == .good && $0.leaf.header.time.milliseconds <= moment
                && $0.leaf.header.obeyedHeads != nil
        }?.leaf.header.obeyedHeads
    }

    private static func cabinets(_ events: [ShownAct], _ sightings: [SealSighting]) -> [String: Int64] {
        var cabinets: [String: Int64] = [:]
        for event in events where event.provesSeal { cabinets[event.cabinet] = event.time.milliseconds }
        for seen in sightings { cabinets[seen.cabinet] = max(cabinets[seen.cabinet] ?? 0, seen.moment) }
        return cabinets
    }

    private static func grants(
        _ policy: PolicyReading,
        _ seal: Identifier<Seal>,
        _ moment: Int64,
        known: UInt64,
        standing: Standing
    ) -> [PossibleGrant] {
        let rule = policy.seal(seal, at: max(known, 1)).flatMap { statement in
            standing.rules?.rules.first { $0.name == statement.rule }
        }
        let within = policy.grants.values.filter { filed in
            let grant = filed.statement
            return grant.seals.contains(seal) && grant.notBefore <= moment && moment <= grant.notAfter
        }
        return within.sorted { $0.index < $1.index }.map { filed in
            // What was filed later could not open; it is named all the same.
            let then = filed.filed(below: known) ?? filed
            var objections: [EvidenceSentence] = []
            if let revoked = policy.revoked[filed.statement.grant], revoked < known {
                objections.append(
                    EvidenceSentence("已被撤销（策略日志第 \(revoked) 条）", "revoked at leaf \(revoked) of policy")
                )
            }
            if let rule {
                if let objection = GrantJudge(standing: standing).objection(to: then, under: rule) {
                    objections.append(EvidenceSentence(objection))
                }
            } else {
                objections.append(.ruleNotShown)
            }
            if let closed = policy.takingsClosed(below: known) { objections.append(closed) }
            if let suspended = policy.suspended[seal]?.last(where: { $0 < known }) {
                objections.append(
                    EvidenceSentence(
                        "印章已被暂停使用（策略日志第 \(suspended) 条）",
                        "the seal was suspended at leaf \(suspended) of policy"
                    )
                )
            }
            return PossibleGrant(
                index: filed.index,
                statement: filed.statement,
                isKnownToCabinet: filed.index < known,
                objections: objections
            )
        }
    }

    private static func holders(_ policy: PolicyReading, known: UInt64, standing: Standing)
        -> [PossibleHolder]
    {
        policy.persons.values.compactMap { history in
            guard let statement = history.last(where: { $0.index < known })?.statement,
                !statement.rights.isEmpty,
                (try? standing.requireNotRemoved(statement.person, generation: statement.generation)) != nil
            else { return nil }
            return PossibleHolder(person: statement.person, rights: statement.rights)
        }.sorted { $0.person < $1.person }
    }
}

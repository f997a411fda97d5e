import Authority
import Cryptography
import Custody
import Records

/// One line of "what may you take": a seal under a grant, and why it would be refused.
struct TakeOffer: Sendable {
    /// More lines than a person reads at a screen.
    static let countMax = 100

    let seal: Identifier<Seal>
    /// Nil when the person has no grant for it.
    let grant: FiledGrant?
    /// Empty when it may be taken now.
    let reasons: [TakeRefusal]

    /// Every grant that names the taker, newest first, those that may be used before the others; then the seals of this
    /// cabinet for which there is none.
    static func offers(to persons: [IdentifiedPerson], in surroundings: ScreenSurroundings) -> [TakeOffer] {
        guard let taker = persons.first else { return [] }
        let policy = surroundings.view.obeyed.policy
        let granted = policy.grants(for: taker.person).flatMap { grant in
            grant.statement.seals.map { seal in
                let choice = TakeChoice(seal: seal, grant: grant.digest)
                return TakeOffer(
                    seal: seal,
                    grant: grant,
                    reasons: reasons(against: choice, by: persons, in: surroundings)
                )
            }
        }
        let named = Set(granted.map(\.seal))
        let others = policy.seals.values
            .filter { $0.cabinet == surroundings.view.identity.cabinet && !named.contains($0.seal) }
            .sorted { ($0.drawer, $0.seal) < ($1.drawer, $1.seal) }
            .map { TakeOffer(seal: $0.seal, grant: nil, reasons: [.noGrant]) }
        let usable = granted.filter(\.reasons.isEmpty)
        return Array((usable + granted.filter { !$0.reasons.isEmpty } + others).prefix(countMax))
    }

    /// Why a choice would be refused; that a second person is missing is no reason while nobody has asked for one.
    static func reasons(
        against choice: TakeChoice,
        by persons: [IdentifiedPerson],
        in surroundings: ScreenSurroundings
    ) -> [TakeRefusal] {
        guard case .refused(let reasons)? = decision(on: choice, by: persons, in: surroundings) else {
            return []
        }
        return reasons.filter { $0 != .companionMissing }
    }

    /// What the desk says; nil when nobody has identified.
    static func decision(
        on choice: TakeChoice,
        by persons: [IdentifiedPerson],
        in surroundings: ScreenSurroundings
    ) -> TakeDecision? {
        guard let taker = persons.first else { return nil }
        let question = TakeQuestion(
            seal: choice.seal,
            // No grant has the digest of nothing.
            grantDigest: choice.grant ?? SHA256.hash([UInt8]()),
            taker: taker,
            companion: persons.dropFirst().first,
            interval: surroundings.interval,
            contactAgeSeconds: surroundings.contactAgeSeconds
        )
        return surroundings.view.takeDesk.decide(question)
    }
}

import Authority
import Custody
import Records

extension CabinetLedger {
    /// Reads again from leaves under signed heads everything that was given and on which a take rests.
    ///
    /// What differs is distrusted at once: a finding, and no takes until everything is folded anew.
    func recheck(_ filed: FiledGrant, seal: Identifier<Seal>, persons: [Identifier<Person>]) -> GrantCheck {
        do {
            let (authority, policy) = (try obeyedAuthority, try obeyedPolicy)
            let heads = (
                authority: try signedHead(of: authority), policy: try signedHead(of: policy)
            )
            let (store, sealing) = (store, view.obeyed.policy)
            let check = FoundationCheck(view.obeyed) { log, index throws(RecordsError) in
                switch log {
                case .authority: try store.record(index, of: authority, under: heads.authority)
                case .policy:
                    sealing.unsealed(try store.record(index, of: policy, under: heads.policy))
                }
            }
            guard let difference = try check.difference(filed, seal: seal, persons: persons) else {
                return .same
            }
            try distrust(difference)
            return .different
        } catch {
            return .unread
        }
    }

    /// The largest head of an obeyed log that the log's key signed and whose leaves are here.
    private func signedHead(of origin: Origin) throws -> TreeHead {
        guard let status = try store.status(of: origin),
            let note = try store.notes(of: origin, as: .witness, from: status.proved.size, limit: 1).first
        else { throw RecordsError(.unavailable, "no signed head of \(origin) is here") }
        let head = try CheckpointPolicy(origin: origin, logKey: status.key).verify(note).head
        guard head == status.proved else {
            throw RecordsError(.mismatch, "the head of \(origin) is not the one that was signed")
        }
        return head
    }
}

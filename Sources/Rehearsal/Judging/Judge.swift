import Authority
import Cryptography
import Custody
import Records
import Replication
import Simulation
import Synchronization

/// Hears every frame and looks at every disk, and says when a promise of the house was broken.
///
/// It knows what people really signed and what was really cosigned; the machines do not know it.
final class Judge: Sendable {
    /// A cosignature that has left headquarters.
    struct Promise: Sendable {
        let root: Digest
        /// Whether it says that every leaf and body is there.
        var isMirrored: Bool
    }

    /// What one connection of a cabinet has used of its credit.
    struct Account: Sendable {
        var credit: [TrafficClass: UInt64] = [:]
        var sent: [TrafficClass: UInt64] = [:]
    }

    /// What a disk holds follows from what its machine did: where nothing of this has changed, it was looked at already.
    struct Look: Sendable, Equatable {
        let start: UInt64
        let sizes: [UInt64]
    }

    struct State: Sendable {
        var violation: Violation?
        /// By log and size.
        var promises: [Origin: [UInt64: Promise]] = [:]
        /// By place, log and size: the heads of its acts that a cabinet has shown.
        var shown: [String: [Origin: [UInt64: Digest]]] = [:]
        /// By place, log and size: the heads of headquarters' logs that a cabinet has obeyed.
        var obeyed: [String: [Origin: [UInt64: Digest]]] = [:]
        var accounts: [String: Account] = [:]
        /// The grants that approvers signed.
        var grants: Set<Digest> = []
        /// By grant, the head of the site's policy that ends with its revocation.
        var revocations: [Identifier<GrantSubject>: TreeHead] = [:]
        /// By cabinet, when records were written that its act key did not sign.
        var stolen: [String: Set<HybridTime>] = [:]
        /// Cabinets that headquarters' first face has let in since all is well.
        var welcomed: Set<String> = []
        /// Logs of which headquarters has said that two of their heads contradict each other.
        var forked: Set<Origin> = []
        /// By place, what was the case when its disk was last looked at.
        var looks: [String: Look] = [:]
        /// Counts cosignatures that left headquarters.
        var promiseCount = 0
        /// Machines whose disk was damaged, or copied beside the first.
        var tainted: Set<String> = []
        /// Cabinets whose disk was put back.
        var putBack: Set<String> = []
    }

    let state = Mutex(State())

    /// The first promise that was broken.
    var violation: Violation? { state.withLock { $0.violation } }

    /// Says that a promise was broken; only the first one counts.
    func report(_ invariant: Violation.Invariant, _ text: String) {
        state.withLock { state in
            if state.violation == nil { state.violation = Violation(invariant: invariant, text: text) }
        }
    }

    /// Whether a disk need be looked at again.
    func isNew(_ look: Look, at place: String) -> Bool {
        state.withLock { state in
            defer { state.looks[place] = look }
            return state.looks[place] != look
        }
    }

    /// The disk of a machine was damaged or copied, or was headquarters' and put back: what it lost is its own.
    func taint(_ place: String) { state.withLock { _ = $0.tainted.insert(place) } }

    /// The disk of a cabinet was put back: what it lost is its own, and it gets it back.
    func putBack(_ place: String) { state.withLock { _ = $0.putBack.insert(place) } }

    /// Whether a machine's disk is as it left it.
    func isSound(_ place: String) -> Bool {
        state.withLock { !$0.tainted.contains(place) && !$0.putBack.contains(place) }
    }

    /// Whether a machine and its other end must agree once all is well: its disk is as it left it, or was put back whole.
    func isHonest(_ place: String) -> Bool { state.withLock { !$0.tainted.contains(place) } }

    /// Approvers signed a grant.
    func signed(_ grant: ApprovedGrant) { state.withLock { _ = $0.grants.insert(SHA256.hash(grant.bytes)) } }

    /// A grant was revoked by the last leaf under this head of the site's policy.
    func revoked(_ grant: Identifier<GrantSubject>, under head: TreeHead) {
        state.withLock { $0.revocations[grant] = head }
    }

    /// A lock opens for a take at a cabinet; `policyRoot` is the root over the first leaves of the policy that it obeys, nil
    /// where it does not have so many.
    ///
    /// A revocation that headquarters forgot because it was put back, before any cabinet had it, stands nowhere any more: the
    /// root says whether this is the history that it stands in.
    func opens(for grant: FiledGrant, at place: String, policyRoot: (UInt64) -> Digest?) {
        let (isSigned, revocation) = state.withLock { state in
            (state.grants.contains(grant.digest), state.revocations[grant.statement.grant])
        }
        if !isSigned { report(.locks, "\(place) opens for a grant that no approver signed") }
        if let revocation, policyRoot(revocation.size) == revocation.root {
            report(.locks, "\(place) opens for a grant whose revocation it has read")
        }
    }

    /// Somebody with the key of a cabinet's log wrote into its acts, and its act key did not sign that.
    func stole(_ times: some Sequence<HybridTime>, from cabinet: String) {
        state.withLock { $0.stolen[cabinet, default: []].formUnion(times) }
    }

    private static let names: [(code: RecordsError.Code, name: String)] = [
        (.malformed, "malformed"), (.mismatch, "mismatch"), (.refused, "refused"), (.conflict, "conflict"),
        (.unavailable, "unavailable"), (.exhausted, "exhausted"), (.tooLarge, "too large"),
    ]

    /// An error without its random parts.
    static func code(of error: any Error) -> String {
        guard let error = error as? RecordsError else { return "\(type(of: error))" }
        return names.first { $0.code == error.code }?.name ?? "another error"
    }
}

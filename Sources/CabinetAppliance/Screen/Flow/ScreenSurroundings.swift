import Authority
import Custody
import Identity
import Records

/// What is known while the screen decides: one consistent view and the time.
struct ScreenSurroundings: Sendable {
    let view: CabinetView
    /// Monotonic milliseconds.
    let now: UInt64
    /// The moments between which the present lies.
    let interval: TimeBounds?
    /// Seconds since headquarters last answered.
    let contactAgeSeconds: UInt64?

    init(view: CabinetView, now: UInt64) {
        self.view = view
        self.now = now
        interval = view.time.interval(atMonotonic: now)
        contactAgeSeconds = view.time.contactAgeSeconds(atMonotonic: now)
    }

    /// Who may be identified.
    var directory: PersonDirectory {
        PersonDirectory(policy: view.obeyed.policy, standing: view.obeyed.standing)
    }

    /// Whether nobody could identify yet: the first cards and PINs are made without, and two officers sign each.
    ///
    /// What was sealed to a machine that this one replaced opens here no more: PINs are chosen anew.
    var isBeforeFirstCredential: Bool {
        let machine = view.obeyed.standing.machines(of: view.identity.cabinet).last {
            $0.statement.replacement != nil
        }
        return view.obeyed.policy.credentials.values.allSatisfy { credential in
            machine.map { credential.head.madeUnder <= $0.index } ?? false
        }
    }

    /// Jobs for this cabinet's front reader whose keys are here and that are not done, in a steady order.
    var openJobs: [TagJobStatement] {
        let cabinet = view.identity.cabinet
        return view.obeyed.policy.tagJobs.values.filter { job in
            job.cabinet == cabinet && !view.custody.jobsDone.contains(job.job)
                && view.obeyed.policy.isDelivered(job)
        }.sorted { $0.job.bytes.lexicographicallyPrecedes($1.job.bytes) }
    }
}

package import Authority
import Custody
package import Records

extension HeadquartersLedger {
    /// Writes own acts in one commit.
    package func record(_ drafts: [Draft]) throws {
        try recovery.requireNothingMissing()
        var view = view
        for record in try acts.append(drafts, at: reading, obeying: nil) { try view.desks.fold(record) }
        publish(view)
    }

    /// Writes records into `receipts` in one commit.
    package func receipt(_ drafts: [Draft]) throws {
        try recovery.requireNothingMissing()
        var view = view
        for record in try receipts.append(drafts, at: reading, obeying: nil) { view.anchors.fold(record) }
        publish(view)
    }

    /// Takes something away for all sites: headquarters' log key suffices.
    package func takeAway(_ draft: Draft, because reason: String) throws -> GivenRecord {
        try appendAuthority([draft])
        let index = authority.head.size - 1
        try noteTaking(draft, origin: origins.authority, index: index, reason)
        return GivenRecord(origin: origins.authority, index: index, isWaiting: false)
    }

    /// Takes something away at one site.
    package func takeAway(_ draft: Draft, at site: String, because reason: String) throws -> GivenRecord {
        let index = try appendPolicy([draft], site: site)
        let origin = try origins.policy(site)
        try noteTaking(draft, origin: origin, index: index, reason)
        return GivenRecord(origin: origin, index: index, isWaiting: false)
    }

    /// Writes requests of one run into the policies of its sites; sites that have them already are left alone.
    ///
    /// Each site's log is a transaction of its own: the run's own record was written before, and this is called again
    /// after a start, so that all sites have the request or will have it.
    package func requestCounts(_ run: CountRunState) throws {
        let request = CountRequest(run: run.asked.run, nonce: run.asked.nonce, deadline: run.asked.deadline)
        for site in Set(run.targets.map(\.site)).sorted() {
            guard let policy = view.policies[site],
                !policy.countRequests.contains(where: { $0.run == request.run })
            else { continue }
            let draft = Draft(
                .taking,
                .countRequested,
                isCritical: true,
                actor: run.actor,
                subject: Subject(run: request.run),
                detail: request.canonical
            )
            let index = try appendPolicy([draft], site: site)
            var view = view
            view.requestIndices[request.run, default: [:]][site] = index
            publish(view)
        }
    }

    /// Delivers a tag's keys, as the tag-key service sealed them, in one commit.
    package func deliver(_ deliveries: [TagKeyDelivery], site: String) throws {
        let drafts = deliveries.map { delivery in
            Draft(
                .taking,
                .tagKeysDelivered,
                actor: Actor(component: "tag keys"),
                subject: Subject(cabinet: delivery.cabinet),
                detail: delivery.canonical
            )
        }
        _ = try appendPolicy(drafts, site: site)
    }

    /// Notes the heads of `acts` and `receipts` in `authority`, and those of policies that have grown since.
    package func noteHeads() throws {
        try appendAuthority(notedHeads([acts, receipts].map(\.citedHead) + policyHeads))
    }

    /// The heads of all policies that `authority` does not note yet, by origin.
    var policyHeads: [CitedHead] {
        let standing = view.standing
        return policies.values.filter { standing.notedHead(of: $0.origin)?.size != $0.head.size }
            .map(\.citedHead).sorted { $0.origin < $1.origin }
    }

    /// Records that note heads, each with as many as fit.
    func notedHeads(_ heads: [CitedHead]) -> [Draft] {
        stride(from: 0, to: heads.count, by: HeadsNoted.headCountMax).map { first in
            Draft(
                .system,
                .headsNoted,
                actor: Actor(component: "heads"),
                detail: HeadsNoted(heads: Array(heads[first...].prefix(HeadsNoted.headCountMax))).canonical
            )
        }
    }

    /// Stores the newest checkpoints, for a stop in order.
    package func storeCheckpoints() throws {
        try authority.storeCheckpoint()
        try acts.storeCheckpoint()
        try receipts.storeCheckpoint()
        for site in policies.keys { try policies[site]?.storeCheckpoint() }
    }

    /// Appends to `authority` and opens what it names for the first time.
    func appendAuthority(_ drafts: [Draft]) throws {
        try recovery.requireNothingMissing()
        var view = view
        for record in try authority.append(drafts, at: reading, obeying: nil) {
            _ = try view.standing.fold(record)
        }
        settlePolicies(&view)
        // What is in the log counts now, whatever may fail behind it: a standing that stayed behind would take no leaf more.
        publish(view)
        try openSites(&view)
        try beginSites(&view)
        try openCabinets(&view)
        publish(view)
        try noteCuts()
        projectSome()
    }

    /// Appends to a site's policy, citing the heads as they are.
    ///
    /// - Returns: the index of the first record.
    func appendPolicy(_ drafts: [Draft], site: String) throws -> UInt64 {
        try recovery.requireNothingMissing()
        var view = view
        guard var journal = policies[site], var policy = view.policies[site] else {
            throw HeadquartersError(.notFound, "the site \(site) has no policy log here")
        }
        let records: [OpenedRecord]
        do {
            // Kept after an error too: the journal alone knows that there may be more in the log than it answered for. And
            // before the view is published, which names its head.
            defer { policies[site] = journal }
            records = try journal.append(drafts, at: reading, obeying: heads(policy: journal))
        }
        let index = journal.head.size - UInt64(drafts.count)
        for record in records { _ = try policy.take(record, standing: view.standing) }
        view.policies[site] = policy
        publish(view)
        return index
    }

    private func noteTaking(_ draft: Draft, origin: Origin, index: UInt64, _ reason: String) throws {
        try record([
            Draft(
                .administration,
                .takingMade,
                actor: draft.actor,
                subject: draft.subject,
                detail: TakingMade(origin: origin.text, index: index, reason: reason).canonical
            )
        ])
    }
}

extension HeadquartersLedger {
    /// Whether the ledger's thread comes to answer: what a watchdog wants to know.
    package func isAnswering() -> Bool { true }
}

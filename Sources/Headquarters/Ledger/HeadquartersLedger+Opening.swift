import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Store

extension HeadquartersLedger {
    /// Refuses a root that names other log keys than those in hand.
    static func check(_ root: RootStatement, against secrets: HeadquartersSecrets) throws {
        let keys = try secrets.publicKeys()
        guard root.authorityKey.bytes == keys.authority.bytes, root.actsKey.bytes == keys.acts.bytes,
            root.receiptsKey.bytes == keys.receipts.bytes
        else {
            throw HeadquartersError(
                .refused,
                "the root names other log keys than this headquarters holds; owners must sign a root over its key file"
            )
        }
    }

    /// Learns from the kept notes up to which size a majority of witnesses had cosigned.
    func learnWitnessedHeads(_ view: inout HeadquartersView) throws {
        let size = try view.standing.newestWitnessedSize(in: store, of: origins.authority)
        view.standing.witness(upTo: size)
    }

    /// Folds the leaves of `policy` that waited for what `authority` says now.
    func settlePolicies(_ view: inout HeadquartersView) {
        for site in view.policies.keys { _ = view.policies[site]?.settle(view.standing) }
    }

    /// Opens the policy log of each site that owners signed and that is not open yet.
    func openSites(_ view: inout HeadquartersView) throws {
        for site in view.standing.sites.keys where policies[site] == nil {
            let (opening, standing) = (LogOpening(store: store, boot: boot, clock: clock), view.standing)
            guard let journal = try opening.journal(policyOf: site, under: standing, keys.current) else {
                continue
            }
            var policy = try start.policy(site, epoch: journal.origin.epoch)
            namedCount += policy.size
            try opening.fold(journal, from: policy.size) { _ = try policy.take($0, standing: standing) }
            policies[site] = journal
            view.policies[site] = policy
        }
    }

    /// Writes the first leaf of each policy that is empty: nothing may be known to be missing then (``noteLosses(_:)``).
    func beginSites(_ view: inout HeadquartersView) throws {
        let (opening, standing) = (LogOpening(store: store, boot: boot, clock: clock), view.standing)
        // A later epoch is begun when owners open it and never by itself: one that is empty then was begun elsewhere.
        for (site, opened) in policies where opened.head.size == 0 && opened.origin.epoch == 1 {
            guard var policy = view.policies[site] else { continue }
            var journal = opened
            // Kept after an error too: the journal alone knows that there may be more in the log than it answered for.
            defer { policies[site] = journal }
            try opening.begin(
                &journal,
                try keys.current.logKey(.policy(site: site)),
                obeying: heads(policy: journal)
            ) {
                _ = try policy.take($0, standing: standing)
            }
            view.policies[site] = policy
        }
    }

    /// Opens the copies of each cabinet that officers signed; ``projectAll()`` folds what lies in them.
    func openCabinets(_ view: inout HeadquartersView) throws {
        var telemetryNumbers: [String: [UInt64]]?
        for (name, cabinet) in view.standing.cabinets {
            let machines = view.standing.machines(of: name)
            guard try machines.allSatisfy({ try openLogs(of: $0) }) else {
                // Another key under the same origin asks for a new epoch; the old copy stays as it is.
                view.cabinets[name, default: CabinetCopy(cabinet: name)].problem =
                    "the cabinet's log keys changed without a new epoch"
                continue
            }
            let known = view.cabinets[name]
            let first = machines.last?.actsEpoch ?? 1
            guard known?.epochs.contains(where: { $0.log.epoch == first }) != true else { continue }
            var copy = known ?? CabinetCopy(cabinet: name)
            copy.problem = nil
            if known == nil {
                copy.custody = try start.custody(name)
                namedCount += copy.custody.foldedCount
            }
            let keys = view.standing.actKeys(of: name).all
            copy.epochs = try epochs(of: cabinet, signedBy: keys)
            // Of all cabinets at once: looking through every log for each of them would take a start minutes.
            let numbers = try telemetryNumbers ?? self.telemetryNumbers()
            telemetryNumbers = numbers
            copy.telemetry = try telemetryEpochs(of: cabinet, numbers[name] ?? [1], signedBy: keys)
            judge(&copy, name, under: view.standing)
            if hasUnfolded(copy) { unfolded.insert(name) }
            copy.noteSizes()
            copy.safeSize = try copy.current.flatMap { try store.status(of: $0.log.origin) }?.size(.safe) ?? 0
            view.cabinets[name] = copy
        }
        try judgeCabinets(&view)
    }

    /// The heads that a record of a policy cites: `authority` as it is, and the policy before the record.
    func heads(policy: Journal<EvidenceFile>) -> ObeyedHeads {
        ObeyedHeads(
            authority: (authority.origin.epoch, authority.head.size, authority.head.root),
            policy: (policy.origin.epoch, policy.head.size, policy.head.root)
        )
    }
}

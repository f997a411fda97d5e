package import Authority
import Cryptography
import Custody
import Enrolment
package import Records
import Store

// The epochs of headquarters' own logs: owners open them, after what nobody else keeps was lost.
extension HeadquartersLedger {
    /// What owners would sign so that `acts` and `receipts`, or the policies of `sites`, go on in new epochs, as things are now.
    ///
    /// The keys are made and written first; the statement holds as long as nothing is written and nothing larger is shown.
    ///
    /// `gone` are cabinets that will never greet again: what they alone held is lost. `sites` are those of which nobody gives the
    /// policy back, or whose policy has two histories.
    ///
    /// - Throws: ``HeadquartersError`` `.unavailable` while cabinets can still give something back, `.refused` where nothing is
    ///   missing and the reason says that it is, `.notFound` for a site that is not known.
    package func layOutEpochs(
        because reason: EpochReason = .restore,
        without gone: Set<String> = [],
        policiesOf sites: Set<String> = []
    ) throws -> LogEpochsStatement {
        let ended = try policies(of: sites)
        try requireNothingAwaited(but: Set(ended.values))
        try requireMet(but: gone)
        for (site, origin) in ended {
            let cabinets = view.standing.cabinets.values.filter { $0.site == site }.map(\.cabinet)
            try requireGivenUp(
                origin,
                by: Set(cabinets),
                named: "the cabinets of \(site)",
                because: reason,
                without: gone
            )
        }
        guard recovery.isUnderWay || reason != .restore else {
            throw HeadquartersError(
                .refused,
                "nothing is known to be missing here: start signet-hq and let every cabinet greet first"
            )
        }
        return statement(of: try logs(ending: sites).map(nextEpoch), because: reason)
    }

    /// The epoch behind the one in force of a log, as things are now; its key is made where it is not here yet.
    func nextEpoch(of log: HeadquartersLog) throws -> LogEpoch {
        let epoch = view.standing.epoch(of: log)
        let previous = try log.origin(origins.organisation, epoch: epoch)
        let key = try keys.logKey(making: epoch + 1, of: log)
        return LogEpoch(
            origin: try log.origin(origins.organisation, epoch: epoch + 1).text,
            key: Bytes(key.privateKey.publicKey.bytes),
            last: try headHere(of: previous),
            cut: try largestHead(of: previous)
        )
    }

    /// What owners sign of epochs.
    func statement(of epochs: [LogEpoch], because reason: EpochReason) -> LogEpochsStatement {
        LogEpochsStatement(
            head: StatementHead(organisation: origins.organisation, madeUnder: view.standing.size),
            reason: reason,
            epochs: epochs
        )
    }

    /// Opens the epochs that owners have signed, and signs in them from then on.
    ///
    /// The new logs begin before `authority` says so: a start that finds one in force and empty knows that it was begun by
    /// another headquarters, which this one has forgotten.
    func open(epochs signed: SignedStatement, _ draft: Draft) throws -> GivenRecord {
        let statement = try LogEpochsStatement(decoding: signed.bytes)
        guard (try? statement.epochs.first?.log(of: origins.organisation))?.log != .authority else {
            return try open(authorityEpoch: statement, draft)
        }
        if let objection = try tryAuthority(draft).objection { throw HeadquartersError(objection) }
        let opened = Set(statement.epochs.map(\.cut.origin))
        try requireNothingAwaited(but: Set(try opened.map { text throws(RecordsError) in try Origin(text) }))
        if let left = recovery.lost.keys.first(where: { !opened.contains($0.text) }) {
            throw HeadquartersError(
                .refused,
                "records of \(left) are missing too: the statement must open its next epoch"
            )
        }
        // All of them before any is written: what begins is not begun in halves.
        let begun = try statement.epochs.map { try check($0, because: statement.reason) }
        // What is here stays provable: its head was signed before, and this is the same one.
        try acts.storeCheckpoint()
        try receipts.storeCheckpoint()
        for (site, journal) in policies where opened.contains(journal.origin.text) {
            try policies[site]?.storeCheckpoint()
        }
        let opening = LogOpening(store: store, boot: boot, clock: clock)
        for epoch in begun {
            switch epoch.log {
            case .policy: try opening.begin(epoch, obeying: authority.citedHead)
            case .authority, .acts, .receipts: try opening.begin(epoch.origin, epoch.key, with: epoch.first)
            }
        }
        let records = try append(draft, opening: statement)
        var view = view
        for record in records { _ = try view.standing.fold(record) }
        let index = authority.head.size - 1
        // What is in the log counts now, whatever may fail behind it.
        publish(view)
        for epoch in statement.epochs {
            recovery.news.append(
                "\(epoch.cut.origin) ends at \(epoch.cut.size), of which \(epoch.last.size) leaves are here"
            )
        }
        try openEpochs(&view)
        publish(view)
        // Before the notes are forgotten that shut it.
        try settleOpened(recovery.takeCosigned())
        try noteLosses(self.view)
        try tellFound()
        // At once, so that no later restore takes the new epochs for such as were never begun.
        try noteHeads()
        return GivenRecord(origin: origins.authority, index: index, isWaiting: false)
    }

    /// Writes owners' statement into `authority`, behind what was known of own cosignatures.
    ///
    /// Where it could not be written, what was known before holds on: of an epoch that never comes nothing would be asked any more.
    private func append(_ draft: Draft, opening statement: LogEpochsStatement) throws -> [OpenedRecord] {
        let (opened, size) = (recovery.opened, authority.head.size)
        try noteOpening(of: statement)
        do { return try authority.append([draft], at: reading, obeying: nil) } catch {
            // An error may come behind the commit: then the statement is in force, and what was noted is right.
            if try store.status(of: origins.authority)?.head.size == size {
                recovery.opened = opened
                try keepShutNotes()
            }
            throw error
        }
    }

    /// Goes over to the epochs that a standing says are in force, and folds what is here of them.
    func openEpochs(_ view: inout HeadquartersView) throws {
        try takeEpochs(of: view.standing)
        try openPolicyEpochs(&view)
        guard acts.origin != origins.acts || receipts.origin != origins.receipts else { return }
        let opening = LogOpening(store: store, boot: boot, clock: clock)
        acts = try opening.journal(.acts, under: view.standing, keys.current)
        receipts = try opening.journal(.receipts, under: view.standing, keys.current)
        var folded = FoldedReceipts()
        unread += try opening.foldDesks(&view) + opening.fold(&folded, under: view.standing)
        view.anchors = folded.anchors
        // Sizes begin anew with an epoch: what was stored under one is not the same piece under another.
        (namedPieces[HeadquartersStart.desks], namedPieces[HeadquartersStart.receipts]) = (nil, nil)
    }
}

extension HeadquartersLedger {
    /// A cabinet may hold leaves of `authority` that nobody has shown: the statement would stand in their place.
    func requireMet(but gone: Set<String>) throws {
        guard recovery.isUnderWay else { return }
        let unmet = unmet.subtracting(gone).sorted()
        guard unmet.isEmpty else {
            throw HeadquartersError(
                .unavailable,
                "these cabinets have not greeted since the restore, and may hold what nobody else does: "
                    + unmet.joined(separator: ", ")
                    + "; start signet-hq and wait for them, or name those that are gone for good with --without"
            )
        }
    }

    /// The enrolled cabinets that have not greeted since something is known to be missing.
    var unmet: Set<String> {
        recovery.isUnderWay ? Set(view.standing.cabinets.keys).subtracting(recovery.met) : []
    }

    private func requireNothingAwaited(but ended: Set<Origin>) throws {
        guard ended.isSuperset(of: recovery.awaited), !recovery.mustReopen else {
            try recovery.requireNothingMissing()
            return
        }
    }

    /// The first leaf of an epoch, where everything that the statement says of it is so.
    ///
    /// It is looked at anew where a crash has left the epoch begun: the one before may have gone on since.
    private func check(_ epoch: LogEpoch, because reason: EpochReason) throws -> BegunEpoch {
        let named = try epoch.log(of: origins.organisation)
        let key = try check(epoch, of: named)
        let first = EpochOpening(
            previousOrigin: epoch.cut.origin,
            lastCosigned: epoch.cut,
            lastOwn: epoch.last,
            reason: reason,
            nextKey: Bytes(key.nextKey.bytes),
            key: epoch.key
        )
        return BegunEpoch(
            log: named.log,
            origin: try Origin(epoch.origin),
            epoch: epoch,
            key: key,
            first: first
        )
    }

    /// Whether an epoch is signed for the key that is here, and its ends are as they are known.
    func check(_ epoch: LogEpoch, of named: (log: HeadquartersLog, epoch: UInt64)) throws -> LogKey {
        let previous = try Origin(epoch.cut.origin)
        guard let key = try? keys.current.logKey(named.log, epoch: named.epoch),
            key.privateKey.publicKey.bytes == epoch.key.bytes
        else {
            throw HeadquartersError(
                .refused,
                "\(epoch.origin) is signed for another key than headquarters made: lay the statement out anew"
            )
        }
        let (here, known) = (try headHere(of: previous), try largestHead(of: previous))
        guard epoch.last == here, epoch.cut == known else {
            throw HeadquartersError(
                .refused,
                "of \(previous) \(here.size) leaves are here and a head of \(known.size) is known; the statement says "
                    + "\(epoch.last.size) and \(epoch.cut.size): lay it out anew and have the owners sign that"
            )
        }
        return key
    }

    /// How much of a log is here.
    private func headHere(of origin: Origin) throws -> CitedHead {
        let head = try store.status(of: origin)?.head ?? .empty
        return CitedHead(origin: origin.text, size: head.size, root: head.root)
    }

    /// The largest head of a log that anybody has shown: a cabinet, `authority`, or what is here.
    private func largestHead(of origin: Origin) throws -> CitedHead {
        let here = try headHere(of: origin)
        let others = [view.standing.notedHead(of: origin), try recovery.largestShown(origin)]
        return others.compactMap(\.self).reduce(here) { $1.size > $0.size ? $1 : $0 }
    }
}

import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Store

/// Headquarters' own logs as a start finds them, folded: `authority` first, which says what epochs the others are in.
struct OwnLogs {
    var authority: Journal<EvidenceFile>
    var acts: Journal<EvidenceFile>
    var receipts: Journal<EvidenceFile>
    var start: HeadquartersStart
    var view: HeadquartersView
    let origins: HeadquartersOrigins
    /// How many records were folded when a leaf last named the state.
    let namedCount: UInt64
    /// What cannot be read of epochs that are over.
    let unread: [UnreadLeaves]

    /// Opens and folds them; where `isFounding`, it founds them under the root if they are empty.
    ///
    /// - Throws: ``HeadquartersError`` `.refused` where `authority` begins with another root, `.notFound` where it is empty.
    init(
        _ opening: LogOpening,
        states: (any StateShelf)?,
        secrets: HeadquartersSecrets,
        root: SignedStatement,
        isFounding: Bool,
        organisation: String
    ) throws {
        // Founded anew, the same places would hold other leaves than those that cabinets obey.
        guard try isFounding || opening.holdsAuthority(of: organisation) else {
            throw HeadquartersError(
                .notFound,
                "the evidence is there without any record: put the newest backup in its place; only «signet-hq found» begins "
                    + "one, before there is a root.signed"
            )
        }
        let empty = Standing(organisation: organisation, pinnedRoot: root.digest)
        var view = HeadquartersView(organisation: organisation, root: root, standing: empty)
        let (newest, head) = try opening.newestActs(of: organisation, secrets)
        start = try HeadquartersStart(store: opening.store, states: states, acts: newest, head: head)
        let kept = try start.standing(empty)
        let opened = try opening.authority(from: kept, else: empty, secrets)
        (authority, view.standing) = (opened.journal, opened.standing)
        view.desks = try start.desks()
        namedCount = kept.size + view.desks.foldedCount
        try opening.found(&authority, root: root, key: try secrets.logKey(.authority)) {
            _ = try view.standing.fold($0)
        }
        guard view.standing.root != nil else {
            throw HeadquartersError(.refused, "the log authority begins with another root than this one")
        }
        origins = try HeadquartersOrigins(view.standing)
        acts = try opening.journal(.acts, under: view.standing, secrets)
        receipts = try opening.journal(.receipts, under: view.standing, secrets)
        var folded = try start.receipts()
        unread = try opening.foldDesks(&view) + opening.fold(&folded, under: view.standing)
        view.anchors = folded.anchors
        // A later epoch is begun when owners open it and never by a start: one that is empty then was begun elsewhere.
        if view.standing.epoch(of: .acts) == 1 {
            try opening.begin(&acts, try secrets.logKey(.acts)) { try view.desks.fold($0) }
        }
        if view.standing.epoch(of: .receipts) == 1 {
            try opening.begin(&receipts, try secrets.logKey(.receipts)) { _ in }
        }
        self.view = view
    }
}

// Logs of which owners may have opened later epochs.
extension LogOpening {
    /// A journal of the epoch in force; of the newest one before whose key is here, where its own is not.
    ///
    /// Then nothing is signed: ``HeadquartersLedger/noteLosses(_:)``.
    func journal(_ log: HeadquartersLog, under standing: Standing, _ secrets: HeadquartersSecrets) throws
        -> Journal<EvidenceFile>
    {
        var epoch = standing.epoch(of: log)
        if let newest = standing.logEpochs(of: log).last { try takeAway(begunUnlike: newest) }
        while epoch > 1 {
            if let key = try? secrets.logKey(log, epoch: epoch),
                key.privateKey.publicKey.bytes == standing.logKey(log, epoch: epoch)?.bytes
            {
                var journal = try self.journal(try log.origin(standing.organisation, epoch: epoch), key)
                // A crash may have come between its first leaf and its head: without that nothing of it can be shown.
                try journal.storeCheckpoint()
                return journal
            }
            epoch -= 1
        }
        return try journal(try log.origin(standing.organisation, epoch: 1), try secrets.logKey(log))
    }

    /// The newest epoch of `acts` that has leaves here, and its head: a leaf of it may name a state.
    func newestActs(of organisation: String, _ secrets: HeadquartersSecrets) throws -> (
        origin: Origin, head: TreeHead
    ) {
        var newest = (epoch: UInt64(1), status: LogStatus?.none)
        var epoch: UInt64 = 1
        while let status = try store.status(of: LogNames.headquartersActs(organisation, epoch: epoch)) {
            if status.head.size > 0 { newest = (epoch, status) }
            epoch += 1
        }
        // Opened, so that what was stored behind an error of the disk is recovered first. Those before it are over: they are
        // read and nothing is written there, so that damage in one of them stops no start.
        let key = try? secrets.logKey(.acts, epoch: newest.epoch)
        guard let status = newest.status, key?.privateKey.publicKey.bytes != status.key.publicKey.bytes else {
            let opened = try journal(
                try LogNames.headquartersActs(organisation, epoch: newest.epoch),
                try secrets.logKey(.acts, epoch: newest.epoch)
            )
            return (opened.origin, opened.head)
        }
        return (status.origin, status.head)
    }

    /// Folds what is here of own acts, over all epochs in force.
    ///
    /// - Returns: what could not be read of those that are over.
    func foldDesks(_ view: inout HeadquartersView) throws -> [UnreadLeaves] {
        let standing = view.standing
        var unread: [UnreadLeaves] = []
        while true {
            let (end, origin) = try end(of: .acts, epoch: view.desks.epoch, under: standing)
            let first = view.desks.size
            guard view.desks.epoch < standing.epoch(of: .acts) else {
                if first < end {
                    try store.forEachRecord(of: origin, from: first, to: end) {
                        try view.desks.fold(try $1.opened())
                    }
                }
                return unread
            }
            unread += try forEachReadable(
                of: origin,
                from: first,
                to: end,
                { try view.desks.fold($0) },
                pass: { view.desks.pass($0) }
            )
            view.desks.open(epoch: view.desks.epoch + 1)
        }
    }

    /// Folds what is here of `receipts`, over all epochs in force.
    ///
    /// - Returns: what could not be read of those that are over.
    func fold(_ folded: inout FoldedReceipts, under standing: Standing) throws -> [UnreadLeaves] {
        var unread: [UnreadLeaves] = []
        while true {
            let (end, origin) = try end(of: .receipts, epoch: folded.epoch, under: standing)
            let first = folded.size
            guard folded.epoch < standing.epoch(of: .receipts) else {
                if first < end {
                    try store.forEachRecord(of: origin, from: first, to: end) {
                        folded.anchors.fold(try $1.opened())
                    }
                }
                return unread
            }
            unread += try forEachReadable(
                of: origin,
                from: first,
                to: end,
                { folded.anchors.fold($0) },
                pass: { _ in }
            )
            (folded.epoch, folded.size) = (folded.epoch + 1, 0)
        }
    }

    /// Up to where an epoch counts: what is here, and not beyond the cut with which owners ended it.
    private func end(of log: HeadquartersLog, epoch: UInt64, under standing: Standing) throws -> (
        size: UInt64, origin: Origin
    ) {
        let origin = try log.origin(standing.organisation, epoch: epoch)
        let here = try store.status(of: origin)?.head.size ?? 0
        return (min(here, standing.cut(of: origin)?.size ?? .max), origin)
    }
}

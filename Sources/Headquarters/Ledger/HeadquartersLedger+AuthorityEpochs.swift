package import Authority
import Cryptography
import Enrolment
package import Records
import Store

// Later epochs of `authority`: owners open them where cabinets that held lost leaves are gone, or where two histories of it stand beside
// each other.
extension HeadquartersLedger {
    /// What owners would sign so that `authority` goes on in a new epoch, with the leaves that are here, as things are now.
    ///
    /// `gone` are cabinets that will never greet again: what they alone held is lost. It is signed and opened by itself, before what opens
    /// epochs of other logs: that stands in it.
    ///
    /// - Throws: ``HeadquartersError`` `.unavailable` while cabinets can still give something back, `.refused` where nothing of it is
    ///   missing and the reason says that it is.
    package func layOutAuthorityEpoch(because reason: EpochReason = .restore, without gone: Set<String> = [])
        throws -> LogEpochsStatement
    {
        let ended = authority.origin
        guard !recovery.mustReopen else {
            try recovery.requireNothingMissing()
            throw HeadquartersError(.unavailable, "start signet-hq once more, so that what came back is read")
        }
        try requireMet(but: gone)
        try requireGivenUp(
            ended,
            by: Set(view.standing.cabinets.keys),
            named: "the cabinets",
            because: reason,
            without: gone
        )
        let epoch = try nextEpoch(of: .authority)
        guard epoch.cut.size - epoch.last.size <= LogEpochsStatement.lostCountMax else {
            throw HeadquartersError(
                .tooMany,
                "of \(ended) \(epoch.last.size) leaves are here and a head of \(epoch.cut.size) is known: more than "
                    + "\(LogEpochsStatement.lostCountMax) are not lost between two backups; put a newer backup in place"
            )
        }
        return statement(of: [epoch], because: reason)
    }

    /// Begins the epoch of `authority` that owners have signed, which the statement itself opens, and goes over to it.
    func open(authorityEpoch statement: LogEpochsStatement, _ draft: Draft) throws -> GivenRecord {
        guard let epoch = statement.epochs.first else {
            throw HeadquartersError(.malformed, "the statement opens no epoch")
        }
        let named = try epoch.log(of: origins.organisation)
        let previous = try Origin(epoch.cut.origin)
        guard previous == authority.origin else {
            throw HeadquartersError(.refused, "\(epoch.origin) does not follow \(authority.origin)")
        }
        let key = try check(epoch, of: named)
        let opening = LogOpening(store: store, boot: boot, clock: clock)
        let records = try opening.opening(of: epoch, draft)
        // All that it comes to is known before anything is written.
        var standing = view.standing
        var outcome = FoldOutcome.passed
        for record in records { outcome = try standing.fold(try record.opened()) }
        if let objection = Self.objection(outcome) { throw HeadquartersError(objection) }
        // What is here stays provable: its head was signed before, and this is the same one.
        try authority.storeCheckpoint()
        try opening.begin(epoch, key, with: records)
        recovery.news.append(
            "\(previous) ends at \(epoch.cut.size), of which \(epoch.last.size) leaves are here"
        )
        recovery.end(previous)
        // All is read anew from what lies on the disk now, as the next start would.
        try reopen()
        try goOn()
        return GivenRecord(origin: origins.authority, index: epoch.cut.size, isWaiting: false)
    }
}

extension HeadquartersLedger {
    /// What tells a cabinet that names an earlier epoch of `authority` which one is in force.
    ///
    /// Each root behind the first and each statement that opened an epoch, in their order; none while the first epoch is in force.
    package func authorityAnnouncement() throws -> [SignedStatement] {
        let standing = view.standing
        let openings = standing.logEpochs(of: .authority).map(\.cut.size)
        guard !openings.isEmpty else { return [] }
        let roots = standing.sources.filter { $0.key.kind == .root && $0.value > 0 }.values
        return try (openings + roots).sorted().compactMap { index in
            try store.record(at: index, of: authority.origin)?.opened().detail()
        }
    }
}

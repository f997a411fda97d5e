package import Authority
package import Records

/// What headquarters knows of its slips: a pure state machine, issued → redeemed → approved → confirmed.
///
/// Redeeming is idempotent by (slip, keys): a cabinet whose answer was lost asks again and gets the same one, also after the
/// slip's expiry. Expiry stops an enrolment that officers have not signed; a cabinet that is signed and does not appear within
/// ``confirmationMillisecondsMax`` is undone; one that appeared is never touched by any clock.
///
/// The caller stores the changed entry before it sends what a call returned.
package struct SlipLedger: Sendable, Equatable {
    /// How long a signed cabinet may take to appear: seven days, in milliseconds.
    package static let confirmationMillisecondsMax: Int64 = 7 * 86_400_000
    /// The most open slips: one for each cabinet of the largest installation.
    package static let openCountMax = 10_000

    /// By slip.
    package private(set) var entries: [Identifier<SlipSubject>: SlipEntry]

    /// A ledger with the entries that were stored.
    package init(entries: [SlipEntry] = []) {
        self.entries = Dictionary(entries.map { ($0.slip.slip, $0) }, uniquingKeysWith: { _, last in last })
    }

    /// What a cabinet gets that asks.
    package enum Redemption: Sendable, Equatable {
        /// Officers have not signed yet; ask again.
        case waiting
        /// Officers signed.
        case answered(EnrolmentAnswer)
    }

    /// What a passed time means for one slip.
    package enum Lapse: Sendable, Equatable {
        /// Nobody signed in time: nothing else to do.
        case expired(SlipEntry)
        /// Officers signed, and the cabinet never appeared: stop its takes (`cabinetSuspended`) and withdraw its line key.
        case undone(SlipEntry)
    }

    /// Takes a new slip into the book.
    ///
    /// - Throws: `signatureInvalid`; `expired`; `alreadyThere` while another slip of the cabinet is open; `tooLarge`.
    package mutating func issue(_ signed: SignedSlip, at now: Int64) throws(EnrolmentError) -> SlipEntry {
        let slip = try signed.opened()
        guard slip.expiry > now else {
            throw EnrolmentError(.expired, "the slip expires before it is issued")
        }
        guard entries[slip.slip] == nil,
            !entries.values.contains(where: { $0.isOpen && $0.slip.cabinet == slip.cabinet })
        else {
            throw EnrolmentError(
                .alreadyThere,
                "cabinet \(slip.cabinet) has an open slip; withdraw that one first"
            )
        }
        guard entries.values.count(where: \.isOpen) < Self.openCountMax else {
            throw EnrolmentError(.tooLarge, "more than \(Self.openCountMax) slips are open")
        }
        return put(SlipEntry(signed: signed, slip: slip, state: .issued, since: now))
    }

    /// A request came in, for the first time or again.
    ///
    /// - Throws: `notFound` for an unknown slip; `signatureInvalid`, `mismatch`; `expired`; `refused` when another cabinet
    ///   redeemed the slip, or it was withdrawn.
    package mutating func redeem(_ request: SignedRequest, at now: Int64) throws(EnrolmentError) -> Redemption
    {
        let entry = try entry(try request.claimed().slip)
        let asked = try request.verified(by: entry.slip)
        switch entry.state {
        case .issued:
            try Self.requireInTime(entry, now)
            put(entry, .redeemed(request), now)
            return .waiting
        case .redeemed(let first):
            try Self.requireInTime(entry, now)
            try Self.requireSame(asked, first)
            // The same keys after a repair: officers sign what the cabinet found last.
            if first.bytes != request.bytes { put(entry, .redeemed(request), now) }
            return .waiting
        case .approved(let first, let answer), .confirmed(let first, let answer):
            try Self.requireSame(asked, first)
            return .answered(answer)
        case .expired, .undone: throw Self.expired
        case .withdrawn: throw EnrolmentError(.refused, "the slip was withdrawn; ask for a new one")
        }
    }

    /// Officers signed the cabinet's statement.
    ///
    /// - Throws: `notFound`; `refused` in another state; `expired`; `mismatch` when the statement is not about this request;
    ///   `signatureInvalid` when `standing` does not count it.
    package mutating func approve(
        _ slip: Identifier<SlipSubject>,
        statement: SignedStatement,
        root: SignedStatement,
        standing: Standing,
        authorityEpoch: UInt64,
        policyEpoch: UInt64,
        earlier: [EarlierEpoch] = [],
        at now: Int64
    ) throws(EnrolmentError) -> EnrolmentAnswer {
        let entry = try entry(slip)
        if case .approved(_, let answer) = entry.state, answer.statement.bytes == statement.bytes {
            return answer
        }
        guard case .redeemed(let request) = entry.state else {
            throw EnrolmentError(.refused, "no cabinet waits under this slip")
        }
        try Self.requireInTime(entry, now)
        let asked = try request.claimed()
        do { _ = try standing.verified(statement, as: CabinetStatement.self) } catch {
            throw EnrolmentError(.signatureInvalid, error.message)
        }
        let answer = EnrolmentAnswer(
            slip: slip,
            request: asked.digest,
            root: root,
            statement: statement,
            authorityEpoch: authorityEpoch,
            policyEpoch: policyEpoch,
            earlier: earlier
        )
        // What the cabinet would refuse is refused here: another cabinet, other keys, another request or root.
        _ = try answer.verified(for: asked, slip: entry.slip)
        put(entry, .approved(request, answer), now)
        return answer
    }

    /// A cabinet appeared on the replication line with its transport key.
    ///
    /// - Returns: the entry that this confirms, nil when it was confirmed before.
    /// - Throws: `notFound` when no approved slip knows the key; `expired` when the enrolment was undone.
    package mutating func confirm(cabinet: String, transportKey: [UInt8], at now: Int64)
        throws(EnrolmentError)
        -> SlipEntry?
    {
        var undone = false
        for entry in entries.values where entry.slip.cabinet == cabinet {
            switch entry.state {
            case .approved(let request, let answer) where try Self.transportKey(request) == transportKey:
                if Self.isLate(entry, now) { throw Self.expired }
                return put(entry, .confirmed(request, answer), now)
            case .confirmed(let request, _) where try Self.transportKey(request) == transportKey: return nil
            case .undone(let request, _) where try Self.transportKey(request) == transportKey: undone = true
            default: continue
            }
        }
        throw undone
            ? Self.expired : EnrolmentError(.notFound, "no slip knows this key of cabinet \(cabinet)")
    }

    /// Takes back a slip that officers have not signed.
    ///
    /// - Throws: `notFound`; `refused` once they have.
    package mutating func withdraw(_ slip: Identifier<SlipSubject>, at now: Int64) throws(EnrolmentError)
        -> SlipEntry
    {
        let entry = try entry(slip)
        switch entry.state {
        case .issued, .redeemed: return put(entry, .withdrawn, now)
        default: throw EnrolmentError(.refused, "the slip is no longer open, or officers signed already")
        }
    }

    /// Time passed: ends what is late, oldest first.
    package mutating func lapse(at now: Int64) -> [Lapse] {
        var lapses: [Lapse] = []
        for entry in entries.values.sorted(by: { ($0.since, $0.slip.slip) < ($1.since, $1.slip.slip) }) {
            switch entry.state {
            case .issued where entry.slip.expiry <= now, .redeemed where entry.slip.expiry <= now:
                lapses.append(.expired(put(entry, .expired, now)))
            case .approved(let request, let answer) where Self.isLate(entry, now):
                lapses.append(.undone(put(entry, .undone(request, answer), now)))
            default: continue
            }
        }
        return lapses
    }
}

extension SlipLedger {
    private static let expired = EnrolmentError(.expired, "the slip's time has passed; ask for a new one")

    private func entry(_ slip: Identifier<SlipSubject>) throws(EnrolmentError) -> SlipEntry {
        guard let entry = entries[slip] else {
            throw EnrolmentError(.notFound, "headquarters does not know this slip")
        }
        return entry
    }

    private static func requireInTime(_ entry: SlipEntry, _ now: Int64) throws(EnrolmentError) {
        guard entry.slip.expiry > now else { throw expired }
    }

    private static func isLate(_ entry: SlipEntry, _ now: Int64) -> Bool {
        now - entry.since >= confirmationMillisecondsMax
    }

    private static func requireSame(_ asked: EnrolmentRequest, _ first: SignedRequest) throws(EnrolmentError)
    {
        guard try first.claimed().keys == asked.keys else {
            throw EnrolmentError(
                .refused,
                "another cabinet, or this one with other keys, redeemed the slip already"
            )
        }
    }

    private static func transportKey(_ request: SignedRequest) throws(EnrolmentError) -> [UInt8] {
        try request.claimed().keys.transport.bytes
    }

    @discardableResult
    private mutating func put(_ entry: SlipEntry, _ state: SlipEntry.State, _ now: Int64) -> SlipEntry {
        var changed = entry
        changed.state = state
        changed.since = now
        return put(changed)
    }

    private mutating func put(_ entry: SlipEntry) -> SlipEntry {
        entries[entry.slip.slip] = entry
        return entry
    }
}

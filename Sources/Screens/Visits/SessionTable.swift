package import Cryptography

/// The log-ins that last, by the hash of their token.
///
/// Decides and forgets; time comes from outside.
package struct SessionTable<Role: ScreenRole>: Sendable {
    /// The limits.
    package let limits: SessionLimits
    private var sessions: [Digest: LogInSession<Role>] = [:]

    /// No log-ins yet.
    package init(limits: SessionLimits) { self.limits = limits }

    /// How many log-ins are kept.
    package var count: Int { sessions.count }

    /// Begins a log-in, ending others where a limit asks for it.
    package mutating func begin(
        _ principal: Principal<Role>,
        under digest: Digest,
        at now: ContinuousClock.Instant
    ) {
        sessions = sessions.filter { !isOver($0.value, at: now) }
        let own = sessions.filter { $0.value.principal.account == principal.account }
            .sorted { $0.value.begunAt < $1.value.begunAt }
        for (key, _) in own.dropLast(limits.countPerAccountMax - 1) { sessions[key] = nil }
        if sessions.count >= limits.countMax,
            let stillest = sessions.min(by: { $0.value.seenAt < $1.value.seenAt })
        {
            sessions[stillest.key] = nil
        }
        sessions[digest] = LogInSession(principal: principal, begunAt: now, seenAt: now)
    }

    /// The log-in of a token's hash, seen now; nil when it is unknown or over.
    package mutating func session(_ digest: Digest, at now: ContinuousClock.Instant) -> LogInSession<Role>? {
        guard var session = sessions[digest] else { return nil }
        guard !isOver(session, at: now) else {
            sessions[digest] = nil
            return nil
        }
        session.seenAt = now
        sessions[digest] = session
        return session
    }

    /// Whether a log-in lasts, without counting as a sign of life: what an open event stream asks.
    package func lasts(_ digest: Digest, at now: ContinuousClock.Instant) -> Bool {
        sessions[digest].map { !isOver($0, at: now) } ?? false
    }

    /// Ends a log-in.
    package mutating func end(_ digest: Digest) { sessions[digest] = nil }

    /// Ends all log-ins of an account: its rights changed, or its password.
    package mutating func endAll(of account: String) {
        sessions = sessions.filter { $0.value.principal.account != account }
    }

    private func isOver(_ session: LogInSession<Role>, at now: ContinuousClock.Instant) -> Bool {
        now - session.seenAt >= limits.idle || now - session.begunAt >= limits.absolute
    }
}

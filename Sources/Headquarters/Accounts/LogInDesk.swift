import Records
package import Screens

/// Looks at log-ins: slowly, and the same for accounts that are not there.
package actor LogInDesk {
    /// What a log-in came to.
    package enum Outcome: Sendable {
        /// The password is the account's.
        case welcome(Account)
        /// It is not, or there is no such account; nobody is told which.
        case refused
        /// Too many attempts; whole seconds to wait.
        case later(Int)
    }

    private let book: AccountBook
    private let bench: PasswordBench
    private var throttle = AttemptThrottle()

    /// A desk over the accounts.
    package init(book: AccountBook, bench: PasswordBench) {
        self.book = book
        self.bench = bench
    }

    /// Looks at one log-in.
    package func logIn(
        _ name: String,
        password: String,
        address: String,
        at now: ContinuousClock.Instant = .now
    ) async throws -> Outcome {
        if let wait = throttle.attempt(account: name, address: address, at: now) {
            return .later(max(1, Int(wait.components.seconds)))
        }
        let account = try book.account(name)
        let verifier = try account.flatMap { $0.isActive ? try PasswordVerifier(stored: $0.verifier) : nil }
        guard try await bench.isRight(password, for: verifier), let account else { return .refused }
        throttle.succeeded(account: name, address: address)
        return .welcome(account)
    }
}

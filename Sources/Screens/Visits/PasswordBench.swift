import Host

/// Where passwords are looked at: one at a time, off the threads that answer requests, with a bounded queue before it.
package actor PasswordBench {
    /// Most passwords that wait to be looked at.
    ///
    /// With a tenth of a second each the last of them waits two seconds.
    package static let waitingCountMax = 16

    // Hashing fills a core for a tenth of a second, and Swift's shared threads must not wait for that.
    private let executor: BlockingExecutor
    nonisolated let dummy: PasswordVerifier
    private nonisolated let places = Places()

    /// A bench; `parameters` are those of new passwords, which the dummy must cost the same as.
    package init(parameters: PasswordParameters = .standard) throws(ScreensError) {
        dummy = try PasswordVerifier.dummy(parameters: parameters)
        executor = BlockingExecutor(label: "signet.passwords")
    }

    /// The bench's own thread.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Whether the password is the account's; nil stands for an account that does not exist, which costs as
    /// much.
    ///
    /// Throws `ScreensError.Code.passwordBusy` when too many wait.
    package nonisolated func isRight(_ password: String, for verifier: PasswordVerifier?)
        async throws(ScreensError) -> Bool
    {
        try places.take()
        defer { places.leave() }
        return try await check(password, verifier)
    }

    /// The verifier of a new password.
    package nonisolated func verifier(
        of password: String,
        parameters: PasswordParameters = .standard
    ) async throws(ScreensError) -> PasswordVerifier {
        try places.take()
        defer { places.leave() }
        return try await make(password, parameters)
    }

    private func check(_ password: String, _ verifier: PasswordVerifier?) throws(ScreensError) -> Bool {
        guard let verifier else {
            _ = try dummy.matches(password)
            return false
        }
        return try verifier.matches(password)
    }

    private func make(_ password: String, _ parameters: PasswordParameters) throws(ScreensError)
        -> PasswordVerifier
    {
        try PasswordVerifier(password: password, parameters: parameters)
    }
}

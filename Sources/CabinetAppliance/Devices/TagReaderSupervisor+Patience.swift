import SealTags

extension TagReaderSupervisor {
    /// How long an ill reader is asked again before it is said to be ill: a disturbed line costs people a moment and
    /// not their errand.
    private static let illWaitMax: Duration = .seconds(4)
    /// The pause before it is asked again.
    private static let illPause: Duration = .milliseconds(250)

    /// Runs `body` with the tag that lies there, and switches the field off.
    func withTagAndRelease<Result: Sendable>(
        _ body: @Sendable (SelectedTag) async throws(TagError) -> Result
    ) async throws(TagError) -> Result? {
        let result = try await withTag(body)
        try? await release()
        return result
    }

    /// The same, asked again for a while after errors that are worth another look: unless told otherwise, an ill reader's.
    ///
    /// So `body` may run more than once, and must be able to go on from wherever its last run ended.
    func withTagPatiently<Result: Sendable>(
        askingAgainAfter isWorthAnother: (TagError) -> Bool = { $0.code == .readerIll },
        _ body: @Sendable (SelectedTag) async throws(TagError) -> Result
    ) async throws(TagError) -> Result? {
        let deadline = ContinuousClock.now + Self.illWaitMax
        while true {
            do throws(TagError) { return try await withTagAndRelease(body) } catch {
                guard isWorthAnother(error), ContinuousClock.now < deadline,
                    (try? await Task.sleep(for: Self.illPause)) != nil
                else { throw error }
            }
        }
    }
}

import SealTags

extension TagReaderSupervisor {
    /// How long an ill reader is asked again before it is said to be ill: a disturbed line costs people a moment and
    /// not their errand.
    static let illWaitMax: Duration = .seconds(4)
    /// The pause before it is asked again.
    static let illPause: Duration = .milliseconds(250)

    /// Runs `body` with the tag that lies there and switches the field off; asks a reader that falls ill again.
    ///
    /// So `body` may run more than once, and must be able to go on from wherever its last run ended.
    func withTagPatiently<Result: Sendable>(
        _ body: @Sendable (SelectedTag) async throws(TagError) -> Result
    ) async throws(TagError) -> Result? {
        let deadline = ContinuousClock.now + Self.illWaitMax
        while true {
            do throws(TagError) {
                let result = try await withTag(body)
                try? await release()
                return result
            } catch {
                guard error.code == .readerIll, ContinuousClock.now < deadline, !Task.isCancelled else {
                    throw error
                }
                try? await Task.sleep(for: Self.illPause)
            }
        }
    }
}

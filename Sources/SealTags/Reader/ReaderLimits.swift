/// How long each request to a reader may take, in real time.
package struct ReaderLimits: Hashable, Sendable {
    /// Opening: libnfc gives up after 1.4 s on a port where nothing answers.
    package var open: Duration = .milliseconds(3000)
    /// Selecting: libnfc waits 300 ms for the chip; a field that must be dropped first takes two commands more.
    package var select: Duration = .milliseconds(1500)
    /// One exchange with a tag: writing into its memory takes it up to some tens of milliseconds.
    package var exchange: Duration = .milliseconds(1000)
    /// A look whether the tag is still there: two attempts of 300 ms.
    package var presence: Duration = .milliseconds(1200)
    /// Switching the field off.
    package var release: Duration = .milliseconds(1000)

    /// What the supervisor waits beyond a limit for the process to end itself, before it kills it.
    package static let grace: Duration = .milliseconds(250)

    /// The limits that suit a PN532 at 115,200 baud.
    package init() {}

    func limit(of action: ReaderRequest.Action) -> Duration {
        switch action {
        case .open: open
        case .select: select
        case .exchange: exchange
        case .presence: presence
        case .release: release
        }
    }
}

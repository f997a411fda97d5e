/// How the lines of a simulated network behave: delays, and how often something goes wrong with a frame that is sent.
package struct Weather: Sendable {
    /// How long a frame is under way, in milliseconds.
    package var latency: ClosedRange<UInt64> = 1...30
    /// One frame in so many finds its line cut; nil for none.
    package var framesPerCut: UInt64?
    /// One new connection in so many runs through a relay that tampers with its frames; nil for none.
    package var connectionsPerRelay: UInt64?

    /// A quiet day.
    package init() {}
}

/// How long a cabinet stays away before it tries again.
package struct ReconnectTimes: Sendable {
    /// The shortest wait.
    package var shortest: Duration = .milliseconds(100)
    /// The upper bound of the first wait.
    ///
    /// Thousands of cabinets lose headquarters in the same second; they come back spread over this time.
    package var first: Duration = .seconds(2)
    /// The upper bound of all waits while headquarters cannot be reached.
    package var longest: Duration = .seconds(30)
    /// The upper bound of the first wait after headquarters refused the key.
    package var firstAfterRefusal: Duration = .seconds(10)
    /// The upper bound of all waits while headquarters refuses the key.
    package var longestAfterRefusal: Duration = .seconds(300)
    /// A connection that stood this long makes the next wait a first one again.
    package var steadyAfter: Duration = .seconds(10)

    /// What a branch office's line needs.
    package static let standard = ReconnectTimes()
}

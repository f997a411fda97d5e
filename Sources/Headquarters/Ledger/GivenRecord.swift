package import Records

/// Where a statement stands now.
package struct GivenRecord: Sendable, Equatable {
    /// The log.
    package let origin: Origin
    /// The leaf's index.
    package let index: UInt64
    /// Whether it waits until a majority of witnesses has cosigned a head above it.
    package let isWaiting: Bool
}

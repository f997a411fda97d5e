package import Enrolment

/// The keys of a cabinet's `telemetry`: the present one, and how the next one is taken into use.
package struct TelemetryKeys: Sendable {
    private let present: @Sendable () throws -> LogKey
    private let rotation: @Sendable () throws -> LogKey

    /// Keys that lie somewhere else; `rotation` returns once the next one lies there as the present one.
    package init(
        present: @escaping @Sendable () throws -> LogKey,
        rotation: @escaping @Sendable () throws -> LogKey
    ) {
        self.present = present
        self.rotation = rotation
    }

    /// The key of the present epoch.
    func current() throws -> LogKey { try present() }

    /// Takes the next one into use.
    func rotated() throws -> LogKey { try rotation() }
}

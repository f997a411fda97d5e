/// Why no story can be told.
package enum RehearsalError: Error, CustomStringConvertible {
    /// SQLite does not take the simulated file system.
    case driverRefused

    package var description: String {
        switch self {
        case .driverRefused:
            "SQLite refused the simulated file system; it must be registered before other tests use it"
        }
    }
}

/// Why no story can be told.
package enum RehearsalError: Error, CustomStringConvertible {
    /// SQLite does not take the simulated file system, or libcrypto the seeded generator.
    case driverRefused

    package var description: String {
        switch self {
        case .driverRefused:
            """
            SQLite refused the simulated file system, or libcrypto the seeded generator; both must be there before other \
            tests use either
            """
        }
    }
}

/// What a board says of itself.
///
/// None of the families here has a serial number: the address is who it is.
package struct LockBoardIdentity: Hashable, Sendable, CustomStringConvertible {
    /// The family, as a technician knows it.
    package let family: String
    /// The address on its line, as set on the board's switches.
    package let address: UInt8
    /// The board's software version, where the family tells it.
    package let version: String?

    /// One line for a log or a self-test report.
    package var description: String {
        "\(family) at address \(address)\(version.map { ", version \($0)" } ?? "")"
    }
}

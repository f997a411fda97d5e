/// How a command and its answer are protected in a session (NT4H2421Gx, table 15).
package enum CommunicationMode: UInt8, Sendable {
    /// As it is.
    case plain = 0
    /// With a MAC of eight bytes both ways.
    case mac = 1
    /// Data encrypted, and a MAC of eight bytes both ways.
    case full = 3

    /// Reads bits 0 and 1 of a file option; both X0 values mean plain.
    init(fileOption: UInt8) { self = Self(rawValue: fileOption & 3) ?? .plain }
}

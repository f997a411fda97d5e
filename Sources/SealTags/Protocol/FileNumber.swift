/// The three files of an NTAG 424 DNA (NT4H2421Gx, table 6).
package enum FileNumber: UInt8, Sendable, CaseIterable {
    /// The capability container, 32 bytes.
    case capabilities = 1
    /// The NDEF file, 256 bytes, which any phone reads.
    case message = 2
    /// The proprietary file, 128 bytes.
    case proprietary = 3

    /// The size of the file.
    package var byteCount: Int {
        switch self {
        case .capabilities: 32
        case .message: 256
        case .proprietary: 128
        }
    }
}

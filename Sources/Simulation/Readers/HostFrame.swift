/// What goes between a host and a PN532 on its serial line (PN532 User Manual UM0701-02, 6.2.1).
enum HostFrame: Equatable {
    /// 00 00 FF 00 FF 00: taken; from the host it also ends a running command.
    case acknowledge
    /// 00 00 FF FF 00 00, from the host only: send the last answer again.
    case notAcknowledge
    /// The bytes of a command, without frame identifier and checksums.
    case command([UInt8])
    /// A whole frame that is no command.
    case unknown

    static let hostIdentifier: UInt8 = 0xD4
    static let chipIdentifier: UInt8 = 0xD5
    /// Frame identifier and data of the longest frame; the manual says 265.
    static let contentByteCountMax = 265

    static let acknowledgeBytes: [UInt8] = [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00]
    /// What the chip sends instead of an answer to a command that it does not know or cannot take apart.
    static let errorBytes: [UInt8] = [0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00]

    /// A frame from the chip to the host, normal or extended as its length demands.
    static func encode(answer: [UInt8]) -> [UInt8] {
        let content = [chipIdentifier] + answer
        let checksum = UInt8(truncatingIfNeeded: -content.reduce(0) { $0 + Int($1) })
        let count = content.count
        let length: [UInt8]
        if count <= 255 {
            length = [UInt8(count), UInt8(truncatingIfNeeded: -count)]
        } else {
            let (high, low) = (UInt8(truncatingIfNeeded: count >> 8), UInt8(count & 0xFF))
            length = [0xFF, 0xFF, high, low, UInt8(truncatingIfNeeded: -(Int(high) + Int(low)))]
        }
        return [0x00, 0x00, 0xFF] + length + content + [checksum, 0x00]
    }
}

/// The cyclic redundancy check of IEEE 802.3 (section 3.2.9), reflected: finds accidents, not attacks.
package enum CRC32 {
    /// The usual checksum, that of Ethernet and of zip files: started at all ones, inverted at the end.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~checksumWithoutInversion(bytes)
    }

    /// Started at all ones and left as it is, as tags want it in ChangeKey (ISO/IEC 13239 without the last step).
    package static func checksumWithoutInversion(_ bytes: [UInt8]) -> UInt32 {
        var remainder = UInt32.max
        for byte in bytes {
            remainder = remainder >> 8 ^ table[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)]
        }
        return remainder
    }

    private static let polynomial: UInt32 = 0xEDB8_8320

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value >> 1 ^ (value & 1 == 1 ? polynomial : 0)
        }
    }
}

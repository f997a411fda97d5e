/// A MIFARE Classic 1K as a pocket tool makes one: a serial number that anyone may choose, and the transport keys.
///
/// The reader chip does the cipher itself, so only what the chip hands on is simulated: authenticate, read, write.
package struct MifareClassic: Equatable, Sendable {
    static let uidByteCount = 4
    static let blockByteCount = 16
    static let blockCount = 64
    private static let blocksPerSector = 4
    private static let keyByteCount = 6

    /// The serial number: four bytes that anyone may choose.
    package let uid: [UInt8]
    var blocks: [[UInt8]]
    /// The sector that the last authentication opened; lost with the field.
    private var openSector: Int?

    /// What the card says to a command that the chip passes on.
    enum Answer: Equatable {
        case data([UInt8])
        /// The card falls silent and halts.
        case authenticationFailed
        case silence
    }

    /// Returns nil when the serial number has another count than four bytes.
    package init?(uid: [UInt8]) {
        guard uid.count == Self.uidByteCount else { return nil }
        self.uid = uid
        let check = uid.reduce(0, ^)
        let key = [UInt8](repeating: 0xFF, count: Self.keyByteCount)
        let trailer = key + [0xFF, 0x07, 0x80, 0x69] + key
        blocks = (0..<Self.blockCount).map { block in
            if block == 0 { return uid + [check, 0x08, 0x04, 0x00] + [UInt8](repeating: 0x62, count: 8) }
            let isTrailer = block % Self.blocksPerSector == Self.blocksPerSector - 1
            return isTrailer ? trailer : [UInt8](repeating: 0, count: Self.blockByteCount)
        }
    }

    mutating func loseField() {
        openSector = nil
    }

    /// Authenticate (60, 61 with block, key and serial number), read (30) and write (A0), MF1S50 data sheet, 9.
    mutating func answer(_ command: [UInt8]) -> Answer {
        guard command.count >= 2, Int(command[1]) < Self.blockCount else { return .silence }
        let block = Int(command[1])
        let sector = block / Self.blocksPerSector
        switch command[0] {
        case 0x60, 0x61:
            guard command.count >= 2 + Self.keyByteCount + Self.uidByteCount else { return .silence }
            let trailer = blocks[sector * Self.blocksPerSector + Self.blocksPerSector - 1]
            let key =
                command[0] == 0x60 ? trailer.prefix(Self.keyByteCount) : trailer.suffix(Self.keyByteCount)
            let matches =
                Array(command[2..<2 + Self.keyByteCount]) == Array(key)
                && Array(command.suffix(Self.uidByteCount)) == uid
            openSector = matches ? sector : nil
            return matches ? .data([]) : .authenticationFailed
        case 0x30:
            return openSector == sector ? .data(blocks[block]) : .silence
        case 0xA0:
            guard openSector == sector, block != 0, command.count == 2 + Self.blockByteCount else {
                return .silence
            }
            blocks[block] = Array(command.dropFirst(2))
            return .data([])
        default:
            return .silence
        }
    }
}

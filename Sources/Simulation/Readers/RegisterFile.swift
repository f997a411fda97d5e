/// The registers of the PN532's contactless unit, as far as hosts read back what they wrote
/// (PN532/C1 data sheet, 8.6.23).
struct RegisterFile: Equatable {
    static let transmitMode: UInt16 = 0x6302
    static let receiveMode: UInt16 = 0x6303
    static let queue: UInt16 = 0x6339

    /// The lowest two bits of the mode registers.
    enum Framing: UInt8 {
        case typeA = 0
        case peer = 1
        case felica = 2
        case typeB = 3
    }

    private var values: [UInt16: UInt8] = [transmitMode: 0x80, receiveMode: 0x80]

    /// The contactless unit and the ports; other addresses read as zero and hold nothing.
    private static let kept: [ClosedRange<UInt16>] = [0x6301...0x633F, 0xFFB0...0xFFFF]

    /// The byte at an address.
    subscript(address: UInt16) -> UInt8 {
        get { values[address] ?? 0 }
        set {
            guard Self.kept.contains(where: { $0.contains(address) }) else { return }
            values[address] = newValue
        }
    }

    /// Whether the next frame goes out, and its answer is awaited, as type A.
    var isTypeA: Bool {
        self[Self.transmitMode] & 3 == Framing.typeA.rawValue
            && self[Self.receiveMode] & 3 == Framing.typeA.rawValue
    }

    /// Whether the chip adds the checksum to what it sends.
    var addsChecksum: Bool { self[Self.transmitMode] & 0x80 != 0 }
    /// Whether the chip checks and removes the checksum of what it receives.
    var checksChecksum: Bool { self[Self.receiveMode] & 0x80 != 0 }

    /// What selecting a modulation writes: 106 kbit/s, checksums by the chip.
    mutating func setFraming(_ framing: Framing) {
        self[Self.transmitMode] = 0x80 | framing.rawValue
        self[Self.receiveMode] = 0x80 | framing.rawValue
    }

    /// What the queue still holds after a call that nobody answered: the call itself.
    mutating func leaveCallInQueue() {
        self[Self.queue] = 0x26
    }
}

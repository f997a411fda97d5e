/// The card's side of the half-duplex block protocol of ISO/IEC 14443-4:2018, 7.
struct BlockExchange: Equatable {
    /// Frame sizes that FSDI and FSCI stand for (ISO/IEC 14443-4, table 1).
    static let frameSizes = [16, 24, 32, 40, 48, 64, 96, 128, 256]
    /// A control byte and two bytes of checksum are part of a frame.
    static let frameOverheadByteCount = 3
    /// The longest command APDU in short form; more is no command.
    private static let commandByteCountMax = 261

    /// The most data that one block to the reader carries.
    private let informationByteCountMax: Int
    private var blockNumber: UInt8 = 1
    private var received: [UInt8] = []
    private var unsent: [UInt8] = []
    private var lastBlock: [UInt8] = []

    /// What the card does with a block.
    enum Answer: Equatable {
        case block([UInt8])
        /// The card was deselected: it answers and halts.
        case deselected([UInt8])
        case silence
    }

    /// Begins after a request for answer to select that carried the parameter byte `parameter`.
    init(parameter: UInt8) {
        let index = min(Int(parameter >> 4), Self.frameSizes.count - 1)
        informationByteCountMax = Self.frameSizes[index] - Self.frameOverheadByteCount
    }

    /// Answers one block; a command that it completes goes to `tag`.
    mutating func answer(_ block: [UInt8], by tag: inout SimulatedTag) -> Answer {
        guard let control = block.first else { return .silence }
        switch control & 0xC0 {
        case 0x00 where control & 0x0E == 0x02:
            return .block(takeInformation(control, Array(block.dropFirst()), by: &tag))
        case 0x80 where control & 0x2E == 0x22:
            return takeReceipt(control)
        case 0xC0 where control & 0x3F == 0x02:
            return .deselected([0xC2])
        default:
            return .silence
        }
    }

    private mutating func takeInformation(
        _ control: UInt8,
        _ data: [UInt8],
        by tag: inout SimulatedTag
    ) -> [UInt8] {
        // Rule D: the card's number changes with every I-block, whatever number that one has.
        blockNumber ^= 1
        received += data
        if received.count > Self.commandByteCountMax { received = [] }
        if control & 0x10 != 0 { return keep([0xA2 | blockNumber]) }
        unsent = tag.answer(received)
        received = []
        return nextPart()
    }

    private mutating func takeReceipt(_ control: UInt8) -> Answer {
        // Rules 11 to 13: the own number asks for the last block again, the other one for the next.
        if control & 1 == blockNumber { return lastBlock.isEmpty ? .silence : .block(lastBlock) }
        if control & 0x10 != 0 { return .block(keep([0xA2 | blockNumber])) }
        guard !unsent.isEmpty else { return .silence }
        blockNumber ^= 1
        return .block(nextPart())
    }

    private mutating func nextPart() -> [UInt8] {
        let part = unsent.prefix(informationByteCountMax)
        unsent.removeFirst(part.count)
        return keep([(unsent.isEmpty ? 0x02 : 0x12) | blockNumber] + part)
    }

    private mutating func keep(_ block: [UInt8]) -> [UInt8] {
        lastBlock = block
        return block
    }
}

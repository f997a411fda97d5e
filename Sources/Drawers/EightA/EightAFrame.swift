/// The frames of the RS-485 lock boards known by their unlock command 0x8A: `command board lock function xor`.
///
/// Command 0x9A, which energises a lock until told otherwise, and lock number 0 with 0x8A, which opens every lock of a
/// board, cannot be made here.
enum EightAFrame {
    /// The addresses that the boards' switches can set.
    static let boardRange: ClosedRange<UInt8> = 1...31
    /// Locks and inputs of the largest board whose state fits the answer to "query all".
    static let lockCountMax = 24
    /// Every request, and every answer but one.
    static let byteCount = 5
    /// The answer to "query all": three bytes of state.
    static let allStatesByteCount = 7

    static let unlockCommand: UInt8 = 0x8A
    static let queryCommand: UInt8 = 0x80
    static let addressCommand: UInt8 = 0x81
    /// What a board sends unasked when an input changes, where its switch allows it.
    static let reportCommand: UInt8 = 0x82

    static let unlockFunction: UInt8 = 0x11
    static let queryFunction: UInt8 = 0x33
    static let addressFunction: UInt8 = 0x99

    /// The two states of an input in answers; which of them is "closed" differs between installations.
    static let active: UInt8 = 0x11
    static let inactive: UInt8 = 0x00

    /// Energises one lock for the board's own time.
    static func unlock(board: UInt8, lock: Int) throws(DrawersError) -> [UInt8] {
        guard lock >= 1, lock <= lockCountMax else {
            throw DrawersError(
                .noSuchPart,
                "a board of this family has locks 1 to \(lockCountMax), not \(lock)"
            )
        }
        return sealed([unlockCommand, board, UInt8(lock), unlockFunction])
    }

    /// Asks for the state of every input.
    static func queryAll(board: UInt8) -> [UInt8] {
        sealed([queryCommand, board, 0, queryFunction])
    }

    /// Asks whether a board has this address.
    static func queryAddress(board: UInt8) -> [UInt8] {
        sealed([addressCommand, board, 1, addressFunction])
    }

    /// The bytes with their exclusive or behind them.
    static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [bytes.reduce(0, ^)]
    }

    /// True when the last byte is the exclusive or of those before it.
    static func isSound(_ bytes: [UInt8]) -> Bool {
        bytes.count > 1 && bytes.reduce(0, ^) == 0
    }
}

/// What a board of the 0x8A family says, once its checksum and its address are right.
enum EightAAnswer: Equatable {
    /// It took an unlock; the lock's input as it was then.
    case unlocked(lock: Int, active: Bool)
    /// Every input, number 1 first.
    case inputs([Bool])
    /// It is there.
    case present

    /// Reads an answer to `request`, both complete frames.
    static func parse(_ bytes: [UInt8], to request: [UInt8]) throws(DrawersError) -> EightAAnswer {
        guard request.count == EightAFrame.byteCount, EightAFrame.isSound(bytes) else {
            throw garbled("its checksum is wrong")
        }
        guard bytes[0] == request[0], bytes[1] == request[1] else {
            throw garbled("it answers another question")
        }
        switch request[0] {
        case EightAFrame.unlockCommand:
            guard bytes.count == EightAFrame.byteCount, bytes[2] == request[2], let active = state(bytes[3])
            else {
                throw garbled("it is no answer to an unlock")
            }
            return .unlocked(lock: Int(bytes[2]), active: active)
        case EightAFrame.queryCommand:
            guard bytes.count == EightAFrame.allStatesByteCount, bytes[5] == EightAFrame.queryFunction else {
                throw garbled("it is no answer to a query of all locks")
            }
            // The byte of locks 17 to 24 comes first, that of locks 1 to 8 last.
            let states = bytes[2...4].reversed().flatMap { byte in (0..<8).map { byte >> $0 & 1 == 1 } }
            return .inputs(states)
        case EightAFrame.addressCommand:
            guard bytes.count == EightAFrame.byteCount, bytes[3] == EightAFrame.addressFunction else {
                throw garbled("it is no answer to a query of the address")
            }
            return .present
        default:
            throw garbled("nothing was asked that has an answer")
        }
    }

    private static func state(_ byte: UInt8) -> Bool? {
        switch byte {
        case EightAFrame.active: true
        case EightAFrame.inactive: false
        default: nil
        }
    }

    private static func garbled(_ why: String) -> DrawersError {
        DrawersError(.garbledAnswer, "a lock board's answer is garbled, \(why); check termination and earth")
    }
}

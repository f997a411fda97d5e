/// A command APDU in short form as a tag takes it from the line (ISO/IEC 7816-4:2013, 5.1).
struct CommandFrame: Equatable {
    let instructionClass: UInt8
    let instruction: UInt8
    let firstParameter: UInt8
    let secondParameter: UInt8
    let body: [UInt8]
    /// The number of answer bytes the reader takes at most, 1 to 256; nil when the command carries none.
    let expectedByteCount: Int?

    /// Takes the command apart, or returns nil when its lengths contradict each other.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 4 else { return nil }
        instructionClass = bytes[0]
        instruction = bytes[1]
        firstParameter = bytes[2]
        secondParameter = bytes[3]
        switch bytes.count {
        case 4:
            body = []
            expectedByteCount = nil
        case 5:
            body = []
            expectedByteCount = Self.expectation(bytes[4])
        default:
            let bodyByteCount = Int(bytes[4])
            guard bodyByteCount > 0 else { return nil }
            switch bytes.count - 5 - bodyByteCount {
            case 0:
                expectedByteCount = nil
            case 1:
                expectedByteCount = Self.expectation(bytes[bytes.count - 1])
            default:
                return nil
            }
            body = Array(bytes[5..<5 + bodyByteCount])
        }
    }

    private static func expectation(_ byte: UInt8) -> Int {
        byte == 0 ? 256 : Int(byte)
    }
}

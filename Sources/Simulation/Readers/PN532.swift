/// The chip of a reader as its host sees it: commands in, answers out (PN532 User Manual UM0701-02, 7).
///
/// It does ISO/IEC 14443-4 itself for InDataExchange, as libnfc wants it, and passes frames through for hosts that
/// do it themselves. It knows no time and no line: `SimulatedReader` has those.
struct PN532 {
    /// The chip addresses two targets at most.
    static let targetCountMax = 2
    /// Data of the longest exchange, in either direction (7.3.8).
    static let exchangeByteCountMax = 262

    /// A selected tag: the number that the host uses is its place in the list, counted from one.
    struct Target {
        let placement: UInt64
        /// The reader's side of the block protocol; nil when the tag has not been asked for its answer to select.
        var blockNumber: UInt8?
        var frameByteCountMax: Int
        /// Parts of a command of which more is to come.
        var unsent: [UInt8] = []
    }

    /// What becomes of a command.
    enum Outcome: Equatable {
        /// The answer with its code, after so much radio.
        case answer([UInt8], Radio)
        /// The command is unknown or malformed.
        case syntaxError
        /// The chip polls until a tag comes or the host gives up.
        case searching(InListRequest)
    }

    /// How much radio an answer took.
    struct Radio: Equatable {
        /// Frames that were answered or not, each with its usual time.
        var exchangeCount = 0
        /// Time spent waiting for an answer that did not come.
        var silence = Duration.zero

        static let none = Radio()
    }

    var antenna = Antenna()
    var targets: [Target] = []
    var registers = RegisterFile()
    /// SetParameters: bit 4 asks for the answer to select by itself; on after power-up (7.2.9).
    var parameters: UInt8 = 0x14
    /// MxRtyPassiveActivation; FF polls for ever.
    var passiveRetries: UInt8 = 0xFF
    /// MxRtyCOM: how often an unanswered frame is sent again.
    var communicationRetries: UInt8 = 0
    /// fRetryTimeout of InCommunicateThru: 100 µs × 2^(n−1).
    var answerTimeoutExponent: UInt8 = 0x0A
    var lastError: UInt8 = 0

    /// Carries out one command, code first.
    mutating func execute(_ command: [UInt8]) -> Outcome {
        guard let code = command.first else { return .syntaxError }
        let body = Array(command.dropFirst())
        switch code {
        case 0x00: return diagnose(body)
        case 0x02: return answer(code, [0x32, 0x01, 0x06, 0x07])
        case 0x04: return answer(code, generalStatus)
        case 0x06: return readRegisters(body)
        case 0x08: return writeRegisters(body)
        case 0x0C: return answer(code, [0xFF, 0xFF, 0x00])
        case 0x0E where body.count == 2: return answer(code, [])
        case 0x10 where body.count == 1 && body[0] <= 8: return answer(code, [])
        case 0x12 where body.count == 1:
            parameters = body[0]
            return answer(code, [])
        case 0x14 where (1...3).contains(body.count): return answer(code, [])
        case 0x16 where (1...2).contains(body.count):
            powerDown()
            return answer(code, [0])
        case 0x32: return configureRadio(body)
        case 0x40: return dataExchange(body)
        case 0x42: return communicateThrough(body)
        case 0x44 where body.count == 1: return release(code, body[0], forgets: false)
        case 0x4A: return listPassiveTargets(body)
        case 0x4E where body.count == 3:
            return answer(code, [target(body[0]) == nil ? Status.wrongContext : 0])
        case 0x46, 0x50, 0x56: return answer(code, [Status.timeout], Radio(exchangeCount: 1))
        case 0x52 where body.count == 1: return release(code, body[0], forgets: true)
        case 0x54 where body.count == 1: return selectAgain(body[0])
        default: return .syntaxError
        }
    }

    /// Bits of the status byte that answers of exchanges begin with (7.1).
    enum Status {
        static let timeout: UInt8 = 0x01
        static let checksum: UInt8 = 0x02
        static let bufferSize: UInt8 = 0x07
        static let rfProtocol: UInt8 = 0x0B
        static let authentication: UInt8 = 0x14
        static let wrongContext: UInt8 = 0x27
        /// More data follow with the next exchange.
        static let moreInformation: UInt8 = 0x40
    }

    func answer(_ code: UInt8, _ data: [UInt8], _ radio: Radio = .none) -> Outcome {
        .answer([code + 1] + data, radio)
    }

    func target(_ number: UInt8) -> Int? {
        let index = Int(number & 0x0F) - 1
        return targets.indices.contains(index) ? index : nil
    }

    /// The time that a frame waits for an answer when the block protocol does not say another.
    var answerTimeout: Duration {
        guard answerTimeoutExponent > 0 else { return .zero }
        return .microseconds(100 << Int(min(answerTimeoutExponent, 16) - 1))
    }

    private mutating func powerDown() {
        antenna.switchField(on: false)
        targets = []
    }

    private var generalStatus: [UInt8] {
        let list: [UInt8] = targets.indices.flatMap { index in [UInt8(index + 1), 0x00, 0x00, 0x10] }
        return [lastError, antenna.isFieldOn ? 1 : 0, UInt8(targets.count)] + list + [0x00]
    }

    /// Communication, ROM, RAM, attention request, self antenna test (7.2.1).
    private mutating func diagnose(_ body: [UInt8]) -> Outcome {
        switch body.first {
        case 0x00: return answer(0x00, body)
        case 0x01, 0x02, 0x07: return answer(0x00, [0])
        case 0x06:
            guard let placement = targets.first?.placement, antenna.resident(placement) != nil else {
                return answer(0x00, [Status.timeout], Radio(exchangeCount: 1))
            }
            return answer(0x00, [0], Radio(exchangeCount: 1))
        default: return .syntaxError
        }
    }

    private func readRegisters(_ body: [UInt8]) -> Outcome {
        guard !body.isEmpty, body.count.isMultiple(of: 2) else { return .syntaxError }
        let values = stride(from: 0, to: body.count, by: 2).map {
            registers[UInt16(body[$0]) << 8 | UInt16(body[$0 + 1])]
        }
        return answer(0x06, values)
    }

    private mutating func writeRegisters(_ body: [UInt8]) -> Outcome {
        guard !body.isEmpty, body.count.isMultiple(of: 3) else { return .syntaxError }
        for start in stride(from: 0, to: body.count, by: 3) {
            registers[UInt16(body[start]) << 8 | UInt16(body[start + 1])] = body[start + 2]
        }
        return answer(0x08, [])
    }

    private mutating func configureRadio(_ body: [UInt8]) -> Outcome {
        guard let item = body.first else { return .syntaxError }
        switch (item, body.count) {
        case (0x01, 2):
            antenna.switchField(on: body[1] & 1 == 1)
            if body[1] & 1 == 0 { targets = [] }
        case (0x02, 4): answerTimeoutExponent = body[3]
        case (0x04, 2): communicationRetries = body[1]
        case (0x05, 4): passiveRetries = body[3]
        case (0x0A, 12), (0x0B, 9), (0x0C, 4), (0x0D, 10): break
        default: return .syntaxError
        }
        return answer(0x32, [])
    }
}

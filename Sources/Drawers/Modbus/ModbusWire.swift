import SerialLines

/// Speaks with Modbus RTU relay boards through libmodbus.
struct ModbusWire: BoardWire, ~Copyable {
    static let family = "Modbus relay board"

    /// Where common relay boards take timed pulses: this and the coil's address.
    static let pulseAddressBase = 0x0200
    /// Where common relay boards keep their software version, in hundredths.
    static let versionRegister = 0x8000
    /// Function "write single coil" (Modbus Application Protocol V1.1b3, 6.5).
    static let writeCoilFunction: UInt8 = 0x05
    /// What is added to a function's number in an exception (same, 7).
    static let exceptionFlag: UInt8 = 0x80

    /// The line is silent again after this long without a byte.
    private static let silence: Duration = .milliseconds(30)
    /// It is taken as it is after this long: a babbling board must not hold up the others for good.
    private static let silenceMax: Duration = .milliseconds(300)

    private let context: ModbusContext
    private var line: SerialLine

    init(_ settings: LockLineSettings) throws(DrawersError) {
        let line = try LineFailure.named { () throws(SerialLineError) in
            try SerialLine(path: settings.path, baud: settings.baud, gap: settings.gap)
        }
        context = try ModbusContext(on: line, answerMax: settings.answerMax)
        self.line = line
    }

    mutating func identify(_ board: UInt8) throws(DrawersError) -> String? {
        let version: UInt16
        do throws(DrawersError) {
            version = try exchange(board) { context throws(DrawersError) in
                try context.readRegister(Self.versionRegister)
            }
        } catch {
            // An exception is an answer too: the board is there and keeps no version at this place.
            guard error.code == .refused else { throw error }
            return nil
        }
        let hundredths = Int(version % 100)
        return "\(version / 100).\(hundredths < 10 ? "0" : "")\(hundredths)"
    }

    mutating func switchAllOff(_ board: UInt8, _ parts: BoardParts) throws(DrawersError) {
        try exchange(board) { context throws(DrawersError) in
            try context.clearCoils(from: 0, count: parts.lockCount)
        }
        guard parts.lightCount > 0 else { return }
        try exchange(board) { context throws(DrawersError) in
            try context.clearCoils(from: parts.firstLightOutput, count: parts.lightCount)
        }
    }

    mutating func pulse(_ board: UInt8, lock: Int, for duration: Duration) throws(DrawersError) {
        let request = Self.pulseRequest(board, lock: lock, for: duration)
        try prepare(board)
        do throws(DrawersError) {
            try context.send(request)
            let answer = try context.receive()
            line.noteTraffic()
            try Self.check(answer, to: request)
        } catch {
            line.noteTraffic()
            if error.code == .refused { throw error }
            awaitSilence()
            throw DrawersError(
                .outcomeUnknown,
                "lock \(lock) of board \(board) may have moved: \(error.message); read its sensors",
                cause: error.cause
            )
        }
    }

    mutating func readInputs(_ board: UInt8, _ parts: BoardParts) throws(DrawersError) -> [Bool] {
        try exchange(board) { context throws(DrawersError) in
            try context.readBits(coils: false, from: 0, count: parts.inputCount)
        }
    }

    mutating func setLight(
        _ board: UInt8,
        _ light: Int,
        on: Bool,
        _ parts: BoardParts
    ) throws(DrawersError) {
        try exchange(board) { context throws(DrawersError) in
            try context.writeCoil(parts.firstLightOutput + light - 1, on: on)
        }
    }

    mutating func readLights(_ board: UInt8, _ parts: BoardParts) throws(DrawersError) -> [Bool] {
        try exchange(board) { context throws(DrawersError) in
            try context.readBits(coils: true, from: parts.firstLightOutput, count: parts.lightCount)
        }
    }

    consuming func close() {
        // The line is given up either way; there is nobody left to tell.
        try? line.close()
    }
}

extension ModbusWire {
    /// Function 5 to 0x0200 + coil, whose value is the pulse's length in tenths of a second, rounded up.
    static func pulseRequest(_ board: UInt8, lock: Int, for duration: Duration) -> [UInt8] {
        let address = UInt16(pulseAddressBase + lock - 1)
        let tenths = UInt16((duration / .milliseconds(100)).rounded(.up))
        return [
            board, writeCoilFunction, UInt8(address >> 8), UInt8(address & 255), UInt8(tenths >> 8),
            UInt8(tenths & 255),
        ]
    }

    /// The standard's answer to function 5 is its request; anything else but a clear refusal leaves the outcome open.
    static func check(_ answer: [UInt8]?, to request: [UInt8]) throws(DrawersError) {
        if answer == request { return }
        guard let answer, answer.count == 3, answer[0] == request[0], answer[1] == request[1] | exceptionFlag
        else {
            throw ModbusFailure.of(.badData)
        }
        guard let name = ModbusFailure.Name(rawValue: Int32(answer[2])), name.isRefusal else {
            throw DrawersError(.noAnswer, "the board answered with exception \(answer[2])")
        }
        throw ModbusFailure.of(name)
    }

    private mutating func exchange<Answer>(
        _ board: UInt8,
        _ ask: (borrowing ModbusContext) throws(DrawersError) -> Answer
    ) throws(DrawersError) -> Answer {
        try prepare(board)
        do throws(DrawersError) {
            let answer = try ask(context)
            line.noteTraffic()
            return answer
        } catch {
            line.noteTraffic()
            if error.code != .refused { awaitSilence() }
            throw error
        }
    }

    /// Keeps the silence between frames and throws away what a late answer left, before anything is asked.
    private mutating func prepare(_ board: UInt8) throws(DrawersError) {
        try context.select(board)
        line.waitForGap()
        try LineFailure.named { () throws(SerialLineError) in try line.discardInput() }
    }

    /// Lets the rest of a garbled answer go by, so that it is not taken for the next one.
    private mutating func awaitSilence() {
        let giveUp = ContinuousClock.now.advanced(by: Self.silenceMax)
        while ContinuousClock.now < giveUp {
            // A line that breaks meanwhile says so at its next use.
            guard let rest = try? line.readSome(countMax: 64, until: .now.advanced(by: Self.silence)),
                !rest.isEmpty
            else { return }
        }
    }
}

import SerialLines

/// Speaks with RS-485 lock boards of the 0x8A family.
struct EightAWire: BoardWire, ~Copyable {
    static let family = "0x8A lock board"

    /// Unasked reports that are passed over while an answer is awaited; more than the inputs of a line can make.
    private static let reportCountMax = 64
    /// The line is silent again after this long without a byte.
    private static let silence: Duration = .milliseconds(30)
    /// It is taken as it is after this long: a babbling board must not hold up the others for good.
    private static let silenceMax: Duration = .milliseconds(300)

    private var line: SerialLine
    private let answerMax: Duration

    init(_ settings: LockLineSettings) throws(DrawersError) {
        line = try LineFailure.named { () throws(SerialLineError) in
            try SerialLine(path: settings.path, baud: settings.baud, gap: settings.gap)
        }
        answerMax = settings.answerMax
    }

    mutating func identify(_ board: UInt8) throws(DrawersError) -> String? {
        // An adapter that hears itself would return an unlock request, which is also the answer to it: find it out here.
        // The answer to this query is longer than the query, so that the two cannot be taken for each other.
        _ = try readStates(board)
        return nil
    }

    mutating func switchAllOff(_ board: UInt8, _ parts: BoardParts) throws(DrawersError) {
        // The board ends every pulse by itself; it must only be known to be there.
        _ = try readStates(board)
    }

    mutating func pulse(_ board: UInt8, lock: Int, for duration: Duration) throws(DrawersError) {
        let request = try EightAFrame.unlock(board: board, lock: lock)
        try prepare()
        do throws(DrawersError) {
            try send(request)
            _ = try receive(byteCount: EightAFrame.byteCount, to: request)
        } catch {
            throw DrawersError(
                .outcomeUnknown,
                "lock \(lock) of board \(board) may have moved: \(error.message); read its sensors",
                cause: error.cause
            )
        }
    }

    mutating func readInputs(_ board: UInt8, _ parts: BoardParts) throws(DrawersError) -> [Bool] {
        Array(try readStates(board).prefix(parts.inputCount))
    }

    mutating func setLight(
        _ board: UInt8,
        _ light: Int,
        on: Bool,
        _ parts: BoardParts
    ) throws(DrawersError) {
        throw DrawersError(.unsupported, "boards of this family have no lights")
    }

    mutating func readLights(_ board: UInt8, _ parts: BoardParts) throws(DrawersError) -> [Bool] { [] }

    consuming func close() {
        // The line is given up either way; there is nobody left to tell.
        try? line.close()
    }
}

extension EightAWire {
    private mutating func readStates(_ board: UInt8) throws(DrawersError) -> [Bool] {
        let request = EightAFrame.queryAll(board: board)
        try prepare()
        try send(request)
        guard case .inputs(let states) = try receive(byteCount: EightAFrame.allStatesByteCount, to: request)
        else {
            throw DrawersError(
                .garbledAnswer,
                "board \(board) answered another question; check the addresses"
            )
        }
        return states
    }

    /// Throws away what a late answer or a report left, before anything is asked.
    private mutating func prepare() throws(DrawersError) {
        try LineFailure.named { () throws(SerialLineError) in try line.discardInput() }
    }

    private mutating func send(_ request: [UInt8]) throws(DrawersError) {
        try LineFailure.named { () throws(SerialLineError) in
            try line.write(request, until: .now.advanced(by: answerMax))
        }
    }

    private mutating func receive(
        byteCount: Int,
        to request: [UInt8]
    ) throws(DrawersError) -> EightAAnswer {
        let deadline = ContinuousClock.now.advanced(
            by: answerMax + line.baud.duration(ofBytes: request.count)
        )
        do throws(DrawersError) {
            for _ in 0..<Self.reportCountMax {
                var bytes = try read(EightAFrame.byteCount, until: deadline)
                if bytes[0] == EightAFrame.reportCommand, EightAFrame.isSound(bytes) { continue }
                if bytes == request, request[0] == EightAFrame.queryCommand {
                    throw DrawersError(.lineEchoes, "the adapter hears itself; switch its echo off")
                }
                bytes += try read(byteCount - bytes.count, until: deadline)
                return try EightAAnswer.parse(bytes, to: request)
            }
            throw DrawersError(.garbledAnswer, "the line is full of reports; switch off what reports unasked")
        } catch {
            if error.code == .garbledAnswer { try awaitSilence() }
            throw error
        }
    }

    private mutating func read(
        _ count: Int,
        until deadline: ContinuousClock.Instant
    ) throws(DrawersError) -> [UInt8] {
        try LineFailure.named { () throws(SerialLineError) in try line.read(count: count, until: deadline) }
    }

    /// Lets the rest of a garbled answer go by, so that it is not taken for the next one.
    private mutating func awaitSilence() throws(DrawersError) {
        let giveUp = ContinuousClock.now.advanced(by: Self.silenceMax)
        try LineFailure.named { () throws(SerialLineError) in
            while ContinuousClock.now < giveUp {
                let rest = try line.readSome(countMax: 64, until: .now.advanced(by: Self.silence))
                if rest.isEmpty { return }
            }
        }
    }
}

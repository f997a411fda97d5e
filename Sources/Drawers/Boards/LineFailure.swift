import SerialLines

/// Turns a failure of the serial line into one of this module, in one place.
enum LineFailure {
    /// Runs `work`; silence becomes `noAnswer`, or `garbledAnswer` where some bytes came, all else `lineFailed` with its cause.
    static func named<Answer: ~Copyable>(
        _ work: () throws(SerialLineError) -> Answer
    ) throws(DrawersError) -> Answer {
        do {
            return try work()
        } catch {
            throw of(error)
        }
    }

    static func of(_ error: SerialLineError) -> DrawersError {
        guard error.code == .timedOut else {
            return DrawersError(.lineFailed, "the boards' line cannot be used; see its cause", cause: error)
        }
        if error.received.isEmpty {
            return DrawersError(.noAnswer, "the board was silent; check its power, its address and the line")
        }
        return DrawersError(.garbledAnswer, "the board's answer broke off; check termination and earth")
    }
}

/// The firmware of an RS-485 board of the 0x8A family, dangerous commands included: it opens all locks for lock number 0
/// and keeps a lock energised for 0x9A, as the real ones do.
struct EightAResponder: BoardResponder {
    /// The board's own pulse.
    static let pulseLength: Duration = .milliseconds(300)
    /// An unlock is answered when the pulse is over and the sensor was read.
    static let unlockTime: Duration = .milliseconds(350)
    /// Everything else is answered at once.
    static let queryTime: Duration = .milliseconds(3)

    let address: UInt8

    func scan(_ bytes: [UInt8]) -> FrameScan {
        guard [0x80, 0x81, 0x8A, 0x9A, 0x9B].contains(bytes[0]) else { return .noise }
        guard bytes.count >= 5 else { return .incomplete }
        return bytes.prefix(5).reduce(0, ^) == 0 ? .frame(byteCount: 5) : .noise
    }

    func answer(
        _ request: [UInt8],
        _ parts: inout SimulatedBoardParts,
        at now: ContinuousClock.Instant
    ) -> BoardAnswer? {
        guard request[1] == address else { return nil }
        let number = Int(request[2])
        switch (request[0], request[3]) {
        case (0x80, 0x33) where number == 0:
            let inputs = parts.inputs(at: now)
            // Locks 17 to 24 come first; this board has none of them.
            return reply(
                [0x80, address, 0, byte(inputs[8..<16]), byte(inputs[0..<8]), 0x33],
                after: Self.queryTime
            )
        case (0x80, 0x33) where number <= SimulatedBoardParts.partCount:
            return reply([0x80, address, request[2], state(number, parts, at: now)], after: Self.queryTime)
        case (0x81, 0x99):
            return reply([0x81, address, request[2], 0x99], after: Self.queryTime)
        case (0x8A, 0x11) where number == 0:
            for index in parts.drawers.indices { parts.energise(index, for: Self.pulseLength, at: now) }
            return reply([0x8A, address, 0, 0x11], after: Self.unlockTime)
        case (0x8A, 0x11) where number <= SimulatedBoardParts.partCount:
            parts.energise(number - 1, for: Self.pulseLength, at: now)
            // The switch is read when the answer goes out; the drawn hook of an open drawer is then an inactive input.
            var later = parts
            let then = now.advanced(by: Self.unlockTime)
            _ = later.advance(to: then)
            return reply([0x8A, address, request[2], state(number, later, at: then)], after: Self.unlockTime)
        case (0x9A, 0x11) where number >= 1:
            parts.energise(number - 1, for: nil, at: now)
            return reply([0x9A, address, request[2], 0x11], after: Self.queryTime)
        case (0x9B, 0x11) where number >= 1:
            parts.switchOff(number - 1, at: now)
            return reply([0x9B, address, request[2], 0x11], after: Self.queryTime)
        default:
            return nil
        }
    }

    private func state(_ input: Int, _ parts: SimulatedBoardParts, at now: ContinuousClock.Instant) -> UInt8 {
        parts.inputs(at: now)[input - 1] ? 0x11 : 0x00
    }

    private func byte(_ states: ArraySlice<Bool>) -> UInt8 {
        states.reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    }

    private func reply(_ bytes: [UInt8], after delay: Duration) -> BoardAnswer {
        BoardAnswer(bytes: bytes + [bytes.reduce(0, ^)], after: delay)
    }
}

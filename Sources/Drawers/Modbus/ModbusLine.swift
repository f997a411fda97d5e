/// A line with Modbus RTU relay boards.
///
/// Coils switch locks and lights, discrete inputs sense. Lock n is coil n - 1 and is pulsed by the board: function 5 to
/// 0x0200 + coil with the number of tenths of a second as its value, as common relay boards take it. The lights follow
/// the locks, or begin at the output that is given.
package struct ModbusLine: Sendable {
    /// The addresses of single boards (Modbus over Serial Line V1.02, 2.2).
    package static let addressRange: ClosedRange<UInt8> = 1...247
    /// The step in which a pulse's length is given.
    package static let pulseStep: Duration = .milliseconds(100)
    /// Coils and inputs of the largest boards of this kind.
    package static let partCountMax = 64

    private let line: LockLine<ModbusWire>

    /// Prepares the line; it is opened at its first use.
    package init(_ settings: LockLineSettings, timing: LockTiming) {
        line = LockLine(settings, timing: timing)
    }

    /// The board at `address` (1...247): locks on its first coils, lights from output `firstLight` (counted from 1) on.
    ///
    /// `firstLight` defaults to the output after the last lock. Coils and inputs 1...64.
    package func board(
        address: UInt8,
        lockCount: Int,
        lightCount: Int = 0,
        firstLight: Int? = nil,
        inputCount: Int
    ) throws(DrawersError) -> any LockBoard {
        let firstLightOutput = (firstLight ?? lockCount + 1) - 1
        guard
            Self.addressRange.contains(address),
            (1...Self.partCountMax).contains(lockCount),
            (0...Self.partCountMax).contains(lightCount),
            (1...Self.partCountMax).contains(inputCount),
            (lockCount...Self.partCountMax).contains(firstLightOutput),
            firstLightOutput + lightCount <= Self.partCountMax
        else {
            throw DrawersError(
                .misconfigured,
                "Modbus boards have addresses 1 to 247, up to 64 outputs with lights behind the locks, and 1 to 64 inputs"
            )
        }
        return LineBoard(
            line: line,
            address: address,
            parts: BoardParts(
                lockCount: lockCount,
                inputCount: inputCount,
                lightCount: lightCount,
                firstLightOutput: firstLightOutput
            ),
            capabilities: LockBoardCapabilities(
                lockCount: lockCount,
                inputCount: inputCount,
                lightCount: lightCount,
                pulseLength: .steps(of: Self.pulseStep)
            )
        )
    }

    /// Gives the line back; its boards open it again when used.
    package func close() async { await line.close() }
}

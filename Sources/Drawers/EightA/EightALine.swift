/// A line with RS-485 lock boards of the 0x8A family.
///
/// A board has one lock output and one input for each number, and no lights. Input n is wired to the bolt switch of
/// lock n; a door switch goes to the input of a number that has no lock. `DrawerWiring` names both, and may name the
/// one input of a lock whose switch stands for bolt and door together.
package struct EightALine: Sendable {
    /// How long these boards energise a lock by themselves, about; the longest known of the family, for the rest between pulses.
    package static let pulseLength: Duration = .milliseconds(550)

    private let line: LockLine<EightAWire>

    /// Prepares the line; it is opened at its first use.
    package init(_ settings: LockLineSettings, timing: LockTiming) {
        line = LockLine(settings, timing: timing)
    }

    /// The board at an address from 1 to 31 with so many locks, 1 to 24.
    package func board(address: UInt8, lockCount: Int) throws(DrawersError) -> any LockBoard {
        guard EightAFrame.boardRange.contains(address), lockCount >= 1, lockCount <= EightAFrame.lockCountMax
        else {
            throw DrawersError(.misconfigured, "0x8A boards have addresses 1 to 31 and 1 to 24 locks")
        }
        let inputCount = EightAFrame.lockCountMax
        return LineBoard(
            line: line,
            address: address,
            parts: BoardParts(
                lockCount: lockCount,
                inputCount: inputCount,
                lightCount: 0,
                firstLightOutput: 0
            ),
            capabilities: LockBoardCapabilities(
                lockCount: lockCount,
                inputCount: inputCount,
                lightCount: 0,
                pulseLength: .fixed(Self.pulseLength)
            )
        )
    }

    /// Gives the line back; its boards open it again when used.
    package func close() async { await line.close() }
}

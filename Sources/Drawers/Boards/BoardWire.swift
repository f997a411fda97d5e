/// One family's way of speaking on one open line.
///
/// Every call blocks and ends within the line's time for an answer.
protocol BoardWire: ~Copyable, SendableMetatype {
    /// What a technician knows the family as.
    static var family: String { get }

    /// Opens the line. Errors: `lineFailed`.
    init(_ settings: LockLineSettings) throws(DrawersError)

    /// The board's version where it tells one.
    mutating func identify(_ board: UInt8) throws(DrawersError) -> String?
    /// Switches off what can stay on.
    mutating func switchAllOff(_ board: UInt8, _ parts: BoardParts) throws(DrawersError)
    /// Energises one lock; any failure from the first byte sent on is `outcomeUnknown`, except a clear refusal.
    mutating func pulse(_ board: UInt8, lock: Int, for duration: Duration) throws(DrawersError)
    /// Every input, true where active.
    mutating func readInputs(_ board: UInt8, _ parts: BoardParts) throws(DrawersError) -> [Bool]
    /// Switches one light.
    mutating func setLight(
        _ board: UInt8,
        _ light: Int,
        on: Bool,
        _ parts: BoardParts
    ) throws(DrawersError)
    /// Every light, true where on.
    mutating func readLights(_ board: UInt8, _ parts: BoardParts) throws(DrawersError) -> [Bool]
    /// Gives the line back.
    consuming func close()
}

/// What is fitted to a board.
struct BoardParts: Hashable {
    let lockCount: Int
    let inputCount: Int
    let lightCount: Int
    /// The output, counted from 0, of light 1; the others follow.
    let firstLightOutput: Int
}

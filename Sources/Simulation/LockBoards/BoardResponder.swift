/// The firmware of a simulated board: finds requests in a stream of bytes and answers them.
protocol BoardResponder {
    /// What the beginning of `bytes`, which are not empty, is.
    func scan(_ bytes: [UInt8]) -> FrameScan
    /// Does what a whole request asks; nil where the board keeps silent.
    func answer(
        _ request: [UInt8],
        _ parts: inout SimulatedBoardParts,
        at now: ContinuousClock.Instant
    ) -> BoardAnswer?
}

/// What the beginning of a stream is.
enum FrameScan: Equatable {
    /// More bytes must come.
    case incomplete
    /// A request of so many bytes.
    case frame(byteCount: Int)
    /// Nothing that begins a request: the first byte goes.
    case noise
}

/// An answer, and how long the firmware takes for it.
struct BoardAnswer: Equatable {
    let bytes: [UInt8]
    let after: Duration
}

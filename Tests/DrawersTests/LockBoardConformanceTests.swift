import Testing

/// The suite for every lock board, on the drivers with simulated boards.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LockBoardConformanceTests {
    @Test(arguments: [BoardKind.simulatedEightA, .simulatedModbus], LockBoardBehaviour.all)
    func `a lock board does as every lock board must`(
        kind: BoardKind,
        behaviour: LockBoardBehaviour
    ) async throws {
        try await behaviour.check(on: kind)
    }
}

import Testing

/// The suite for every lock board, on the Modbus driver with a board that pymodbus answers for.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LockBoardPeerTests {
    @Test(.enabled(if: PeerHands.python != nil), arguments: LockBoardBehaviour.ofOneBoard)
    func `with pymodbus a lock board does as every lock board must`(behaviour: LockBoardBehaviour)
        async throws
    {
        try await behaviour.check(on: .pymodbus)
    }
}

import Custody
import Records
import Testing

@testable import Headquarters

/// The alarms of a cabinet that wait for their records.
struct AlarmBoardTests {
    private func alarm(_ index: UInt64, _ grade: AlarmGrade) -> EarlyAlarm {
        EarlyAlarm(
            cabinet: "c1",
            epoch: 1,
            index: index,
            opened: FindingOpened(kind: .forced, note: ""),
            subject: Subject(),
            time: Int64(index % 1_000),
            grade: grade
        )
    }

    @Test
    func `alarms that nobody signed take no room of those that the cabinet signed, and the newest are shown`()
        async throws
    {
        let view = try await Office.opened().ledger.view
        let board = AlarmBoard()
        let forged = UInt64(1) << 63
        for number in UInt64(0)..<300 { board.show(alarm(forged + number, .unattested)) }
        for index in UInt64(0)...UInt64(AlarmBoard.countPerCabinetMax) { board.show(alarm(index, .unplaced)) }
        board.show(alarm(forged + 300, .unattested))
        let shown = board.waiting(beyond: view)
        #expect(shown.count { $0.grade == .unplaced } == AlarmBoard.countPerCabinetMax)
        let others = shown.filter { $0.grade == .unattested }.map { $0.index - forged }
        #expect(Set(others) == Set(285...300))
    }

    @Test func `a signed alarm takes the place of one that is not, and never the other way`() async throws {
        let view = try await Office.opened().ledger.view
        let board = AlarmBoard()
        board.show(alarm(3, .unattested))
        board.show(alarm(3, .unplaced))
        board.show(alarm(3, .unattested))
        #expect(board.waiting(beyond: view).map(\.grade) == [.unplaced])
    }
}

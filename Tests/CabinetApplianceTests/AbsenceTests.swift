import Testing

@testable import CabinetAppliance

@Suite struct AbsenceTests {
    @Test func `each failure doubles the absence up to five minutes, and ten quiet minutes forgive`() {
        var absence = Absence()
        var now: UInt64 = 1_000
        var lengths: [Duration] = []
        for _ in 0..<9 {
            let length = absence.next(at: now)
            lengths.append(length)
            now += UInt64(length.components.seconds) * 1_000
        }
        #expect(lengths == [5, 10, 20, 40, 80, 160, 300, 300, 300].map { .seconds($0) })
        #expect(absence.next(at: now + Absence.forgivenAfter) == .seconds(5))
    }
}

import Authority
import Cryptography
import Custody
import Records
import Testing

@testable import Evidence

/// A file over two machines that stood, one after the other, under a cabinet's name.
@Suite(.timeLimit(.minutes(5))) struct ReplacedMachineTests {
    /// The seal comes back to the machine that took the first one's place.
    private static func replacedDay(_ body: (inout House) throws -> Void = { _ in }) throws -> House {
        try House.day { house in
            try house.leave()
            try house.replaceMachine()
            try house.comeBack()
            try body(&house)
        }
    }

    @Test func `what both machines wrote is one history, and the file says where the first one's ends`()
        throws
    {
        let house = try Self.replacedDay()
        let report = try house.report()
        #expect(report.epochs.contains { $0.english.contains("ANOTHER MACHINE goes on as c1") })
        #expect(report.epochs.contains { $0.chinese.contains("由另一台设备接续") })
        #expect(report.epochWarnings.isEmpty)
        #expect(Set(report.acts.map(\.place.epoch)) == [1, 2])
        #expect(report.findings.allSatisfy { !$0.message.english.contains("own key") })
        // Nobody watched the drawers between the two: «never left» is not said over that.
        #expect(try #require(report.neverLeft.first).gaps.contains { $0.kind == .epoch })
        #expect(report.givings.contains { $0.title.english.contains("another machine from epoch 2 on") })
        // Without the first machine's acts the file says that they are missing.
        let short = try house.verified(try house.exported().leavingOut(epoch: 1))
        #expect(short.epochWarnings.contains { $0.english.contains("EARLIER EPOCHS") })
    }

    @Test func `the machine before attests nothing beyond the end that officers signed`() throws {
        let house = try House.day { house in
            let cut = house.end
            try house.leave()
            try house.replaceMachine(cut: cut)
            try house.comeBack()
        }
        let report = try house.report()
        let beyond = report.findings.filter { $0.message.english.contains("officers ended this epoch") }
        #expect(beyond.count == 1)
        #expect(!report.acts.contains { $0.place.epoch == 1 && $0.place.index >= beyond[0].index })
    }

    @Test func `the machine before opens no epoch of the next one`() throws {
        let house = try House.day { house in
            try house.replaceMachine(signedBy: house.actKey)
            try house.comeBack()
        }
        #expect(throws: EvidenceError(.signatureInvalid, "")) { _ = try house.report() }
    }

    @Test func `an epoch that officers left out is provisional, with whatever promised its key`() throws {
        let house = try House.day { house in
            try house.mirror()
            let cut = house.end
            try house.rotate()
            try house.leave()
            try house.replaceMachine(cut: cut)
            try house.comeBack()
        }
        let report = try house.report()
        #expect(report.epochWarnings.contains { $0.english.contains("officers ended the record before it") })
        #expect(!report.acts.contains { $0.place.epoch == 2 })
        #expect(report.acts.contains { $0.place.epoch == 3 })
    }
}

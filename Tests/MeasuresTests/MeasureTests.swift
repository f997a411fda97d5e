import Cryptography
import Enrolment
import Records
import Testing

@testable import Measures
@testable import Simulation

@Suite(.timeLimit(.minutes(3))) struct MeasureTests {
    @Test func `a backlog arrives whole, and the report names rate and bytes`() async throws {
        let report = try await Scratch.with {
            try await DrainMeasure(folder: $0, records: [700], signed: 300).measure { _ in }
        }
        #expect(report.figures.contains { $0.name == "700 records, cosigned" && $0.value > 0 })
        let wire = try #require(report.figures.first { $0.unit == "B/record" })
        #expect(wire.value > Double(MeasuredRecords.byteCount))
        #expect(report.limits.contains { $0.name.contains("records per second") })
        let share = try #require(report.ratios.first { $0.against.contains("Ed25519") })
        #expect(share.value > 0 && report.limits.contains { $0.value == share.value && $0.bound == "≥ 0.75" })
    }

    @Test func `an act is measured beside the bare insert`() async throws {
        let report = try await Scratch.with { try await CommitMeasure(folder: $0, acts: 5).measure() }
        #expect(report.ratios.count == 2)
        #expect(report.limits.allSatisfy { $0.name.contains("ratio") && $0.value > 0 })
    }

    @Test func `proofs of the measured log hold`() async throws {
        let report = try await Scratch.with {
            try await ProofRateMeasure(folder: $0, records: 3_000, proofs: 400).measure { _ in }
        }
        #expect(report.limits.count == 2)
        #expect(report.limits.contains { $0.name.contains("verified") })
    }

    @Test(arguments: [false, true])
    func `measured records have the size that they should, and open`(isSigned: Bool) async throws {
        try await Scratch.with { folder in
            let house = try await MeasuredHouse(founding: folder)
            let cabinet = try #require(try await house.enrol(["c1"]).first)
            var records = MeasuredRecords(
                cabinet.origin,
                from: 70_000,
                signedBy: isSigned ? cabinet.secrets.act : nil
            )
            let record = try records.make()
            let byteCount = record.leafBytes.count + record.bodyBytes.count
            #expect(byteCount == MeasuredRecords.byteCount(isSigned: isSigned))
            let opened = try record.opened()
            #expect(opened.body.completes(opened.leaf))
            #expect(
                opened.leaf.isSigned(by: cabinet.secrets.act.publicKey, origin: cabinet.origin.text)
                    == isSigned
            )
        }
    }

    @Test func `a bound is written as it is held`() {
        #expect(BenchReport.Bound.atLeast(300_000).text == "≥ 300000")
        #expect(BenchReport.Bound.atMost(1.4).text == "≤ 1.4")
        #expect(BenchReport.Bound.atMost(1.4).holds(1.4))
        #expect(!BenchReport.Bound.atLeast(2).holds(1.9))
    }
}

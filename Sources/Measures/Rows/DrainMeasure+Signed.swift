import Simulation

// The row of the drain in which the cabinet signed each record by itself.
extension DrainMeasure {
    private static let verificationShareMin = 0.75

    /// Drains a backlog of signed acts, beside what the machine verifies when it does nothing else.
    ///
    /// The rate counts until the last record is cosigned, verified and folded. The machine's own rate is taken before and after, because a
    /// busy machine has another one each minute.
    func measureSigned(
        _ count: Int,
        _ report: inout BenchReport,
        say: @Sendable (String) -> Void
    ) async throws {
        let machine = try VerificationRate()
        let before = machine.measure()
        let figures = try await drain(count, isSigned: true, say: say)
        let after = machine.measure()
        let (records, peer) = (Double(count), (before + after) / 2)
        let rate = records / ((figures.cosigned + figures.projecting) / .seconds(1))
        let name = "\(count) signed acts"
        _ = noteTimes(figures, of: name, count: count, folding: "verified and projected", &report)
        report.note("\(name), cosigned, verified and projected", rate, "records/s")
        report.note("Ed25519 verifications on all processors, before", before, "1/s")
        report.note("Ed25519 verifications on all processors, after", after, "1/s")
        report.compare(
            "\(name), cosigned, verified and projected",
            rate,
            against: "Ed25519 verifications on all processors",
            peer
        )
        report.require(
            "ratio of signed acts to the processors' verification rate",
            rate / peer,
            .atLeast(Self.verificationShareMin)
        )
    }
}

import SealTags

/// How long it takes from a tag that lies there to the word that it is the seal: libnfc's reader process, a simulated PN532
/// and NTAG 424 DNA.
package struct ProofMeasure: Sendable {
    /// What the bytes of AuthenticateEV2First alone take on a line of 115,200 baud, ten bits each, with the PN532's frames
    /// around them, both ways.
    private static let wireMilliseconds = 13.0
    private static let repetitionCount = 60
    private static let radioMilliseconds = 5

    private let readerExecutable: String

    /// Measures the reader program at a path.
    package init(readerExecutable: String) { self.readerExecutable = readerExecutable }

    /// Measures at the pace of real hardware, without radio, and without pace.
    package func measure() async throws -> BenchReport {
        var report = BenchReport(
            "prove",
            parameters: [
                "repetitions": Double(Self.repetitionCount),
                "radio milliseconds": Double(Self.radioMilliseconds),
                "baud": 115_200,
            ]
        )
        let real = "present to proved on a paced line with radio"
        report.add(real, try await durations(isPaced: true, radioMilliseconds: Self.radioMilliseconds))
        report.add(
            "present to proved on a paced line",
            try await durations(isPaced: true, radioMilliseconds: 0)
        )
        report.add(
            "present to proved, software alone",
            try await durations(isPaced: false, radioMilliseconds: 0)
        )
        report.hold(
            "\(real), median",
            against: "the wire alone for AuthenticateEV2First, 13 ms",
            Self.wireMilliseconds
        )
        return report
    }

    private func durations(isPaced: Bool, radioMilliseconds: Int) async throws -> [Duration] {
        let configuration = RigConfiguration(
            cabinets: [.init(name: "bench", slotCount: 1)],
            radioMilliseconds: radioMilliseconds,
            isPaced: isPaced
        )
        return try await withRunningRig(configuration) { try await durations(at: $0) }
    }

    private func durations(at rig: RunningRig) async throws -> [Duration] {
        try rig.client.makeTag("seal")
        try rig.client.put("seal", on: "bench/front")
        let supervisor = TagReaderSupervisor(
            name: "front",
            launch: .spawn(executable: readerExecutable, port: rig.folder.frontReader("bench"))
        )
        let examiner = TagExaminer(ledger: FailureBook(FailureBudget()) { _ in })
        let clock = ContinuousClock()
        var durations: [Duration] = []
        // The first look opens the line, which happens once in a reader's life.
        for number in 0...Self.repetitionCount {
            let start = clock.now
            let grade = try await supervisor.withTag { tag throws(TagError) in
                try await examiner.prove(tag, uid: tag.target.uid, keyNumber: .presence, key: .factory)
            }
            let duration = start.duration(to: clock.now)
            guard case .proved? = grade else { throw FleetError(.outcome, "the tag did not prove itself") }
            try await supervisor.release()
            if number > 0 { durations.append(duration) }
        }
        await supervisor.stop()
        return durations
    }
}

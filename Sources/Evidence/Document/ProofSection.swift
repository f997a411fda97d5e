package import Records

/// Single records of one log in a file of evidence, each with its proof (C2SP tlog-proof) under one signed head.
package struct ProofSection: Sendable, Equatable {
    /// The most records of a section.
    package static let recordCountMax = 4_096

    /// One record and the proof that it stands in the log.
    package struct ProvedEntry: Sendable, Equatable {
        /// The record as shown.
        package let entry: LogSection.Entry
        /// Its place under the head; the note carries every signature that is kept.
        package let proof: LogProof

        /// A record with its proof.
        package init(entry: LogSection.Entry, proof: LogProof) {
            self.entry = entry
            self.proof = proof
        }
    }

    /// Which log.
    package let subject: LogSection.Subject
    /// The log's origin.
    package let origin: Origin
    /// The records, their indices rising.
    package let entries: [ProvedEntry]
    /// The line of the file at which the section begins; 0 where it was not read from one.
    package let line: Int

    /// The line of each record; counting them anew for each would take as long as the square of their number.
    private let lines: [Int]

    /// A section.
    package init(subject: LogSection.Subject, origin: Origin, entries: [ProvedEntry], line: Int = 0) {
        self.subject = subject
        self.origin = origin
        self.entries = entries
        self.line = line
        var lines: [Int] = []
        var next = line + 1
        for entry in entries {
            lines.append(next)
            next += 2 + Self.lineCount(entry.proof)
        }
        self.lines = lines
    }

    /// The line of one record; its proof begins one line below.
    func line(of entry: Int) -> Int { lines[entry] }

    /// The number of lines of a proof.
    static func lineCount(_ proof: LogProof) -> Int { proof.bytes.count { $0 == UInt8(ascii: "\n") } }
}

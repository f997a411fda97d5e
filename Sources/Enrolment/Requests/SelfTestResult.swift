package import Records

/// What the cabinet found when it tested one part of itself before asking to be enrolled.
package struct SelfTestResult: Canonical, Hashable {
    /// How a test came out.
    package enum Outcome: Int64, Canonical, CaseIterable {
        /// The part did what it should.
        case passed = 0
        /// The part is there and did not.
        case failed = 1
        /// The configuration names a part that does not answer.
        case absent = 2

        package var canonical: CBOR { .integer(rawValue) }

        package init(canonical: CBOR) throws(RecordsError) {
            guard let value = Outcome(rawValue: try Int64(canonical: canonical)) else {
                throw RecordsError(.unknownVersion, "this outcome of a self-test is newer than this program")
            }
            self = value
        }
    }

    /// The most bytes of a name.
    package static let nameByteCountMax = 40
    /// The most bytes of the sentence.
    package static let noteByteCountMax = 120

    /// What was tested, for example `lock 3`, `reader slot-2`, `clock`.
    package let name: String
    /// How it came out.
    package let outcome: Outcome
    /// What was measured or seen, in English; empty when there is nothing to add.
    package let note: String

    /// A result.
    package init(name: String, outcome: Outcome, note: String = "") {
        self.name = name
        self.outcome = outcome
        self.note = note
    }

    package var canonical: CBOR { .array([name.canonical, outcome.canonical, note.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 3 else {
            throw RecordsError(.malformed, "a result of a self-test is a name, an outcome and a sentence")
        }
        name = try String(canonical: parts[0])
        outcome = try Outcome(canonical: parts[1])
        note = try String(canonical: parts[2])
        guard (1...Self.nameByteCountMax).contains(name.utf8.count), note.utf8.count <= Self.noteByteCountMax
        else {
            throw RecordsError(.tooLarge, "a result of a self-test has a name or a sentence that is too long")
        }
    }
}

/// What a witness answered to a submission, as the HTTP status and media type say it (C2SP tlog-witness, add-checkpoint).
package enum WitnessAnswer: Hashable, Sendable {
    /// Signature lines, which nobody has verified yet (200).
    case lines([UInt8])
    /// The witness cosigned this size last: prove from there (409 with a size).
    case stale(size: UInt64)
    /// The checkpoint contradicts what the witness cosigned before (409 without a size, 422).
    case contradicted
    /// The witness does not know this log (404), its key (403), or the form of the request (400); or does not work.
    case refused(status: Int)

    /// The most bytes of an answer: a line for each of several keys.
    package static let byteCountMax = 16_384

    /// Reads an answer; `mediaType` without parameters, empty where there is none.
    package init(status: Int, mediaType: String, body: [UInt8]) {
        switch status {
        case 200: self = .lines(body)
        case 409 where mediaType == WitnessSubmission.sizeMediaType:
            guard body.last == UInt8(ascii: "\n"),
                let text = String(validating: body.dropLast(), as: UTF8.self), let size = Decimal.parse(text),
                size <= TreeHead.sizeMax
            else {
                self = .refused(status: status)
                return
            }
            self = .stale(size: size)
        case 409, 422: self = .contradicted
        default: self = .refused(status: status)
        }
    }
}

extension SignedNote {
    /// The note with the line of one witness out of its answer, verified; other lines are left aside.
    ///
    /// - Throws: `.malformed` for what are no signature lines, `.refused` where the witness has no line there, `.mismatch`
    ///   where its line does not verify.
    package func adding(answer lines: [UInt8], of witness: NoteVerifierKey) throws(RecordsError) -> SignedNote
    {
        let answered = try SignedNote(parsing: text + [UInt8(ascii: "\n")] + lines)
        guard let line = try answered.verified(by: [witness])[witness] else {
            throw RecordsError(.refused, "the answer of \(witness.name) has no line by its key")
        }
        return try adding(line)
    }
}

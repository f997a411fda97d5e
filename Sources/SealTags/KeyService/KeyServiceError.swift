package import Records

/// Why the tag-key service gave no keys.
///
/// Travels in answers, so that headquarters can say to people what the service said. Equality is on the code.
package struct KeyServiceError: Error, Canonical, CustomStringConvertible {
    /// What kind of refusal it is; the numbers stand in answers and are never reused.
    package struct Code: RawRepresentable, Hashable, Sendable {
        /// The number in an answer.
        package let rawValue: UInt64

        package init(rawValue: UInt64) { self.rawValue = rawValue }

        /// Bytes that are no request, or a request of another version.
        package static let malformed = Code(rawValue: 0)
        /// More than a limit of the protocol.
        package static let tooLarge = Code(rawValue: 1)
        /// Records of `authority` that do not follow the last one here; ask for the status and begin there.
        package static let outOfOrder = Code(rawValue: 2)
        /// Signed by too few, by others, or not for this text.
        package static let notAuthorised = Code(rawValue: 3)
        /// Made for another organisation.
        package static let otherOrganisation = Code(rawValue: 4)
        /// A cabinet that officers have not enrolled, as far as the service has been shown `authority`.
        package static let unknownCabinet = Code(rawValue: 5)
        /// A cabinet whose takes were stopped gets no keys.
        package static let suspendedCabinet = Code(rawValue: 6)
        /// A cabinet of another site than the job's.
        package static let otherSite = Code(rawValue: 7)
        /// The job or order was used before; what it gave can be recalled.
        package static let spent = Code(rawValue: 8)
        /// More than the service gives in an hour.
        package static let rateLimited = Code(rawValue: 9)
        /// A tag that no job of this service personalised, or a job that was never used.
        package static let unknownTag = Code(rawValue: 10)
        /// The receipt could not be written, so nothing was given.
        package static let storage = Code(rawValue: 11)
        /// The cryptographic library refused.
        package static let cryptography = Code(rawValue: 12)
        /// Nobody answers at the socket, or not in time.
        package static let unreachable = Code(rawValue: 13)
        /// Keys or files that do not open or were changed.
        package static let damaged = Code(rawValue: 14)
        /// A setting that cannot be used.
        package static let invalidArgument = Code(rawValue: 15)
    }

    /// What kind of refusal it is.
    package let code: Code
    /// What went wrong and what to do.
    package let message: String

    /// An error with its sentence.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    package var description: String { message }

    package var canonical: CBOR { .array([code.rawValue.canonical, message.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a refusal is a code and a sentence")
        }
        code = Code(rawValue: try UInt64(canonical: parts[0]))
        message = try String(canonical: parts[1])
    }
}

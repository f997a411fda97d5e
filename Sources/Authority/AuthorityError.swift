/// Why a statement, a grant or a note does not count.
package struct AuthorityError: Error, Equatable, CustomStringConvertible {
    /// What went wrong, for code that must tell cases apart.
    package struct Code: Hashable, Sendable {
        private enum Value {
            case malformed, unknownKind, otherOrganisation, signatureInvalid, signersInsufficient,
                versionNotRising
            case unknownSubject, removed, outOfTime, notFresh, keyInUse, notWitnessed, cutTooEarly
        }
        private let value: Value

        /// The bytes are not a statement of the kind that the record says.
        package static let malformed = Code(value: .malformed)
        /// A kind that this program does not know.
        package static let unknownKind = Code(value: .unknownKind)
        /// Made for another organisation.
        package static let otherOrganisation = Code(value: .otherOrganisation)
        /// A signature does not verify: forged or changed.
        package static let signatureInvalid = Code(value: .signatureInvalid)
        /// Fewer valid signers than the threshold, or the wrong people.
        package static let signersInsufficient = Code(value: .signersInsufficient)
        /// A version or generation that does not follow the one in force: a replay.
        package static let versionNotRising = Code(value: .versionNotRising)
        /// Names a site, cabinet, person, rule or officer that is not known.
        package static let unknownSubject = Code(value: .unknownSubject)
        /// The subject was taken away after this was made.
        package static let removed = Code(value: .removed)
        /// Not yet or no longer valid.
        package static let outOfTime = Code(value: .outOfTime)
        /// A key that is in force for somebody else: one hand would sign for two.
        package static let keyInUse = Code(value: .keyInUse)
        /// It would count, but those who signed it, or what it names, wait for witnesses.
        package static let notWitnessed = Code(value: .notWitnessed)
        /// A log would end before a head of it that is known.
        package static let cutTooEarly = Code(value: .cutTooEarly)
        /// Does not answer the nonce it should.
        package static let notFresh = Code(value: .notFresh)
    }

    /// What went wrong.
    package let code: Code
    /// One sentence for a log, a finding or a screen.
    package let message: String

    /// An error with its sentence.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: AuthorityError, right: AuthorityError) -> Bool { left.code == right.code }

    package var description: String { message }
}

package import Authority
package import Records

/// What kind of statement some bytes are, and where it belongs.
package struct ProposedKind: Sendable, Equatable {
    /// The log that takes a statement.
    package enum Destination: Sendable, Equatable {
        /// The log `authority`.
        case authority
        /// The policy of the site that this cabinet belongs to.
        case policyOfCabinet(String)
        /// The policy of a site that the statement does not name.
        case policy
    }

    /// The kind.
    package let kind: RecordKind
    /// Its name in English, as the signing tool shows it.
    package let title: String
    /// Who must sign.
    package let signers: Signers
    /// Where it belongs.
    package let destination: Destination

    package static func == (left: ProposedKind, right: ProposedKind) -> Bool {
        left.kind == right.kind && left.destination == right.destination
    }

    /// Reads bytes as the kind that they say to be.
    ///
    /// - Throws: `malformed` for bytes that are no statement of a kind that can be proposed.
    package init(of bytes: [UInt8]) throws(HeadquartersError) {
        do throws(RecordsError) {
            self = try Self.read(bytes)
        } catch {
            throw HeadquartersError(error)
        }
    }

    private init<Given: Statement>(_ type: Given.Type, _ destination: Destination) {
        kind = Given.kind
        title = Given.title
        signers = Given.signers
        self.destination = destination
    }

    private static func read(_ bytes: [UInt8]) throws(RecordsError) -> ProposedKind {
        guard case .map(let map) = try CBOR(decoding: bytes), case .integer(let number)? = map[0],
            let raw = UInt64(exactly: number)
        else { throw RecordsError(.malformed, "the bytes are no statement") }
        switch RecordKind(rawValue: raw) {
        case .root: return try checked(RootStatement.self, bytes) { _ in .authority }
        case .services: return try checked(ServicesStatement.self, bytes) { _ in .authority }
        case .officers: return try checked(OfficersStatement.self, bytes) { _ in .authority }
        case .rules: return try checked(RulesStatement.self, bytes) { _ in .authority }
        case .witnessPolicy: return try checked(WitnessPolicyStatement.self, bytes) { _ in .authority }
        case .site: return try checked(SiteStatement.self, bytes) { _ in .authority }
        case .logEpochs: return try checked(LogEpochsStatement.self, bytes) { _ in .authority }
        case .cabinet: return try checked(CabinetStatement.self, bytes) { _ in .authority }
        case .cabinetEpoch: return try checked(EpochStatement.self, bytes) { _ in .authority }
        case .approver: return try checked(ApproverStatement.self, bytes) { _ in .authority }
        case .lockMap:
            return try checked(LockMapStatement.self, bytes) { .policyOfCabinet($0.cabinet) }
        case .seal: return try checked(SealStatement.self, bytes) { .policyOfCabinet($0.cabinet) }
        case .tagJob: return try checked(TagJobStatement.self, bytes) { .policyOfCabinet($0.cabinet) }
        case .person: return try checked(PersonStatement.self, bytes) { _ in .policy }
        case .credential: return try checked(CredentialStatement.self, bytes) { _ in .policy }
        default:
            throw RecordsError(.malformed, "a statement of kind \(number) cannot be proposed here")
        }
    }

    private static func checked<Given: Statement>(
        _ type: Given.Type,
        _ bytes: [UInt8],
        _ destination: (Given) -> Destination
    ) throws(RecordsError) -> ProposedKind {
        ProposedKind(type, destination(try Given(decoding: bytes)))
    }
}

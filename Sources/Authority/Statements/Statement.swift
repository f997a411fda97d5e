package import Records

/// Who must sign a kind of statement.
package enum Signers: Sendable {
    /// `threshold` of the owners of the root in force.
    case owners
    /// Two security officers in force ("two officers").
    case officers
    /// The approvers that the seal's rule asks for (``Approval``).
    case approvers
}

/// Something that gives, written down canonically so that people can sign exactly it.
///
/// Every statement is a map: 0 kind, 1 version of the format, 2 organisation, 3 the size of `authority` it was made under
/// (absent in root v1), 4… its own fields. Field 3 keeps headquarters from saving a signed statement for a day on which its
/// signers have thought better of it: what was taken away at or after that position stays taken.
package protocol Statement: Canonical {
    /// The kind of statement; also the kind of the record that carries it.
    static var kind: RecordKind { get }
    /// Who must sign.
    static var signers: Signers { get }
    /// The name that people read in the signing tool.
    static var title: String { get }
    /// What all statements share.
    var head: StatementHead { get }
    /// The kind's own fields, keys 4–23.
    var fields: CBORMap { get }
    /// Reads the kind's own fields.
    init(head: StatementHead, fields: inout Fields) throws(RecordsError)
}

/// What all statements share.
package struct StatementHead: Hashable, Sendable {
    /// The organisation's DNS name, the first part of all origins.
    package let organisation: String
    /// The size of `authority` that the signers knew; 0 before there is one.
    package let madeUnder: UInt64

    /// A head for the organisation, made knowing `madeUnder` leaves of `authority`.
    package init(organisation: String, madeUnder: UInt64) {
        self.organisation = organisation
        self.madeUnder = madeUnder
    }
}

extension Statement {
    /// The version of the formats in this module.
    package static var formatVersion: UInt64 { 1 }

    package var canonical: CBOR {
        var map = fields
        map[0] = Self.kind.rawValue.canonical
        map[1] = Self.formatVersion.canonical
        map[2] = head.organisation.canonical
        map[3] = head.madeUnder == 0 ? nil : head.madeUnder.canonical
        return .map(map)
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a statement (\(Self.title))")
        let kind: UInt64 = try fields.value(0)
        guard kind == Self.kind.rawValue else {
            throw RecordsError(
                .malformed,
                "a statement of kind \(kind) stands where \(Self.title) is expected"
            )
        }
        let version: UInt64 = try fields.value(1)
        guard version == Self.formatVersion else {
            throw RecordsError(
                .unknownVersion,
                "version \(version) of \(Self.title) is newer than this program"
            )
        }
        let organisation: String = try fields.value(2)
        let madeUnder: UInt64? = try fields.optional(3)
        guard madeUnder != 0 else { throw RecordsError(.notCanonical, "position 0 is written as no field") }
        self = try Self(
            head: StatementHead(organisation: organisation, madeUnder: madeUnder ?? 0),
            fields: &fields
        )
        try fields.finish()
    }
}

extension RecordKind {
    /// Stands for the kind of a leaf that could not be read.
    package static let unreadable = RecordKind(rawValue: 0)
    /// ``RootStatement``.
    package static let root = RecordKind(rawValue: 1_000)
    /// ``ServicesStatement``.
    package static let services = RecordKind(rawValue: 1_001)
    /// ``OfficersStatement``.
    package static let officers = RecordKind(rawValue: 1_002)
    /// ``RulesStatement``.
    package static let rules = RecordKind(rawValue: 1_003)
    /// ``WitnessPolicyStatement``.
    package static let witnessPolicy = RecordKind(rawValue: 1_004)
    /// ``SiteStatement``.
    package static let site = RecordKind(rawValue: 1_005)
    /// ``LogEpochsStatement``.
    package static let logEpochs = RecordKind(rawValue: 1_006)
    /// ``CabinetStatement``.
    package static let cabinet = RecordKind(rawValue: 1_010)
    /// ``ApproverStatement``.
    package static let approver = RecordKind(rawValue: 1_011)
    /// ``EpochStatement``.
    package static let cabinetEpoch = RecordKind(rawValue: 1_012)
    /// ``LockMapStatement``.
    package static let lockMap = RecordKind(rawValue: 1_020)
    /// ``PersonStatement``.
    package static let person = RecordKind(rawValue: 1_021)
    /// ``CredentialStatement``.
    package static let credential = RecordKind(rawValue: 1_022)
    /// ``SealStatement``.
    package static let seal = RecordKind(rawValue: 1_023)
    /// ``GrantStatement``, with its approvals.
    package static let grant = RecordKind(rawValue: 1_024)
    /// ``TagJobStatement``.
    package static let tagJob = RecordKind(rawValue: 1_025)
}

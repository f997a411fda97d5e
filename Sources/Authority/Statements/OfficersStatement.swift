package import Records

/// One officer: a person with a key of their own that headquarters never holds.
package struct Officer: Canonical, Hashable {
    /// The officer, by the id that records use.
    package let person: Identifier<Person>
    /// Ed25519 public key.
    package let key: Bytes
    /// Signs approvers, rights, seals, cabinets.
    package let isSecurityOfficer: Bool
    /// Answers the night phone.
    package let isDutyOfficer: Bool

    /// An officer with at least one duty.
    package init(person: Identifier<Person>, key: Bytes, isSecurityOfficer: Bool, isDutyOfficer: Bool) {
        self.person = person
        self.key = key
        self.isSecurityOfficer = isSecurityOfficer
        self.isDutyOfficer = isDutyOfficer
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: person.canonical, 1: key.canonical, 2: .flag(isSecurityOfficer), 3: .flag(isDutyOfficer),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an officer")
        person = try fields.value(0)
        key = try fields.value(1)
        isSecurityOfficer = try fields.flag(2)
        isDutyOfficer = try fields.flag(3)
        try fields.finish()
        guard key.bytes.count == 32 else { throw RecordsError(.malformed, "an officer's key has 32 bytes") }
    }
}

/// Who the officers are.
///
/// Signed by owners.
package struct OfficersStatement: Statement {
    package static let kind = RecordKind.officers
    package static let signers = Signers.owners
    package static let title = "officers"
    /// More officers than any company names.
    package static let officerCountMax = 32

    package let head: StatementHead
    /// Counts versions; only a larger one replaces this.
    package let version: UInt64
    /// All officers.
    package let officers: [Officer]

    /// The whole list of officers, in place of the one before.
    package init(head: StatementHead, version: UInt64, officers: [Officer]) {
        self.head = head
        self.version = version
        self.officers = officers
    }

    /// The keys of the security officers.
    package var securityKeys: [[UInt8]] { officers.filter(\.isSecurityOfficer).map(\.key.bytes) }

    package var fields: CBORMap { CBORMap([4: version.canonical, 5: .list(officers)]) }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        version = try fields.value(4)
        officers = try fields.list(5, countMax: Self.officerCountMax)
        guard Set(officers.map(\.key)).count == officers.count,
            Set(officers.map(\.person)).count == officers.count
        else {
            throw RecordsError(.malformed, "an officer stands there twice")
        }
    }
}

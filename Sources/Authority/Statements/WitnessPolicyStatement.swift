package import Records

/// A cosigner outside of headquarters.
package struct Witness: Canonical, Hashable {
    /// The name in its signature lines.
    package let name: String
    /// Ed25519 public key of its cosignatures (C2SP cosignature/v1).
    package let key: Bytes

    /// A witness by the name and key of its signature lines.
    package init(name: String, key: Bytes) {
        self.name = name
        self.key = key
    }

    package var canonical: CBOR { .array([name.canonical, key.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a witness is a name and a key")
        }
        name = try String(canonical: parts[0])
        key = try Bytes(canonical: parts[1])
        guard key.bytes.count == 32 else { throw RecordsError(.malformed, "a witness's key has 32 bytes") }
    }
}

/// Whose cosignatures a head of `authority` needs before giving records under it count.
///
/// Signed by owners.
///
/// It counts at once, without the old witnesses: otherwise three broken cabinets would end all change for good. Each change
/// is a finding everywhere.
package struct WitnessPolicyStatement: Statement {
    package static let kind = RecordKind.witnessPolicy
    package static let signers = Signers.owners
    package static let title = "witness policy"
    /// Signature lines of a note are limited to 16; headquarters' own take four.
    package static let witnessCountMax = 12

    package let head: StatementHead
    /// Counts versions; only a larger one replaces this.
    package let version: UInt64
    /// Empty until cabinets are enrolled; may stay so in *single* and *pair*.
    package let witnesses: [Witness]

    /// The whole list of witnesses, in place of the one before.
    package init(head: StatementHead, version: UInt64, witnesses: [Witness]) {
        self.head = head
        self.version = version
        self.witnesses = witnesses
    }

    /// How many must have cosigned: a majority.
    package var threshold: Int { witnesses.isEmpty ? 0 : witnesses.count / 2 + 1 }

    package var fields: CBORMap { CBORMap([4: version.canonical, 5: .list(witnesses)]) }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        version = try fields.value(4)
        witnesses = try fields.list(5, countMax: Self.witnessCountMax)
        guard Set(witnesses.map(\.name)).count == witnesses.count,
            Set(witnesses.map(\.key)).count == witnesses.count
        else { throw RecordsError(.malformed, "a witness stands there twice") }
    }
}

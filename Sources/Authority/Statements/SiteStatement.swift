package import Records

/// A site and the key of one epoch of its `policy` log.
///
/// Signed by owners.
package struct SiteStatement: Statement {
    package static let kind = RecordKind.site
    package static let signers = Signers.owners
    package static let title = "site"

    package let head: StatementHead
    /// Counts versions of this site; only a larger one replaces this.
    package let version: UInt64
    /// The name in the origin of the site's log: a–z, 0–9 and hyphens.
    package let site: String
    /// What people read, for example 杭州延安路支行.
    package let name: String
    /// The part of the organisation, from the top, for example 华东/浙江.
    package let unit: String
    /// The epoch of the site's log that the key signs.
    package let policyEpoch: UInt64
    /// Ed25519 public key of that epoch.
    package let policyKey: Bytes

    /// A site with the key of its log.
    package init(
        head: StatementHead,
        version: UInt64,
        site: String,
        name: String,
        unit: String,
        policyEpoch: UInt64,
        policyKey: Bytes
    ) {
        self.head = head
        self.version = version
        self.site = site
        self.name = name
        self.unit = unit
        self.policyEpoch = policyEpoch
        self.policyKey = policyKey
    }

    package var fields: CBORMap {
        CBORMap([
            4: version.canonical, 5: site.canonical, 6: name.canonical, 7: unit.canonical,
            8: policyEpoch.canonical,
            9: policyKey.canonical,
        ])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        version = try fields.value(4)
        site = try fields.value(5)
        name = try fields.value(6)
        unit = try fields.value(7)
        policyEpoch = try fields.value(8)
        policyKey = try fields.value(9)
        try Self.check(keys: [policyKey])
        try Self.check(label: site)
    }
}

extension Statement {
    /// Refuses a name that cannot stand in an origin.
    static func check(label: String) throws(RecordsError) {
        guard !label.isEmpty, label.utf8.count <= 40,
            label.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else {
            throw RecordsError(
                .malformed,
                "«\(label)» is not a name of at most 40 letters a–z, digits and hyphens"
            )
        }
    }
}

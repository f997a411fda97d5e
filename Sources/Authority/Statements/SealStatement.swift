package import Cryptography
package import Records

/// A seal, its tag, its place and its rule.
///
/// Signed by two officers.
package struct SealStatement: Statement {
    package static let kind = RecordKind.seal
    package static let signers = Signers.officers
    package static let title = "seal"

    package let head: StatementHead
    /// Names the seal for life.
    package let seal: Identifier<Seal>
    /// Counts versions of this seal; only a larger one replaces this.
    package let version: UInt64
    /// What people read, for example 合同专用章（2）.
    package let name: String
    /// The tag in its body.
    package let tag: TagReference
    /// What the tag can prove.
    package let grade: TagGrade
    /// The cabinet where it lives.
    package let cabinet: String
    /// Its drawer there.
    package let drawer: UInt64
    /// The name of its rule in ``RulesStatement``.
    package let rule: String
    /// SHA-256 of the picture of its impression, which screens show; nil where there is none.
    package let impression: Digest?

    /// A seal in its place.
    package init(
        head: StatementHead,
        seal: Identifier<Seal>,
        version: UInt64,
        name: String,
        tag: TagReference,
        grade: TagGrade,
        cabinet: String,
        drawer: UInt64,
        rule: String,
        impression: Digest? = nil
    ) {
        self.head = head
        self.seal = seal
        self.version = version
        self.name = name
        self.tag = tag
        self.grade = grade
        self.cabinet = cabinet
        self.drawer = drawer
        self.rule = rule
        self.impression = impression
    }

    package var fields: CBORMap {
        CBORMap([
            4: seal.canonical, 5: version.canonical, 6: name.canonical, 7: tag.canonical, 8: grade.canonical,
            9: cabinet.canonical, 10: drawer.canonical, 11: rule.canonical,
            12: impression?.canonical,
        ])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        seal = try fields.value(4)
        version = try fields.value(5)
        name = try fields.value(6)
        tag = try fields.value(7)
        grade = try fields.value(8)
        cabinet = try fields.value(9)
        drawer = try fields.value(10)
        rule = try fields.value(11)
        impression = try fields.optional(12)
        try Self.check(label: cabinet)
        guard grade > .refused else {
            throw RecordsError(.malformed, "a tag of grade «refused» cannot carry a seal")
        }
    }
}

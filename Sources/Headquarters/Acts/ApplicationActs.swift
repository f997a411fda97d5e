package import Authority
package import Cryptography
package import Records

/// The detail of `applicationFiled`; the subject names application and grant.
package struct ApplicationFiled: Canonical, Hashable {
    /// The application's number, for people: year and running number.
    package let number: String
    /// The grant's canonical bytes, which approvers sign.
    package let grant: Bytes

    /// An application.
    package init(number: String, grant: [UInt8]) {
        self.number = number
        self.grant = Bytes(grant)
    }

    package var canonical: CBOR { .map(CBORMap([0: number.canonical, 1: grant.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an application")
        number = try fields.value(0)
        grant = try fields.value(1)
        try fields.finish()
    }
}

/// The detail of `approvalReceived`.
package struct ApprovalReceived: Canonical, Hashable {
    /// SHA-256 of the grant's bytes.
    package let grant: Digest
    /// The approval as received.
    package let approval: Approval

    /// An approval of a grant.
    package init(grant: Digest, approval: Approval) {
        self.grant = grant
        self.approval = approval
    }

    package var canonical: CBOR { .map(CBORMap([0: grant.canonical, 1: approval.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an approval of a grant")
        grant = try fields.value(0)
        approval = try fields.value(1)
        try fields.finish()
    }
}

/// The detail of `grantGiven` and `applicationEnded`.
package struct ApplicationEnded: Canonical, Hashable {
    /// SHA-256 of the grant's bytes.
    package let grant: Digest
    /// The leaf's index in the site's policy, where it was given.
    package let index: UInt64?
    /// Why it ended otherwise, in words.
    package let reason: String

    /// The end of an application.
    package init(grant: Digest, index: UInt64? = nil, reason: String = "") {
        self.grant = grant
        self.index = index
        self.reason = reason
    }

    package var canonical: CBOR {
        .map(CBORMap([0: grant.canonical, 1: index?.canonical, 2: reason.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "the end of an application")
        grant = try fields.value(0)
        index = try fields.optional(1)
        reason = try fields.value(2)
        try fields.finish()
    }
}

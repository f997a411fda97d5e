package import Authority
package import Cryptography
package import Records

/// How far the service is.
package struct KeyServiceStatus: Canonical, Hashable {
    /// The organisation that it serves.
    package let organisation: String
    /// The root statement's digest under which it judges.
    package let pinnedRoot: Digest
    /// How many leaves of `authority` it has folded; the next stretch begins here.
    package let authoritySize: UInt64
    /// Up to which size witnesses have cosigned, as far as it was shown.
    package let witnessedSize: UInt64
    /// The key that signs its deliveries: `tagServiceKey` of the owners' statement.
    package let publicKey: Bytes

    /// A status with all its fields.
    package init(
        organisation: String,
        pinnedRoot: Digest,
        authoritySize: UInt64,
        witnessedSize: UInt64,
        publicKey: Bytes
    ) {
        self.organisation = organisation
        self.pinnedRoot = pinnedRoot
        self.authoritySize = authoritySize
        self.witnessedSize = witnessedSize
        self.publicKey = publicKey
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: organisation.canonical, 1: pinnedRoot.canonical, 2: authoritySize.canonical,
                3: witnessedSize.canonical, 4: publicKey.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "the status of the tag-key service")
        organisation = try fields.value(0)
        pinnedRoot = try fields.value(1)
        authoritySize = try fields.value(2)
        witnessedSize = try fields.value(3)
        publicKey = try fields.value(4)
        try fields.finish()
    }
}

/// What the tag-key service answers.
///
/// A map: 0 version of the protocol, 1 number of the answer, 2 its content.
package enum KeyServiceAnswer: Canonical {
    case status(KeyServiceStatus)
    /// One delivery per cabinet, each opened by that cabinet alone.
    case deliveries([TagKeyDelivery])
    case refused(KeyServiceError)

    package var canonical: CBOR {
        let (number, content): (UInt64, CBOR?) =
            switch self {
            case .status(let status): (0, status.canonical)
            case .deliveries(let deliveries): (1, .list(deliveries))
            case .refused(let error): (2, error.canonical)
            }
        return .map(
            CBORMap([0: KeyServiceRequest.version.canonical, 1: number.canonical, 2: content])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an answer of the tag-key service")
        let version: UInt64 = try fields.value(0)
        guard version == KeyServiceRequest.version else {
            throw RecordsError(.unknownVersion, "version \(version) of the tag-key service is not known here")
        }
        let number: UInt64 = try fields.value(1)
        switch number {
        case 0: self = .status(try fields.value(2))
        // The job's own cabinet need not be in the list, so there may be one more.
        case 1: self = .deliveries(try fields.list(2, countMax: KeyServiceLimits.cabinetCountMax + 1))
        case 2: self = .refused(try fields.value(2))
        default: throw RecordsError(.malformed, "answer \(number) of the tag-key service is not known here")
        }
        try fields.finish()
    }
}

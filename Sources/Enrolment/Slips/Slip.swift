import Authority
package import Cryptography
package import Records

/// What an enrolment slip names; the type keeps its ids apart from others.
package enum SlipSubject {}

/// What the installer brings to a cabinet: whose it will be, how it reaches headquarters, until when, and a secret.
///
/// A map: 0 format version, 1 id, 2 organisation, 3 cabinet, 4 version of the cabinet's statement, 5 site, 6 name,
/// 7 digest of root v1, 8 notes key, 9 replication key, 10 enrolment key, 11 replication endpoints, 12 enrolment endpoints,
/// 13 expiry, 14 secret.
package struct Slip: Canonical, Hashable {
    /// The most endpoints of each kind.
    package static let endpointCountMax = 4
    /// The most bytes of an endpoint.
    package static let endpointByteCountMax = 120
    /// The most bytes of the name that people read.
    package static let nameByteCountMax = 120
    /// The number of bytes of the secret.
    package static let secretByteCount = 32
    /// The version of the format.
    package static let formatVersion: UInt64 = 1

    /// Names the slip.
    package let slip: Identifier<SlipSubject>
    /// The organisation's DNS name.
    package let organisation: String
    /// The name that the cabinet will have in its origins.
    package let cabinet: String
    /// The version of the cabinet's statement that will answer: 1, or one more at each replacement.
    package let cabinetVersion: UInt64
    /// The site to which it will belong.
    package let site: String
    /// What people will read, for example 1 号柜.
    package let name: String
    /// SHA-256 of root v1, which people compare on site.
    package let root: Digest
    /// Signs this slip; the `authority` log must name the same.
    package let notesKey: Bytes
    /// The CURVE key of the replication endpoint.
    package let transportKey: Bytes
    /// The CURVE key of the enrolment endpoint.
    package let enrolmentKey: Bytes
    /// Where to replicate, for example `tcp://hq.example.org:7443`.
    package let replicationEndpoints: [String]
    /// Where to enrol.
    package let enrolmentEndpoints: [String]
    /// The last moment to redeem it, in milliseconds since 1970.
    package let expiry: Int64
    /// Known to the slip's bearer and headquarters only; a request carries a code under it.
    package let secret: SecretBytes

    /// A slip with fresh id and secret.
    package init(
        organisation: String,
        cabinet: String,
        cabinetVersion: UInt64,
        site: String,
        name: String,
        root: Digest,
        headquarters: HeadquartersKeys,
        replicationEndpoints: [String],
        enrolmentEndpoints: [String],
        expiry: Int64
    ) throws(EnrolmentError) {
        let (id, secret) = try withCryptography { () throws(CryptographyError) in
            (
                try SecureRandom.bytes(Identifier<SlipSubject>.byteCount),
                try SecretBytes(randomByteCount: Self.secretByteCount)
            )
        }
        guard let slip = Identifier<SlipSubject>(id) else {
            throw EnrolmentError(.cryptography, "a fresh id has another length than asked for")
        }
        self.slip = slip
        self.secret = secret
        self.organisation = organisation
        self.cabinet = cabinet
        self.cabinetVersion = cabinetVersion
        self.site = site
        self.name = name
        self.root = root
        notesKey = Bytes(headquarters.notes.bytes)
        transportKey = Bytes(headquarters.transport.bytes)
        enrolmentKey = Bytes(headquarters.enrolment.bytes)
        self.replicationEndpoints = replicationEndpoints
        self.enrolmentEndpoints = enrolmentEndpoints
        self.expiry = expiry
        // What a cabinet would refuse is not handed out.
        _ = try withRecords { () throws(RecordsError) in try Slip(canonical: canonical) }
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: Self.formatVersion.canonical, 1: slip.canonical, 2: organisation.canonical,
                3: cabinet.canonical, 4: cabinetVersion.canonical, 5: site.canonical, 6: name.canonical,
                7: root.canonical, 8: notesKey.canonical, 9: transportKey.canonical,
                10: enrolmentKey.canonical, 11: .list(replicationEndpoints), 12: .list(enrolmentEndpoints),
                13: expiry.canonical, 14: .bytes(secret.exposedCopy()),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a slip")
        let version: UInt64 = try fields.value(0)
        guard version == Self.formatVersion else {
            throw RecordsError(.unknownVersion, "a slip of version \(version) is newer than this program")
        }
        slip = try fields.value(1)
        organisation = try fields.value(2)
        cabinet = try fields.value(3)
        cabinetVersion = try fields.value(4)
        site = try fields.value(5)
        name = try fields.value(6)
        root = try fields.value(7)
        notesKey = try fields.value(8)
        transportKey = try fields.value(9)
        enrolmentKey = try fields.value(10)
        replicationEndpoints = try fields.list(11, countMax: Self.endpointCountMax)
        enrolmentEndpoints = try fields.list(12, countMax: Self.endpointCountMax)
        expiry = try fields.value(13)
        let secretBytes: Bytes = try fields.value(14)
        secret = SecretBytes(secretBytes.bytes)
        try fields.finish()
        // The names will stand in origins, so an origin must hold them.
        _ = try Origin("\(organisation)/cabinet/\(cabinet)/acts/e1")
        try CabinetStatement.check(label: cabinet)
        try CabinetStatement.check(label: site)
        guard cabinetVersion >= 1, (1...Self.nameByteCountMax).contains(name.utf8.count),
            secret.count == Self.secretByteCount,
            [notesKey, transportKey, enrolmentKey].allSatisfy({ $0.bytes.count == 32 })
        else {
            throw RecordsError(
                .malformed,
                "a slip names a cabinet, keys of 32 bytes and a secret of 32 bytes"
            )
        }
        guard !replicationEndpoints.isEmpty,
            (replicationEndpoints + enrolmentEndpoints).allSatisfy(Self.isEndpoint)
        else {
            throw RecordsError(.malformed, "an endpoint of a slip is not tcp://HOST:PORT")
        }
    }

    /// Printable ASCII without spaces behind `tcp://`, with a port: what a socket takes and a screen shows whole.
    private static func isEndpoint(_ text: String) -> Bool {
        let prefix = "tcp://"
        guard text.hasPrefix(prefix), text.utf8.count <= endpointByteCountMax,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")),
            case let digits = text[text.index(after: colon)...],
            digits.allSatisfy({ ("0"..."9").contains($0) }),
            let port = UInt16(digits), port > 0
        else { return false }
        return text.utf8.distance(from: text.startIndex, to: colon) > prefix.utf8.count
    }

    /// By the canonical bytes' digest; the secret's bytes are compared in constant time.
    package func hash(into hasher: inout Hasher) { hasher.combine(slip) }
}

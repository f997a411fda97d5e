import Authority
import Cryptography
import Records
import SealTags

/// What the service wrote down before an answer with keys left it.
///
/// A map: 0 version, 1 sequence, 2 time in milliseconds since 1970, 3 form (0 job, 1 presence order), 4 id, 5 UID, 6 key
/// version, 7 site, 8 SHA-256 of the signed request, 9 the deliveries, 10 SHA-256 of the receipt before. The deliveries are
/// sealed to cabinets, so a receipt gives nothing away.
struct Receipt: Canonical {
    enum Form: UInt64 {
        case job = 0
        case presence = 1
    }

    private static let version: UInt64 = 1
    /// The chain's value before the first receipt.
    static let beforeFirst = SHA256.hash(Array("signet/tag-receipts/v1".utf8))

    let sequence: UInt64
    let time: Int64
    let form: Form
    let id: Bytes
    let uid: Bytes
    let keyVersion: UInt64
    let site: String
    let request: Digest
    let deliveries: [TagKeyDelivery]
    let previous: Digest

    init(
        sequence: UInt64,
        time: Int64,
        form: Form,
        id: Bytes,
        uid: Bytes,
        keyVersion: UInt64,
        site: String,
        request: Digest,
        deliveries: [TagKeyDelivery],
        previous: Digest
    ) {
        self.sequence = sequence
        self.time = time
        self.form = form
        self.id = id
        self.uid = uid
        self.keyVersion = keyVersion
        self.site = site
        self.request = request
        self.deliveries = deliveries
        self.previous = previous
    }

    var canonical: CBOR {
        .map(
            CBORMap([
                0: Self.version.canonical, 1: sequence.canonical, 2: time.canonical,
                3: form.rawValue.canonical, 4: id.canonical, 5: uid.canonical, 6: keyVersion.canonical,
                7: site.canonical, 8: request.canonical, 9: .list(deliveries), 10: previous.canonical,
            ])
        )
    }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a receipt of tag keys")
        let version: UInt64 = try fields.value(0)
        guard version == Self.version, let form = Form(rawValue: try fields.value(3)) else {
            throw RecordsError(.unknownVersion, "a receipt of another version or form")
        }
        self.form = form
        sequence = try fields.value(1)
        time = try fields.value(2)
        id = try fields.value(4)
        uid = try fields.value(5)
        keyVersion = try fields.value(6)
        site = try fields.value(7)
        request = try fields.value(8)
        deliveries = try fields.list(9, countMax: KeyServiceLimits.cabinetCountMax + 1)
        previous = try fields.value(10)
        try fields.finish()
    }
}

import Cryptography
import Enrolment
import Records

/// Records of one size, for a backlog: a leaf with two closed groups and the body that opens them.
///
/// They are what the format's smallest whole record is: kind and detail, no actor and no subject, so that no fold takes
/// them for an act. Their kind is one that no program knows.
struct MeasuredRecords {
    /// The bytes of leaf and body together, where the record has no signature of its own.
    static let byteCount = 220

    private static let kind = KindContent(RecordKind(rawValue: 900))
    /// What the own signature adds: its key in the map, its length and 64 bytes.
    private static let signatureByteCount = 67

    private let origin: Origin
    private let actKey: Ed25519PrivateKey?
    private let boot: Identifier<Boot>
    private var next: UInt64
    private var time = HybridTime(milliseconds: 1_800_000_000_000)

    /// Records for a log from an index on; `actKey` signs each where it is given.
    init(_ origin: Origin, from first: UInt64, signedBy actKey: Ed25519PrivateKey? = nil) {
        self.origin = origin
        self.actKey = actKey
        var generator = SystemRandomNumberGenerator()
        boot = Identifier(using: &generator)
        next = first
    }

    /// The next record.
    mutating func make() throws -> Record {
        let salts = try SecureRandom.bytes(2 * GroupContent.saltByteCount)
        let (kindSalt, detailSalt) = (Array(salts.prefix(32)), Array(salts.suffix(32)))
        let empty = try body(kindSalt, detailSalt, detail: [])
        let room = Self.byteCount - empty.encoded.count - (try leaf(empty, isSigned: false)).encoded.count
        let body = try body(kindSalt, detailSalt, detail: [UInt8](repeating: 0x5A, count: max(0, room)))
        let leaf = try leaf(body, isSigned: actKey != nil)
        next += 1
        time = time.next(at: time.milliseconds + 1)
        return Record(leafBytes: leaf.encoded, bodyBytes: body.encoded)
    }

    /// The size of each record, with its own signature where it has one.
    static func byteCount(isSigned: Bool) -> Int { byteCount + (isSigned ? signatureByteCount : 0) }

    private func body(_ kindSalt: [UInt8], _ detailSalt: [UInt8], detail: [UInt8]) throws -> Body {
        guard let kind = GroupContent(salt: kindSalt, bytes: Self.kind.encoded),
            let detail = GroupContent(salt: detailSalt, bytes: CBOR.bytes(detail).encoded)
        else { throw MeasureError("a salt has another length than it should") }
        return Body([.kind: kind, .detail: detail])
    }

    private func leaf(_ body: Body, isSigned: Bool) throws -> Leaf {
        let header = LeafHeader(
            recordClass: .presence,
            sequence: next,
            time: time,
            clockQuality: .unknown,
            boot: boot,
            monotonicMilliseconds: 100_000 + next,
            obeyedHeads: nil,
            commitments: body.commitments
        )
        guard isSigned, let actKey else { return Leaf(header) }
        return try Leaf(header, origin: origin.text, signedBy: actKey)
    }
}

extension MeasuredCabinet {
    /// How many records a backlog is written by at a time: one checkpoint for each.
    static let checkpointCount = 256

    /// Writes a backlog onto the cabinet's disk as the cabinet's own log writer does, with a signed checkpoint each
    /// ``checkpointCount`` records.
    func writeBacklog(_ count: Int, isSigned: Bool = false) throws {
        var writer = try writer()
        var records = MeasuredRecords(
            origin,
            from: writer.head.size,
            signedBy: isSigned ? secrets.act : nil
        )
        var left = count
        while left > 0 {
            let step = min(left, Self.checkpointCount)
            _ = try writer.append(try (0..<step).map { _ in try records.make() })
            left -= step
        }
        try writer.storeCheckpoint()
    }
}

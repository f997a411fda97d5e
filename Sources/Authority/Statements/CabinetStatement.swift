package import Records

/// The public keys that a cabinet made on board.
package struct CabinetKeys: Canonical, Hashable {
    /// The first epoch of the log `acts` that this machine writes (Ed25519).
    package let acts: Bytes
    /// The first epoch of the log `telemetry` that this machine writes (Ed25519).
    package let telemetry: Bytes
    /// Own signatures on human acts and alarms (Ed25519).
    package let act: Bytes
    /// Cosignatures on heads of headquarters' logs (Ed25519).
    package let witness: Bytes
    /// The device key (P-256, uncompressed point of 65 bytes).
    package let device: Bytes
    /// CURVE.
    package let transport: Bytes
    /// What is sealed to this cabinet (X25519).
    package let sealing: Bytes
    /// The commitment to the key of the next epoch of `acts`: SHA-256("signet/next-key/v1" ‖ 00 ‖ key).
    package let nextActs: Bytes

    /// All public keys of a cabinet.
    package init(
        acts: Bytes,
        telemetry: Bytes,
        act: Bytes,
        witness: Bytes,
        device: Bytes,
        transport: Bytes,
        sealing: Bytes,
        nextActs: Bytes
    ) {
        self.acts = acts
        self.telemetry = telemetry
        self.act = act
        self.witness = witness
        self.device = device
        self.transport = transport
        self.sealing = sealing
        self.nextActs = nextActs
    }

    /// Every key, and the commitment.
    package var all: [Bytes] { [acts, telemetry, act, witness, device, transport, sealing, nextActs] }

    package var canonical: CBOR { .array(all.map(\.canonical)) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 8 else {
            throw RecordsError(.malformed, "a cabinet has eight keys")
        }
        var keys: [Bytes] = []
        for part in parts { keys.append(try Bytes(canonical: part)) }
        for (index, key) in keys.enumerated() where key.bytes.count != (index == 4 ? 65 : 32) {
            throw RecordsError(.malformed, "key \(index) of a cabinet has \(key.bytes.count) bytes")
        }
        self.init(
            acts: keys[0],
            telemetry: keys[1],
            act: keys[2],
            witness: keys[3],
            device: keys[4],
            transport: keys[5],
            sealing: keys[6],
            nextActs: keys[7]
        )
    }
}

/// A cabinet belongs to a site and has these keys.
///
/// Signed by two officers, who compared words by phone.
package struct CabinetStatement: Statement {
    package static let kind = RecordKind.cabinet
    package static let signers = Signers.officers
    package static let title = "cabinet"

    package let head: StatementHead
    /// Counts versions of this cabinet: enrolment 1, each replacement one more.
    package let version: UInt64
    /// The name in the origins of its logs: a–z, 0–9 and hyphens.
    package let cabinet: String
    /// The site that it belongs to.
    package let site: String
    /// What people read, for example 1 号柜.
    package let name: String
    /// The public keys that it made on board.
    package let keys: CabinetKeys
    /// The digest of the request that the officers compared.
    package let request: Bytes
    /// Where its record goes on, where it takes the place of another machine; nil for the first one under this name.
    package let replacement: Replacement?

    /// An enrolled cabinet.
    package init(
        head: StatementHead,
        version: UInt64,
        cabinet: String,
        site: String,
        name: String,
        keys: CabinetKeys,
        request: Bytes,
        replacement: Replacement? = nil
    ) {
        self.head = head
        self.version = version
        self.cabinet = cabinet
        self.site = site
        self.name = name
        self.keys = keys
        self.request = request
        self.replacement = replacement
    }

    package var fields: CBORMap {
        CBORMap([
            4: version.canonical, 5: cabinet.canonical, 6: site.canonical, 7: name.canonical,
            8: keys.canonical,
            9: request.canonical, 10: replacement?.canonical,
        ])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        version = try fields.value(4)
        cabinet = try fields.value(5)
        site = try fields.value(6)
        name = try fields.value(7)
        keys = try fields.value(8)
        request = try fields.value(9)
        replacement = try fields.optional(10)
        try Self.check(keys: [request])
        try Self.check(label: cabinet)
        try Self.check(label: site)
        try replacement?.check(head.organisation, cabinet, version: version)
    }
}

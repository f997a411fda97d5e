/// Key, nonce and exporter secret from the shared secret, base mode (RFC 9180, section 5.1).
struct HPKEKeySchedule {
    /// The AES-128-GCM key.
    let key: SecretBytes
    /// The nonce of the first message, which for a single shot is the only one.
    let baseNonce: [UInt8]
    /// What further secrets of the same context would be derived from.
    let exporterSecret: SecretBytes

    /// "HPKE" and the identifiers of X25519 with HKDF-SHA256, HKDF-SHA256 and AES-128-GCM (section 7).
    private static let suite: [UInt8] = Array("HPKE".utf8) + [0x00, 0x20, 0x00, 0x01, 0x00, 0x01]
    private static let baseMode: UInt8 = 0

    init(sharedSecret: [UInt8], info: [UInt8]) throws(CryptographyError) {
        let suite = Self.suite
        // Base mode has neither a pre-shared key nor a name for one: both are empty.
        let keyNameHash = HPKELabels.extract(salt: [], label: "psk_id_hash", inputKey: [], suite: suite)
        let infoHash = HPKELabels.extract(salt: [], label: "info_hash", inputKey: info, suite: suite)
        let context = [Self.baseMode] + keyNameHash.bytes + infoHash.bytes
        let secret = HPKELabels.extract(salt: sharedSecret, label: "secret", inputKey: [], suite: suite)
        var key = try HPKELabels.expand(
            secret,
            label: "key",
            info: context,
            byteCount: AES128.keyByteCount,
            suite: suite
        )
        self.key = SecretBytes(moving: &key)
        baseNonce = try HPKELabels.expand(
            secret,
            label: "base_nonce",
            info: context,
            byteCount: AESGCM.nonceByteCount,
            suite: suite
        )
        var exporter = try HPKELabels.expand(
            secret,
            label: "exp",
            info: context,
            byteCount: Digest.byteCount,
            suite: suite
        )
        exporterSecret = SecretBytes(moving: &exporter)
    }
}

/// HKDF whose every input names protocol, suite and purpose (RFC 9180, section 4).
enum HPKELabels {
    private static let version = Array("HPKE-v1".utf8)

    /// LabeledExtract.
    static func extract(salt: [UInt8], label: String, inputKey: [UInt8], suite: [UInt8]) -> Digest {
        HKDFSHA256.extract(inputKey: [version, suite, Array(label.utf8), inputKey], salt: salt)
    }

    /// LabeledExpand.
    static func expand(
        _ key: Digest,
        label: String,
        info: [UInt8],
        byteCount: Int,
        suite: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        let length = [UInt8(truncatingIfNeeded: byteCount >> 8), UInt8(truncatingIfNeeded: byteCount)]
        return try HKDFSHA256.expand(
            key,
            info: [length, version, suite, Array(label.utf8), info],
            byteCount: byteCount
        )
    }
}

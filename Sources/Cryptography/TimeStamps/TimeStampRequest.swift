/// A question to a time-stamping authority: that these bytes existed, said with a time and a signature
/// (RFC 3161, section 2.4.1).
package struct TimeStampRequest: Hashable, Sendable {
    /// The media type of a question sent over HTTP (RFC 3161, section 3.4).
    package static let mediaType = "application/timestamp-query"

    /// SHA-256 of what is to be stamped.
    package let imprint: Digest
    /// 8 random bytes that the answer must repeat: an old answer is none to this question.
    package let nonce: [UInt8]

    /// A question about a digest, with a nonce of its own.
    package init(imprint: Digest) throws(CryptographyError) {
        var nonce = try SecureRandom.bytes(Self.nonceByteCount)
        // A positive number of exactly eight bytes, which DER writes without a byte in front.
        nonce[0] = nonce[0] & 0x3F | 0x40
        self.init(imprint: imprint, nonce: nonce)
    }

    init(imprint: Digest, nonce: [UInt8]) {
        self.imprint = imprint
        self.nonce = nonce
    }

    /// TimeStampReq in DER: version 1, the digest as one of SHA-256, the nonce, and the wish for certificates in the answer.
    package var bytes: [UInt8] {
        let algorithm: [UInt8] = [
            0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
        ]
        let version: [UInt8] = [0x02, 0x01, 0x01]
        let message = Self.sequence(algorithm + [0x04, UInt8(Digest.byteCount)] + imprint.bytes)
        let certificatesWanted: [UInt8] = [0x01, 0x01, 0xFF]
        return Self.sequence(
            version + message + [0x02, UInt8(Self.nonceByteCount)] + nonce + certificatesWanted
        )
    }

    private static let nonceByteCount = 8

    /// All lengths here are below 128 and take one byte.
    private static func sequence(_ content: [UInt8]) -> [UInt8] { [0x30, UInt8(content.count)] + content }
}

/// A time-stamping authority's signed word that a digest was there at a moment (RFC 3161, section 2.4.2).
///
/// Reading it says nothing about its signature: ``TimeStampTrust/check(_:at:)`` does.
package struct TimeStampToken: Hashable, Sendable {
    /// The most bytes of a token: a chain of certificates takes a few thousand.
    package static let byteCountMax = 32_768
    /// The media type of an answer sent over HTTP (RFC 3161, section 3.4).
    package static let answerMediaType = "application/timestamp-reply"

    /// The token as it came: a ContentInfo in DER.
    package let bytes: [UInt8]
    /// SHA-256 of what was stamped.
    package let imprint: Digest
    /// The number from the question, highest byte first; empty where there was none.
    package let nonce: [UInt8]
    /// The moment, in seconds since 1970; fractions are cut off.
    package let seconds: Int64
    /// The authority's own number of the token, highest byte first.
    package let serial: [UInt8]

    /// Reads a token that was kept.
    ///
    /// - Throws: `.malformed` for other bytes than one token over a SHA-256 digest.
    package init(bytes: [UInt8]) throws(CryptographyError) {
        guard bytes.count <= Self.byteCountMax, let parsed = ParsedToken(der: bytes),
            let content = parsed.content,
            parsed.der == bytes
        else {
            throw CryptographyError(
                .malformed,
                "these bytes are no time-stamp token over a SHA-256 digest in at most \(Self.byteCountMax) bytes"
            )
        }
        self.bytes = bytes
        (imprint, nonce, seconds, serial) = (content.imprint, content.nonce, content.seconds, content.serial)
    }

    /// The token in an authority's answer, where it answers this question.
    ///
    /// - Throws: `.malformed` for what is no answer, `.notAuthentic` for a refusal and for an answer to another question.
    package init(answer: [UInt8], to request: TimeStampRequest) throws(CryptographyError) {
        guard answer.count <= Self.byteCountMax, let parsed = ParsedAnswer(der: answer) else {
            throw CryptographyError(.malformed, "the authority's answer is none in the form of RFC 3161")
        }
        guard parsed.isGranted, let token = parsed.token else {
            throw CryptographyError(
                .notAuthentic,
                "the authority granted no time stamp, its status is \(parsed.status)"
            )
        }
        try self.init(bytes: token)
        guard imprint == request.imprint else {
            throw CryptographyError(
                .notAuthentic,
                "the authority stamped another digest than it was asked to"
            )
        }
        guard nonce == request.nonce else {
            throw CryptographyError(.notAuthentic, "the authority's answer belongs to another question")
        }
    }
}

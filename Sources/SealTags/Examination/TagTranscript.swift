package import Cryptography

/// What went to a tag and came back, for the digest in a proof.
///
/// SHA-256 over "signet/tag-transcript/v1", a zero byte, and for each exchange the command and the answer, each
/// behind its length in two bytes, high byte first.
package struct TagTranscript: Sendable {
    /// Commands that were answered.
    package private(set) var exchangeCount = 0

    private var bytes: [UInt8] = Array("signet/tag-transcript/v1".utf8) + [0]

    /// A transcript of nothing.
    package init() {}

    /// Adds one exchange.
    mutating func add(_ command: [UInt8], _ answer: [UInt8]) {
        exchangeCount += 1
        for part in [command, answer] {
            let count = UInt16(truncatingIfNeeded: part.count)
            bytes += [UInt8(count >> 8), UInt8(truncatingIfNeeded: count)]
            bytes += part
        }
    }

    /// The digest of all exchanges so far.
    package var digest: Digest { SHA256.hash(bytes) }
}

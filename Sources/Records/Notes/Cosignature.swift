import Cryptography

/// A cosigner's word that at a time this was the largest consistent tree it had seen (C2SP tlog-cosignature, Ed25519).
package struct Cosignature: Hashable, Sendable {
    /// When, in seconds since 1970 by the cosigner's clock.
    package let seconds: UInt64

    /// The 64 bytes of the Ed25519 signature.
    package let signature: [UInt8]

    /// The largest time that may be written (2^63 − 1).
    package static let secondsMax = UInt64(Int64.max)

    init(seconds: UInt64, signature: [UInt8]) {
        self.seconds = seconds
        self.signature = signature
    }

    /// Reads eight bytes of time, highest first, and 64 of signature.
    ///
    /// - Throws: `.malformed` for another length or a time beyond the largest.
    package init(_ bytes: [UInt8]) throws(RecordsError) {
        guard bytes.count == Self.timeByteCount + Ed25519PublicKey.signatureByteCount else {
            throw RecordsError(.malformed, "a cosignature has 72 bytes, not \(bytes.count)")
        }
        seconds = bytes.prefix(Self.timeByteCount).reduce(0) { $0 << 8 | UInt64($1) }
        signature = Array(bytes.dropFirst(Self.timeByteCount))
        guard seconds <= Self.secondsMax else {
            throw RecordsError(.malformed, "the time of a cosignature lies beyond 2^63 − 1")
        }
    }

    /// Time and signature as they stand in a note's signature line, behind the key id.
    package var bytes: [UInt8] {
        stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: seconds >> $0) }
            + signature
    }

    /// What the cosigner signs for the text of a note.
    package func message(over text: [UInt8]) -> [UInt8] { Self.message(at: seconds, over: text) }

    static func message(at seconds: UInt64, over text: [UInt8]) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n".utf8) + text
    }

    private static let timeByteCount = 8
}

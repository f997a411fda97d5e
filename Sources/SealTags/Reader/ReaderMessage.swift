/// The frame that both directions share between supervisor and reader process: one SOCK_SEQPACKET message each.
///
/// | bytes | content |
/// |---|---|
/// | 0 | version of this format, 1 |
/// | 1 | kind: 01–05 requests, 81–87 answers |
/// | 2–5 | number of the request, high byte first; an answer carries the number of its request |
/// | 6– | body, to the end of the message |
///
/// There is one way to write a message and the decoders take no other: a byte too few or too many, an unknown kind
/// or a length outside of its limits is refused.
enum ReaderMessage {
    static let version: UInt8 = 1
    static let headByteCount = 6
    /// Above the largest message, an answer of 264 bytes behind its head.
    static let byteCountMax = 512

    /// Puts a head before a body.
    static func encode(kind: UInt8, number: UInt32, _ body: [UInt8]) -> [UInt8] {
        [version, kind] + bytes(number) + body
    }

    /// Takes the head off.
    static func decode(
        _ bytes: [UInt8]
    ) throws(TagError) -> (kind: UInt8, number: UInt32, body: ArraySlice<UInt8>) {
        guard bytes.count >= headByteCount, bytes.count <= byteCountMax else {
            throw TagError(.malformedMessage, "a message of \(bytes.count) bytes")
        }
        guard bytes[0] == version else {
            throw TagError(
                .malformedMessage,
                "a message of version \(bytes[0]); install supervisor and reader process from one release"
            )
        }
        return (bytes[1], number(bytes[2..<headByteCount]), bytes[headByteCount...])
    }

    /// Four bytes, high byte first.
    static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// Four bytes or fewer, high byte first.
    static func number(_ bytes: some Collection<UInt8>) -> UInt32 {
        bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// An answer taken apart: data, and the status word of its last two bytes.
package struct TagAnswer: Equatable, Sendable {
    /// What comes before the status word.
    package let data: [UInt8]
    /// The last two bytes, first byte high.
    package let word: UInt16

    /// Takes the bytes as they came; fewer than two are `malformedAnswer`.
    package init(_ bytes: [UInt8]) throws(TagError) {
        guard bytes.count >= 2, bytes.count <= TagLimits.answerByteCountMax else {
            throw TagError(.malformedAnswer, "an answer of \(bytes.count) bytes; select the tag again")
        }
        data = Array(bytes.dropLast(2))
        word = UInt16(bytes[bytes.count - 2]) << 8 | UInt16(bytes[bytes.count - 1])
    }

    /// The status by name, or nil for one that no command of this tag is known to end with.
    package var status: StatusWord? { StatusWord(rawValue: word) }

    /// The second byte, which goes into the MAC of an answer as its return code.
    var returnCode: UInt8 { UInt8(truncatingIfNeeded: word) }

    /// Throws `wrongKey` or `unexpectedStatus` unless the status is one of `wanted`.
    func require(_ wanted: StatusWord..., after doing: String) throws(TagError) {
        if let status, wanted.contains(status) { return }
        let name = status.map { "\($0)" } ?? "0x" + String(word, radix: 16)
        guard status != .authenticationError else {
            throw TagError(
                .wrongKey,
                "\(doing): the tag says that the key is wrong; do not try again",
                word: word
            )
        }
        throw TagError(.unexpectedStatus, "\(doing): the tag answered \(name)", word: word)
    }
}

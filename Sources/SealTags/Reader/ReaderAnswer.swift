/// What a reader process answers.
///
/// Bodies: `opened` (81), `noTarget` (83) and `released` (86) none; `target` (82) ATQA 2, SAK 1, length of the
/// identifier 1, identifier, ATS to the end; `answer` (84) the bytes of the tag to the end, up to 264; `present` (85)
/// 00 or 01; `failed` (87) the failure and libnfc's number for it as a signed byte.
package struct ReaderAnswer: Equatable, Sendable {
    /// What came of it.
    package enum Result: Equatable, Sendable {
        case opened
        case target(TagTarget)
        case noTarget
        case answer([UInt8])
        case present(Bool)
        case released
        /// With libnfc's number, 0 where libnfc had no part in it.
        case failed(ReaderFailure, Int8)
    }

    /// The request's number.
    package let number: UInt32
    /// What came of it.
    package let result: Result

    /// An answer to the request of that number; a tag's answer beyond the limit is a caller's mistake.
    package init(number: UInt32, _ result: Result) {
        self.number = number
        self.result = result
    }

    /// The message.
    package var bytes: [UInt8] {
        let (kind, body): (UInt8, [UInt8]) =
            switch result {
            case .opened: (0x81, [])
            case .target(let target):
                (
                    0x82,
                    target.answerToRequest + [target.selectAcknowledge, UInt8(target.uid.bytes.count)]
                        + target.uid.bytes + target.answerToSelect
                )
            case .noTarget: (0x83, [])
            case .answer(let bytes): (0x84, bytes)
            case .present(let present): (0x85, [present ? 1 : 0])
            case .released: (0x86, [])
            case .failed(let failure, let detail): (0x87, [failure.rawValue, UInt8(bitPattern: detail)])
            }
        return ReaderMessage.encode(kind: kind, number: number, body)
    }

    /// Reads a message; anything that `bytes` does not write is `malformedMessage`.
    package init(bytes: [UInt8]) throws(TagError) {
        let (kind, number, body) = try ReaderMessage.decode(bytes)
        guard let result = Self.result(kind: kind, Array(body)) else {
            throw TagError(.malformedMessage, "an answer of kind \(kind) with \(body.count) bytes")
        }
        self.init(number: number, result)
    }

    private static func result(kind: UInt8, _ body: [UInt8]) -> Result? {
        switch (kind, body.count) {
        case (0x81, 0): return .opened
        case (0x82, 8...): return target(body).map(Result.target)
        case (0x83, 0): return .noTarget
        case (0x84, 0...TagLimits.answerByteCountMax): return .answer(body)
        case (0x85, 1): return body[0] <= 1 ? .present(body[0] == 1) : nil
        case (0x86, 0): return .released
        case (0x87, 2):
            return ReaderFailure(rawValue: body[0]).map { .failed($0, Int8(bitPattern: body[1])) }
        default: return nil
        }
    }

    private static func target(_ body: [UInt8]) -> TagTarget? {
        let uidByteCount = Int(body[3])
        guard body.count >= 4 + uidByteCount, let uid = TagUID(body[4..<4 + uidByteCount]) else { return nil }
        return TagTarget(
            uid: uid,
            answerToRequest: Array(body[0..<2]),
            selectAcknowledge: body[2],
            answerToSelect: Array(body[(4 + uidByteCount)...])
        )
    }
}

import Records
import Testing

@testable import SealTags

/// Answers of the tag-key service, as headquarters reads them.
struct KeyServiceAnswerTests {
    @Test func `an answer without a delivery is read again`() throws {
        let bytes = KeyServiceAnswer.deliveries([]).encoded
        #expect(bytes == [0xA2, 0x00, 0x01, 0x01, 0x01])
        #expect(try KeyServiceAnswer(decoding: bytes) == .deliveries([]))
    }
}

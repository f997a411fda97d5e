import Testing

@testable import Cryptography

@Suite struct HMACSHA256Tests {
    struct Case: Sendable, CustomTestStringConvertible {
        let section: String
        let key: [UInt8]
        let message: [UInt8]
        let code: String

        var testDescription: String { "RFC 4231, section \(section)" }
    }

    static let cases = [
        Case(
            section: "4.2",
            key: [UInt8](repeating: 0x0B, count: 20),
            message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        Case(
            section: "4.3",
            key: Array("Jefe".utf8),
            message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        Case(
            section: "4.4",
            key: [UInt8](repeating: 0xAA, count: 20),
            message: [UInt8](repeating: 0xDD, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        Case(
            section: "4.5",
            key: [UInt8](1...25),
            message: [UInt8](repeating: 0xCD, count: 50),
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        Case(
            section: "4.7",
            key: [UInt8](repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        Case(
            section: "4.8",
            key: [UInt8](repeating: 0xAA, count: 131),
            message: Array(
                "This is a test using a larger than block-size key and a larger than block-size data. "
                    .utf8
            )
                + Array("The key needs to be hashed before being used by the HMAC algorithm.".utf8),
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    @Test(arguments: cases)
    func `a code comes out as the standard says`(example: Case) {
        #expect(HMACSHA256.code(key: example.key, message: example.message).description == example.code)
        #expect(
            HMACSHA256.code(key: SecretBytes(example.key), message: example.message).description
                == example.code
        )
    }

    @Test func `a key of exactly one block is not hashed`() {
        let block = [UInt8](repeating: 7, count: 64)
        #expect(
            HMACSHA256.code(key: block, message: [1])
                != HMACSHA256.code(key: SHA256.hash(block).bytes, message: [1])
        )
        let longer = block + [7]
        #expect(
            HMACSHA256.code(key: longer, message: [1])
                == HMACSHA256.code(key: SHA256.hash(longer).bytes, message: [1])
        )
    }
}

import Testing

@testable import Cryptography

@Suite struct HKDFSHA256Tests {
    struct Case: Sendable, CustomTestStringConvertible {
        let section: String
        let inputKey: [UInt8]
        let salt: [UInt8]
        let info: [UInt8]
        let pseudorandomKey: String
        let output: String

        var testDescription: String { "RFC 5869, appendix \(section)" }
    }

    static let cases = [
        Case(
            section: "A.1",
            inputKey: [UInt8](repeating: 0x0B, count: 22),
            salt: [UInt8](0x00...0x0C),
            info: [UInt8](0xF0...0xF9),
            pseudorandomKey: "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
            output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ),
        Case(
            section: "A.2",
            inputKey: [UInt8](0x00...0x4F),
            salt: [UInt8](0x60...0xAF),
            info: [UInt8](0xB0...0xFF),
            pseudorandomKey: "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
            output: "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                + "cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
        Case(
            section: "A.3",
            inputKey: [UInt8](repeating: 0x0B, count: 22),
            salt: [],
            info: [],
            pseudorandomKey: "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
            output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        ),
    ]

    @Test(arguments: cases)
    func `a key comes out as the standard says`(example: Case) throws {
        #expect(
            HKDFSHA256.extract(inputKey: [example.inputKey], salt: example.salt).description
                == example.pseudorandomKey
        )
        let expected = try hex(example.output)
        #expect(
            try HKDFSHA256.derive(
                inputKey: example.inputKey,
                salt: example.salt,
                info: example.info,
                byteCount: expected.count
            ) == expected
        )
        #expect(
            try HKDFSHA256.derive(
                inputKey: SecretBytes(example.inputKey),
                salt: example.salt,
                info: example.info,
                byteCount: expected.count
            ) == expected
        )
    }

    @Test func `the most that the standard allows comes out, and its start is the short output`() throws {
        let long = try HKDFSHA256.derive(inputKey: [1], salt: [2], info: [3], byteCount: 8160)
        let short = try HKDFSHA256.derive(inputKey: [1], salt: [2], info: [3], byteCount: 33)
        #expect(long.count == 8160)
        #expect(Array(long.prefix(33)) == short)
    }

    @Test(arguments: [-1, 0, 8161, .max])
    func `another count of bytes is refused`(byteCount: Int) throws {
        let error = try #require(throws: CryptographyError.self) {
            try HKDFSHA256.derive(inputKey: [1], salt: [], info: [], byteCount: byteCount)
        }
        #expect(error.code == .invalidParameter)
    }
}

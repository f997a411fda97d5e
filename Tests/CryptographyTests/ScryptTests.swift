import Testing

@testable import Cryptography

@Suite struct ScryptTests {
    struct Case: Sendable {
        let password: String
        let salt: String
        let cost: Int
        let blockSize: Int
        let parallelism: Int
        let output: String
    }

    /// RFC 7914, section 12, but its last, which takes 1 GiB and is therefore refused here.
    static let cases = [
        Case(
            password: "",
            salt: "",
            cost: 16,
            blockSize: 1,
            parallelism: 1,
            output: "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        Case(
            password: "password",
            salt: "NaCl",
            cost: 1024,
            blockSize: 8,
            parallelism: 16,
            output: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        Case(
            password: "pleaseletmein",
            salt: "SodiumChloride",
            cost: 16384,
            blockSize: 8,
            parallelism: 1,
            output: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ]

    @Test(arguments: cases)
    func `a key comes out as RFC 7914 says`(example: Case) throws {
        let output = try Scrypt.derive(
            password: Array(example.password.utf8),
            salt: Array(example.salt.utf8),
            cost: example.cost,
            blockSize: example.blockSize,
            parallelism: example.parallelism,
            byteCount: 64
        )
        #expect(Hex.encode(output) == example.output)
    }

    @Test func `the most memory that is allowed is not refused`() throws {
        let output = try Scrypt.derive(
            password: [1],
            salt: [2],
            cost: 1 << 18,
            blockSize: 8,
            parallelism: 1,
            byteCount: 1
        )
        #expect(output.count == 1)
    }

    @Test(arguments: [
        (0, 8, 1, 32), (1, 8, 1, 32), (-16, 8, 1, 32), (15, 8, 1, 32), (Int.min, 8, 1, 32),
        (1 << 62, 8, 1, 32),
        (16, 0, 1, 32), (16, -1, 1, 32), (16, .max, 1, 32), (1 << 20, 8, 1, 32), (1 << 18, 9, 1, 32),
        (16, 8, 0, 32), (16, 8, -1, 32), (16, 8, 65, 32), (16, 8, .max, 32),
        (16, 8, 1, 0), (16, 8, 1, -1), (16, 8, 1, 1025),
    ])
    func `parameters outside of the limits are refused`(
        cost: Int,
        blockSize: Int,
        parallelism: Int,
        byteCount: Int
    ) throws {
        let error = try #require(throws: CryptographyError.self) {
            try Scrypt.derive(
                password: [1],
                salt: [2],
                cost: cost,
                blockSize: blockSize,
                parallelism: parallelism,
                byteCount: byteCount
            )
        }
        #expect(error.code == .invalidParameter)
    }

    @Test func `a password or salt that is no such thing is refused`() throws {
        let long = [UInt8](repeating: 1, count: Scrypt.inputByteCountMax + 1)
        for (password, salt) in [(long, []), ([], long)] {
            let error = try #require(throws: CryptographyError.self) {
                try Scrypt.derive(
                    password: password,
                    salt: salt,
                    cost: 16,
                    blockSize: 1,
                    parallelism: 1,
                    byteCount: 32
                )
            }
            #expect(error.code == .invalidLength)
        }
    }
}

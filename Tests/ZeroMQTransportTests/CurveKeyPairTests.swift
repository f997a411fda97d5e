import Cryptography
import Replication
import Testing

@testable import ZeroMQTransport

@Suite struct CurveKeyPairTests {
    @Test func `a public key follows from its secret key as in RFC 7748, section 6.1`() throws {
        let secret = try #require(
            Hex.decode("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
        )
        let alice = try CurveKeyPair(secretKey: secret)
        #expect(
            Hex.encode(alice.publicKey.bytes)
                == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
        )
    }

    @Test func `two new pairs differ, and each can be made again from its secret key`() throws {
        let one = try CurveKeyPair()
        let other = try CurveKeyPair()
        #expect(one.publicKey != other.publicKey)
        #expect(one.secretKey != other.secretKey)
        #expect(try CurveKeyPair(secretKey: one.secretKey).publicKey == one.publicKey)
        #expect(Z85.decode(one.secretText) == one.secretKey)
    }

    @Test(arguments: [0, 31, 33])
    func `a secret key of another length is refused`(count: Int) {
        #expect(throws: ZeroMQError(.keyInvalid, "")) {
            try CurveKeyPair(secretKey: [UInt8](repeating: 1, count: count))
        }
    }
}

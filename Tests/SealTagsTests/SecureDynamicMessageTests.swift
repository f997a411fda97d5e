import Cryptography
import Testing

@testable import SealTags

/// Values from NXP AN12196, 3.3 and 3.4.
@Suite struct SecureDynamicMessageTests {
    @Test func `session keys come from identifier and counter`() throws {
        let message = SecureDynamicMessage(uid: try uid("04C767F2066180"), readCounter: 1)
        let keys = try message.sessionKeys(try key("5ACE7E50AB65D5D51FD5BF5A16B8205B"))
        #expect(try keys.encryption.exposedCopy() == bytes("66DA61797E23DECA5D8ECA13BBADF7A9"))
        #expect(try keys.authentication.exposedCopy() == bytes("3A3E8110E05311F7A3FCF0D969BF2B48"))
    }

    @Test func `the note's address opens and its MAC is right`() throws {
        let zero = try key(zeroKey)
        let message = try SecureDynamicMessage(
            encrypted: try bytes("EF963FF7828658A599F3041510671E88"),
            key: zero
        )
        #expect(try message == SecureDynamicMessage(uid: uid("04DE5F1EACC040"), readCounter: 0x3D))
        let mac = try bytes("94EED9EE65337086")
        #expect(try message.isAuthentic(mac: mac, over: [], key: zero))
        let next = SecureDynamicMessage(uid: message.uid, readCounter: 0x3E)
        #expect(try !next.isAuthentic(mac: mac, over: [], key: zero))
    }

    @Test func `another key or length opens nothing`() throws {
        let other = try key("00112233445566778899AABBCCDDEEFF")
        let encrypted = try bytes("EF963FF7828658A599F3041510671E88")
        #expect(throws: TagError(.answerNotAuthentic, "")) {
            try SecureDynamicMessage(encrypted: encrypted, key: other)
        }
        #expect(throws: TagError(.malformedAnswer, "")) {
            try SecureDynamicMessage(encrypted: Array(encrypted.dropLast()), key: other)
        }
    }
}

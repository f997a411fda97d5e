import Testing

@testable import Cryptography

@Suite struct CRC32Tests {
    @Test func `the check value of the catalogue comes out`() {
        // "123456789" is what every catalogue of such codes checks with (CRC-32/ISO-HDLC and CRC-32/JAMCRC).
        let digits = Array("123456789".utf8)
        #expect(CRC32.checksum(digits) == 0xCBF4_3926)
        #expect(CRC32.checksumWithoutInversion(digits) == 0x340B_C6D9)
        #expect(CRC32.checksum([]) == 0)
        #expect(CRC32.checksumWithoutInversion([]) == 0xFFFF_FFFF)
    }
}

import Testing

@testable import Cryptography

@Suite struct SecretBytesTests {
    @Test func `bytes come out as they went in`() {
        let secret = SecretBytes([1, 2, 3])
        #expect(secret.count == 3)
        #expect(secret.exposedCopy() == [1, 2, 3])
        #expect(secret.withBytes { $0[0] + $0[1] + $0[2] } == 6)
        #expect(SecretBytes([]).exposedCopy() == [])
    }

    @Test func `moving bytes in leaves zeros behind`() {
        var bytes: [UInt8] = [1, 2, 3]
        let secret = SecretBytes(moving: &bytes)
        #expect(bytes == [0, 0, 0])
        #expect(secret.exposedCopy() == [1, 2, 3])
    }

    @Test func `equality is that of the bytes`() {
        #expect(SecretBytes([1, 2]) == SecretBytes([1, 2]))
        #expect(SecretBytes([1, 2]) != SecretBytes([1, 3]))
        #expect(SecretBytes([1, 2]) != SecretBytes([1, 2, 0]))
        #expect(SecretBytes([]) == SecretBytes([]))
    }

    @Test func `neither text nor dump shows the bytes`() {
        let secret = SecretBytes([0xAB, 0xCD])
        var dumped = ""
        dump(secret, to: &dumped)
        #expect("\(secret)" == "2 secret bytes")
        #expect(String(reflecting: secret) == "2 secret bytes")
        #expect(dumped.hasPrefix("- 2 secret bytes"))
        #expect(dumped.count { $0 == "\n" } == 1)
    }

    @Test func `the memory is overwritten when the last owner lets go, and not before`() throws {
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 16)
        defer { unsafe storage.deallocate() }
        unsafe storage.copyBytes(from: [UInt8](repeating: 0xA5, count: 64))
        var atRelease: [UInt8] = []
        var secret: SecretBytes? = unsafe SecretBytes(adopting: storage) { unsafe atRelease = [UInt8]($0) }
        var other = secret
        secret = nil
        #expect(other?.exposedCopy() == [UInt8](repeating: 0xA5, count: 64))
        #expect(atRelease.isEmpty)
        other = nil
        #expect(atRelease == [UInt8](repeating: 0, count: 64))
    }

    @Test func `random bytes have the count asked for and do not repeat`() throws {
        #expect(try SecretBytes(randomByteCount: 32).count == 32)
        #expect(try SecretBytes(randomByteCount: 32) != SecretBytes(randomByteCount: 32))
        #expect(try SecureRandom.bytes(0) == [])
        #expect(try SecureRandom.bytes(SecureRandom.byteCountMax).contains { $0 != 0 })
    }

    @Test(arguments: [-1, Int.min, SecureRandom.byteCountMax + 1, Int.max])
    func `a count that makes no sense is refused`(count: Int) throws {
        var error = try #require(throws: CryptographyError.self) { try SecureRandom.bytes(count) }
        #expect(error.code == .invalidParameter)
        error = try #require(throws: CryptographyError.self) { try SecretBytes(randomByteCount: count) }
        #expect(error.code == .invalidParameter)
    }

    @Test func `equal bytes are equal in constant time too`() {
        #expect(constantTimeEqual([], []))
        #expect(constantTimeEqual([1, 2], [1, 2]))
        #expect(!constantTimeEqual([1, 2], [1, 3]))
        #expect(!constantTimeEqual([0, 2], [1, 2]))
        #expect(!constantTimeEqual([1], [1, 2]))
        #expect(!constantTimeEqual([1, 2], [1]))
    }

    @Test func `an array that is wiped is all zeros and leaves its copies alone`() {
        var bytes: [UInt8] = [1, 2, 3]
        let copy = bytes
        bytes.wipe()
        #expect(bytes == [0, 0, 0])
        #expect(copy == [1, 2, 3])
        var none: [UInt8] = []
        none.wipe()
        #expect(none == [])
    }
}

import Cryptography
import Glibc
import SealTags
import Testing

@testable import TagKeys

struct KeyFileTests {
    private let words = KeyLock.passphrase(SecretBytes(Array("correct horse battery".utf8)))

    @Test func `masters open with their passphrase and with no other`() throws {
        let keys = try MasterKeys()
        let bytes = try KeyFile.seal(keys, with: words, cost: 16)
        #expect(try KeyFile.open(bytes, with: words).exposed == keys.exposed)
        let others = KeyLock.passphrase(SecretBytes(Array("correct horse batteries".utf8)))
        #expect(throws: KeyServiceError(.damaged, "")) { _ = try KeyFile.open(bytes, with: others) }
    }

    @Test func `a credential opens what it sealed, and is not taken for a passphrase`() throws {
        let lock = KeyLock.credential(SecretBytes([UInt8](repeating: 9, count: 32)))
        let keys = try MasterKeys()
        let bytes = try KeyFile.seal(keys, with: lock)
        #expect(try KeyFile.open(bytes, with: lock).exposed == keys.exposed)
        #expect(throws: KeyServiceError(.invalidArgument, "")) { _ = try KeyFile.open(bytes, with: words) }
    }

    @Test func `masters with any byte changed do not open`() throws {
        let lock = KeyLock.credential(SecretBytes([UInt8](repeating: 9, count: 32)))
        let bytes = try KeyFile.seal(try MasterKeys(), with: lock)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(throws: KeyServiceError.self) { _ = try KeyFile.open(changed, with: lock) }
        }
    }

    @Test func `masters are never overwritten and never read where others may read them`() async throws {
        try await withFolder { folder, _ in
            #expect(throws: KeyServiceError(.storage, "")) {
                _ = try folder.initialise(lock: words, cost: 16)
            }
            #expect(unsafe chmod(folder.path + "/masters", 0o640) == 0)
            #expect(throws: KeyServiceError(.invalidArgument, "")) { _ = try folder.keys(lock: words) }
        }
    }

    @Test func `a passphrase file must be private and long enough; its newline does not count`() async throws
    {
        try await withFolder { folder, _ in
            let path = folder.path + "/words"
            try SecretFile.create(path, in: folder.path, Array("a long passphrase\n".utf8))
            let lock = try KeyLock(passphraseFile: path)
            _ = try folder.keys(lock: lock)
            #expect(throws: KeyServiceError(.invalidArgument, "")) { _ = try KeyLock(credentialFile: path) }
            #expect(unsafe chmod(path, 0o644) == 0)
            #expect(throws: KeyServiceError(.invalidArgument, "")) { _ = try KeyLock(passphraseFile: path) }
        }
    }
}

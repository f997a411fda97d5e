import Glibc
import SealTags
import Testing

@testable import TagKeys

@Suite struct KeyLockFileTests {
    private static func withPath<Result>(_ body: (KeyFolder) throws -> Result) throws -> Result {
        var template = Array("/tmp/signet-lock-XXXXXX".utf8CString)
        let parent = try #require(unsafe mkdtemp(&template).map { unsafe String(cString: $0) })
        let folder = KeyFolder(path: parent + "/state")
        defer {
            for name in ["masters", "credential"] { _ = unsafe unlink(folder.path + "/" + name) }
            _ = unsafe rmdir(folder.path)
            _ = unsafe rmdir(parent)
        }
        return try body(folder)
    }

    private static func mode(_ path: String) -> mode_t {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test func `the first start makes folder, credential and masters, for the service's user alone`() throws {
        try Self.withPath { folder in
            let file = KeyLockFile.credential(path: folder.path + "/credential")
            #expect(throws: KeyServiceError(.storage, "")) { _ = try file.lock() }
            let key = try folder.initialise(file)
            #expect(key.count == 64)
            #expect(Self.mode(folder.path) == 0o700)
            #expect(Self.mode(folder.path + "/credential") == 0o600)
            #expect(Self.mode(folder.path + "/masters") == 0o600)
            #expect(try SecretFile.read(folder.path + "/credential", byteCountMax: 4_096).count == 32)
            _ = try folder.keys(lock: try file.lock())
        }
    }

    @Test func `a credential that is there is taken, whatever its length`() throws {
        try Self.withPath { folder in
            #expect(unsafe mkdir(folder.path, 0o700) == 0)
            let path = folder.path + "/credential"
            let bytes = [UInt8](repeating: 7, count: 48)
            try SecretFile.create(path, in: folder.path, bytes)
            // As a service manager's access list shows it.
            #expect(unsafe chmod(path, 0o440) == 0)
            let file = KeyLockFile.credential(path: path)
            _ = try folder.initialise(file)
            _ = try folder.keys(lock: try file.lock())
            #expect(unsafe chmod(path, 0o444) == 0)
            #expect(throws: KeyServiceError(.invalidArgument, "")) { _ = try file.lock() }
        }
    }

    @Test func `beside masters no new credential is made`() throws {
        try Self.withPath { folder in
            let path = folder.path + "/credential"
            _ = try folder.initialise(.credential(path: path))
            #expect(unsafe unlink(path) == 0)
            #expect(throws: KeyServiceError(.storage, "")) {
                _ = try folder.initialise(.credential(path: path))
            }
            #expect(Self.mode(path) == 0)
        }
    }

    @Test func `a passphrase is never made`() throws {
        try Self.withPath { folder in
            #expect(throws: KeyServiceError(.storage, "")) {
                _ = try folder.initialise(.passphrase(path: folder.path + "/words"))
            }
            #expect(Self.mode(folder.path + "/words") == 0)
            #expect(Self.mode(folder.path + "/masters") == 0)
        }
    }
}

import Authority
import Cryptography
import FoundationEssentials
import Records
import Store
import Testing

@testable import CabinetAppliance

/// Files at a cabinet, beside everything that matters more.
@Suite struct CabinetFilesTests {
    private func withFiles(hasRoom: Bool, _ body: (BlobFile, CabinetFiles, SealedBlob) async throws -> Void)
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.path + "/signet-files-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try BlobFile(path: folder + "/blobs.sqlite", byteCountMax: 1 << 20)
        let files = CabinetFiles(store, originalByteCountMax: 1 << 20, hasRoom: { hasRoom })
        try await body(store, files, SealedBlob(Array(repeating: 7, count: 1_000), mediaType: "text/plain"))
        try store.close()
    }

    @Test(arguments: [true, false])
    func `nothing is stored where the disk has no room beside what acts need`(hasRoom: Bool) async throws {
        try await withFiles(hasRoom: hasRoom) { store, files, blob async throws in
            let manifest = blob.reference.manifest
            #expect(try await files.put(blob.chunks[0], chunk: 0, of: manifest) == hasRoom)
            #expect(try store.digests().isEmpty != hasRoom)
        }
    }

    @Test func `originals are given up on a full disk`() async throws {
        try await withFiles(hasRoom: false) { store, files, blob async throws in
            try store.put(blob)
            try await files.giveUpOriginals(in: SitePolicy(site: "east"), of: "c1", wallMilliseconds: 0)
            #expect(try store.digests().isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func `what is named no more is erased by signed time alone`(isTimeSigned: Bool) async throws {
        try await withFiles(hasRoom: true) { store, files, blob async throws in
            try store.put(blob)
            let wishes = try await files.wishes(
                in: SitePolicy(site: "east"),
                of: "c1",
                wallMilliseconds: 2_000_000_000_000,
                isTimeSigned: isTimeSigned
            )
            #expect(wishes.isEmpty)
            #expect(try store.digests().isEmpty == isTimeSigned)
        }
    }
}

import Cryptography
import FoundationEssentials
import GRDB
import Glibc
import Synchronization
import Testing

@testable import Records
@testable import Store

@Suite(.timeLimit(.minutes(5))) struct BlobFileTests {
    private static func content(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 17 &+ $0 / 250) }
    }

    @Test func `what is given up goes back to the disk, and the others stay`() async throws {
        try await StoreFixture.with { fixture in
            let file = try fixture.openBlobs()
            let blobs = try (1...3).map {
                try SealedBlob(Self.content($0 * 400_000), mediaType: "text/plain")
            }
            for blob in blobs { try file.put(blob) }
            try file.erase([])
            let before = try fixture.blobsOnDisk().count
            try file.giveUp(blobs[2].reference.digest)
            #expect(try fixture.blobsOnDisk().count <= before - 1_200_000)
            #expect(try file.digests() == Set(blobs[..<2].map(\.reference.digest)))
            #expect(try file.content(of: blobs[1].reference) == Self.content(800_000))
            try file.giveUp(blobs[2].reference.digest)
            try file.close()
        }
    }

    @Test func `a blob is here when every chunk of it is, and its content is what was named`() async throws {
        try await StoreFixture.with { fixture in
            let file = try fixture.openBlobs()
            let content = Self.content(700_000)
            let blob = try SealedBlob(content, mediaType: "text/plain")
            let manifest = blob.reference.manifest
            for index in [2, 0] {
                try file.put(blob.chunks[index], chunk: index, of: manifest)
                #expect(try file.whole(manifest.digest) == nil)
                #expect(throws: RecordsError(.unavailable, "")) { try file.content(of: blob.reference) }
            }
            #expect(try file.held(manifest).missing == [1])
            try file.put(blob.chunks[1], chunk: 1, of: manifest)
            #expect(try file.whole(manifest.digest) == manifest)
            #expect(try file.content(of: blob.reference) == content)
            #expect(try file.byteCount() == manifest.sealedByteCount)
            for index in 0..<manifest.pieceCount {
                let piece = try #require(try file.piece(index, of: manifest.digest))
                #expect(manifest.holds(piece.bytes, at: index, path: piece.path))
            }
            #expect(try file.piece(manifest.pieceCount, of: manifest.digest) == nil)
            #expect(try file.piece(-1, of: manifest.digest) == nil)
        }
    }

    @Test func `what is here is here after the file was closed, and again the same`() async throws {
        try await StoreFixture.with { fixture in
            let blob = try SealedBlob(Self.content(300_000), mediaType: "text/plain")
            let first = try fixture.openBlobs()
            try first.put(blob.chunks[1], chunk: 1, of: blob.reference.manifest)
            try first.close()
            let second = try fixture.openBlobs()
            #expect(try second.held(blob.reference.manifest).missing == [0])
            try second.put(blob)
            try second.put(blob)
            #expect(try second.byteCount() == blob.reference.manifest.sealedByteCount)
        }
    }

    @Test func `a chunk of another place or length is not taken`() async throws {
        try await StoreFixture.with { fixture in
            let file = try fixture.openBlobs()
            let blob = try SealedBlob(Self.content(300_000), mediaType: "text/plain")
            for (bytes, chunk) in [
                (blob.chunks[1], 0), (blob.chunks[0], 1), (blob.chunks[0], 2), (blob.chunks[0], -1), ([], 0),
            ] {
                #expect(throws: RecordsError(.mismatch, "")) {
                    try file.put(bytes, chunk: chunk, of: blob.reference.manifest)
                }
            }
            #expect(try file.digests().isEmpty)
        }
    }

    @Test func `there is a named limit to the room, and what does not fit leaves nothing behind`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let file = try fixture.openBlobs(byteCountMax: 400_000)
            let (small, large) = (
                try SealedBlob(Self.content(100_000), mediaType: "text/plain"),
                try SealedBlob(Self.content(320_000), mediaType: "text/plain")
            )
            try file.put(small)
            #expect(throws: RecordsError(.exhausted, "")) { try file.put(large) }
            #expect(try file.digests() == [small.reference.digest])
            try file.erase([small.reference.digest])
            try file.put(large)
            #expect(try file.whole(large.reference.digest) != nil)
        }
    }

    @Test func `an erased blob cannot be read from the disk any more`() async throws {
        try await StoreFixture.with { fixture in
            let file = try fixture.openBlobs()
            let blob = try SealedBlob(Self.content(300_000), mediaType: "text/plain")
            try file.put(blob)
            let trace = Array(blob.chunks[1].suffix(64))
            #expect(try fixture.blobsOnDisk().contains(trace))
            try file.erase([blob.reference.digest])
            #expect(try !fixture.blobsOnDisk().contains(trace))
            #expect(try file.digests().isEmpty)
            #expect(try file.piece(0, of: blob.reference.digest) == nil)
        }
    }

    @Test func `content that was changed on the disk is said to be, and not shown`() async throws {
        try await StoreFixture.with { fixture in
            let blob = try SealedBlob(Self.content(300_000), mediaType: "text/plain")
            let file = try fixture.openBlobs()
            try file.put(blob)
            try file.close()
            try DatabaseQueue(path: fixture.blobPath).write { db in
                try db.execute(
                    sql: "UPDATE chunk SET bytes = zeroblob(length(bytes)) WHERE place = 1"
                )
            }
            let again = try fixture.openBlobs()
            #expect(throws: RecordsError(.mismatch, "")) { try again.content(of: blob.reference) }
        }
    }

    @Test func `killed at any step between chunk and bitmap, each chunk is here whole or not at all`()
        async throws
    {
        let statementCount = try await StoreFixture.with { fixture in
            try Self.putAll(folder: fixture.folder, killedAt: .max)
        }
        #expect(statementCount > 10)
        for statement in 1...statementCount {
            try await StoreFixture.with { fixture in
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [folder = fixture.folder as String, statement = statement as Int] in
                    _ = try Self.putAll(folder: folder, killedAt: statement)
                }
                let (blob, file) = (try Self.blob(), try fixture.openBlobs())
                let held = try file.held(blob.reference.manifest)
                for chunk in held.missing {
                    try file.put(blob.chunks[chunk], chunk: chunk, of: blob.reference.manifest)
                }
                #expect(try file.content(of: blob.reference) == Self.content(300_000))
            }
        }
    }

    /// The same blob in every process: its key is fixed, as it seals nothing else.
    private static func blob() throws -> SealedBlob {
        try SealedBlob(content(300_000), mediaType: "text/plain", key: [UInt8](repeating: 7, count: 32))
    }

    private static func putAll(folder: String, killedAt: Int) throws -> Int {
        try BlobFile(path: folder + "/blobs.sqlite", byteCountMax: 1 << 30).close()
        let count = Atomic<Int>(0)
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            db.trace { _ in
                if count.add(1, ordering: .relaxed).newValue == killedAt { kill(getpid(), SIGKILL) }
            }
        }
        let file = try BlobFile(
            path: folder + "/blobs.sqlite",
            byteCountMax: 1 << 30,
            configuration: configuration
        )
        let blob = try blob()
        for (index, chunk) in blob.chunks.enumerated() {
            try file.put(chunk, chunk: index, of: blob.reference.manifest)
        }
        return count.load(ordering: .relaxed)
    }
}

extension StoreFixture {
    var blobPath: String { folder + "/blobs.sqlite" }

    func openBlobs(byteCountMax: Int = 1 << 30) throws -> BlobFile {
        try BlobFile(path: blobPath, byteCountMax: byteCountMax)
    }

    /// Every byte of the file and its write-ahead log.
    func blobsOnDisk() throws -> [UInt8] {
        try [blobPath, blobPath + "-wal"].flatMap { path in
            FileManager.default.fileExists(atPath: path)
                ? [UInt8](try Data(contentsOf: URL(filePath: path))) : []
        }
    }
}

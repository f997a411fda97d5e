import FoundationEssentials
import Records
import Testing

@testable import Store

/// What a power cut leaves of SQLite's write-ahead log: cut anywhere, or with a page in it that never came to be.
///
/// The layout is that of sqlite.org/fileformat.html, "The Write-Ahead Log": a header of 32 bytes, then frames of 24 bytes and a
/// page, each with a checksum over all before it.
@Suite(.timeLimit(.minutes(5))) struct TornLogTests {
    private static let steps = [0..<1, 1..<255, 255..<258, 258..<259]
    private static let headerByteCount = 32
    private static let frameByteCount = 24 + 4_096

    /// How a log is torn at a byte.
    enum Tear: CaseIterable {
        /// Everything from there on was never written.
        case cut
        /// One byte there is another one.
        case changed
        /// From there on there is what lay on the disk before.
        case stale
    }

    /// A database with its log as a power cut finds them, and after which byte which commit is whole.
    private struct Image {
        let database: Data
        let log: Data
        /// Commits in their order: the length of the log behind each, and the size of the log of records then.
        let commits: [(end: Int, size: Int)]

        /// How many records must be there when the log is whole up to a byte, and at most.
        func size(wholeUpTo end: Int) -> Int? { commits.last { $0.end <= end }?.size }

        /// The first byte of the frame that holds a byte.
        static func frameStart(of byte: Int) -> Int {
            guard byte >= headerByteCount else { return 0 }
            return headerByteCount + (byte - headerByteCount) / frameByteCount * frameByteCount
        }
    }

    @Test(arguments: Tear.allCases)
    func `a torn write-ahead log opens at the end of the last whole commit, and signs the same again`(
        tear: Tear
    )
        async throws
    {
        try await StoreFixture.with { fixture in
            let image = try Self.image(fixture)
            #expect(image.log.count > 20 * Self.frameByteCount)
            for byte in Self.places(in: image.log.count) {
                try Self.lay(image, torn: tear, at: byte, fixture)
                let whole = tear == .cut ? byte : Image.frameStart(of: byte)
                let expected = image.size(wholeUpTo: whole)
                let store = try fixture.open()
                guard let expected else {
                    #expect(try store.status(of: fixture.origin) == nil, "\(tear) at \(byte)")
                    try store.close()
                    continue
                }
                var writer = try LogWriter(store: store, signer: fixture.signer)
                #expect(writer.head.size == UInt64(expected), "\(tear) at \(byte)")
                #expect(writer.checkpoint == (try fixture.note(expected)), "\(tear) at \(byte)")
                let stored = try store.records(of: fixture.origin, from: 0, byteCountMax: 1 << 20).bundle
                    .records
                #expect(stored == StoreFixture.records(0..<expected), "\(tear) at \(byte)")
                // It goes on from there as if nothing had been behind it.
                #expect(try writer.append(StoreFixture.records(expected..<300)) == fixture.note(300))
                try store.close()
            }
        }
    }

    /// Around the ends of frames, and elsewhere in steps that meet every part of a page.
    private static func places(in byteCount: Int) -> [Int] {
        let ends = stride(from: headerByteCount, through: byteCount, by: frameByteCount)
            .flatMap { [$0 - 1, $0, $0 + 1, $0 + 23, $0 + 24] }
        let between = stride(from: 7, to: byteCount, by: 2_741)
        return Set(ends + between).filter { (0..<byteCount).contains($0) }.sorted()
    }

    /// Writes records in steps, and takes the files while they are in use: as they lie on the disk behind the last commit.
    private static func image(_ fixture: StoreFixture) throws -> Image {
        try EvidenceFile(path: fixture.path).close()
        let store = try fixture.open()
        var writer = try LogWriter(store: store, signer: fixture.signer)
        var commits = [(end: try read("-wal", fixture).count, size: 0)]
        for step in steps {
            _ = try writer.append(StoreFixture.records(step))
            commits.append((end: try read("-wal", fixture).count, size: step.upperBound))
        }
        let image = Image(
            database: try read("", fixture),
            log: try read("-wal", fixture),
            commits: commits
        )
        try store.close()
        return image
    }

    private static func lay(_ image: Image, torn tear: Tear, at byte: Int, _ fixture: StoreFixture) throws {
        var log = image.log
        switch tear {
        case .cut: log = log.prefix(byte)
        case .changed: log[byte] ^= 0x10
        case .stale:
            log[byte] ^= 0x10
            log.replaceSubrange((byte + 1)..., with: Data(repeating: 0xA5, count: log.count - byte - 1))
        }
        try? FileManager.default.removeItem(atPath: fixture.path + "-shm")
        try image.database.write(to: URL(filePath: fixture.path))
        try log.write(to: URL(filePath: fixture.path + "-wal"))
    }

    private static func read(_ suffix: String, _ fixture: StoreFixture) throws -> Data {
        try Data(contentsOf: URL(filePath: fixture.path + suffix))
    }
}

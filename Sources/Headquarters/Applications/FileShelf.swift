package import Cryptography
import Host
package import Records
package import Store

/// Where files and pictures lie at headquarters: sealed, each under a key that lies with the record that names it.
///
/// On a thread of its own: a file of many megabytes takes its time, and nobody else waits for it.
package actor FileShelf {
    /// The most bytes of one file.
    package static let byteCountMax = 32 << 20
    /// The most bytes of a preview and of a seal's impression.
    package static let pictureByteCountMax = 512 << 10

    private let store: BlobFile
    private let hasRoom: @Sendable () -> Bool
    private let executor: any SerialExecutor

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// A shelf over a file of blobs; `executor` runs everything that blocks on it.
    ///
    /// `hasRoom` says whether the disk has room beside what is kept back for records.
    package init(
        _ store: BlobFile,
        hasRoom: @escaping @Sendable () -> Bool = { true },
        executor: any SerialExecutor = BlockingExecutor(label: "signet.headquarters.files")
    ) {
        self.store = store
        self.hasRoom = hasRoom
        self.executor = executor
    }

    /// Seals content and lays it down; it is on disk, every chunk of it, when this returns.
    ///
    /// - Throws: ``HeadquartersError`` `.malformed` for nothing at all, `.tooMany` for too much, `.full` where the disk is full
    ///   or nearly so.
    package func put(_ bytes: [UInt8], mediaType: String, byteCountMax: Int = byteCountMax) throws
        -> BlobReference
    {
        guard !bytes.isEmpty else { throw HeadquartersError(.malformed, "the file is empty; choose another") }
        guard bytes.count <= byteCountMax else {
            throw HeadquartersError(
                .tooMany,
                "a file has at most \(byteCountMax >> 10) KiB here; send a smaller one"
            )
        }
        guard hasRoom() else {
            throw HeadquartersError(
                .full,
                "headquarters' disk is full: no file is taken until there is room again"
            )
        }
        let type = Array(mediaType.utf8)
        let isPlain =
            (1...BlobManifest.mediaTypeByteCountMax).contains(type.count)
            && type.allSatisfy { 0x21...0x7E ~= $0 }
        let sealed = try SealedBlob(bytes, mediaType: isPlain ? mediaType : "application/octet-stream")
        do { try store.put(sealed) } catch { throw HeadquartersError(error) }
        return sealed.reference
    }

    /// The content of a file, which is the one that its record names.
    ///
    /// - Throws: ``HeadquartersError`` `.unavailable` where it is not here whole, `.refused` where it was changed.
    package func content(of reference: BlobReference) throws -> [UInt8] {
        do { return try store.content(of: reference) } catch { throw HeadquartersError(error) }
    }

    /// The manifest of a blob that lies here whole.
    package func whole(_ blob: Digest) throws -> BlobManifest? { try store.whole(blob) }

    /// A piece of a blob with its proof; nil where it is not here whole.
    package func piece(_ index: Int, of blob: Digest) throws -> (bytes: [UInt8], path: [Digest])? {
        try store.piece(index, of: blob)
    }

    /// Takes away what no record names: a file whose record was never written because of a crash.
    package func keepOnly(_ named: Set<Digest>) throws {
        let orphans = try store.digests().subtracting(named)
        if !orphans.isEmpty { try store.erase(orphans) }
    }
}

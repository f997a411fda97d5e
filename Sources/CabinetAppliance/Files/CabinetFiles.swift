package import Authority
package import Cryptography
import Host
package import Records
package import Replication
import Screens
package import Store
import Synchronization

/// The files at this cabinet: what its grants and seals name, as long as they do, and no more of it than there is room for.
///
/// On a thread of its own; acts never wait for a file.
package actor CabinetFiles {
    private let store: BlobFile
    private let originalByteCountMax: UInt64
    private let hasRoom: @Sendable () -> Bool
    private let executor: any SerialExecutor
    /// Blobs whose content was not the one that they were named for: not asked for again before the next start.
    private var refused: Set<Digest> = []
    /// Set when the disk was full: originals are not asked for again before the next start, or they would fill it anew.
    private var hasGivenUp = false
    /// The original of each file that is named now, by the digest of its content.
    private var named: [Digest: Digest] = [:]
    private let published = Mutex<[Digest: FileStanding]>([:])

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Files in a store; `originalByteCountMax` is the largest original that is fetched, 0 for previews alone.
    ///
    /// `hasRoom` says whether the disk has room beside what acts may need: files lie on the same one, and can be fetched again.
    /// `executor` runs everything that blocks on the store.
    package init(
        _ store: BlobFile,
        originalByteCountMax: Int,
        hasRoom: @escaping @Sendable () -> Bool = { true },
        executor: any SerialExecutor = BlockingExecutor(label: "signet.files")
    ) {
        self.store = store
        self.executor = executor
        self.hasRoom = hasRoom
        self.originalByteCountMax = UInt64(originalByteCountMax)
    }

    /// How much of each named file is here, by the digest of its content.
    package nonisolated var standings: [Digest: FileStanding] { published.withLock { $0 } }

    /// What is missing of the files that are named now: previews first, then originals, small ones first.
    ///
    /// What is named no more is taken away: a grant that is over, a picture that was replaced. Only where headquarters has
    /// signed the time, `isTimeSigned`: by a clock that is ahead every grant is over, and what is erased for it may not come again.
    package func wishes(
        in policy: SitePolicy,
        of cabinet: String,
        wallMilliseconds: Int64,
        isTimeSigned: Bool
    ) throws -> [BlobWish] {
        let named = Self.named(in: policy, of: cabinet, wallMilliseconds: wallMilliseconds)
        if isTimeSigned {
            let gone = try store.digests().subtracting(
                named.flatMap { [$0.original.digest, $0.preview?.digest].compactMap(\.self) }
            )
            if !gone.isEmpty { try store.erase(gone) }
        }
        let originals = named.map(\.original)
            .filter { !hasGivenUp && $0.manifest.byteCount <= originalByteCountMax }
            .sorted { $0.manifest.byteCount < $1.manifest.byteCount }
        try publish(named)
        guard hasRoom() else { return [] }
        return try (named.compactMap(\.preview) + originals).filter { !refused.contains($0.digest) }
            .map { BlobWish(manifest: $0.manifest, held: try store.held($0.manifest)) }
            .filter { !$0.held.isWhole }
    }

    /// The originals that are here whole and whose arrival is not written down: checked once more, as a whole.
    ///
    /// One whose content is not what its record says is taken away and not asked for again.
    package func arrivals(in policy: SitePolicy, of cabinet: String, wallMilliseconds: Int64, known: [Digest])
        throws -> [Digest]
    {
        let known = Set(known)
        let named = Self.named(in: policy, of: cabinet, wallMilliseconds: wallMilliseconds)
        var arrived: [Digest] = []
        for original in named.map(\.original) where !known.contains(original.digest) {
            guard try store.whole(original.digest) != nil, try accept(original) else { continue }
            arrived.append(original.digest)
        }
        try publish(named)
        return arrived
    }

    /// Whether a whole blob's content is the one that its record names; another one is taken away.
    private func accept(_ original: BlobReference) throws -> Bool {
        do { _ = try store.content(of: original) } catch {
            guard error.code == .mismatch else { throw error }
            refused.insert(original.digest)
            try store.erase([original.digest])
            return false
        }
        return true
    }

    /// Gives up what can be fetched again, because records need the room; previews stay.
    package func giveUpOriginals(in policy: SitePolicy, of cabinet: String, wallMilliseconds: Int64) throws {
        hasGivenUp = true
        let previews = Set(policy.files.values.compactMap { $0.preview?.digest })
        for digest in try store.digests() where !previews.contains(digest) { try store.giveUp(digest) }
        try publish(Self.named(in: policy, of: cabinet, wallMilliseconds: wallMilliseconds))
    }

    /// Stores a chunk.
    ///
    /// - Returns: false where there is no room for it.
    package func put(_ bytes: [UInt8], chunk: Int, of manifest: BlobManifest) throws -> Bool {
        guard hasRoom() else { return false }
        do { try store.put(bytes, chunk: chunk, of: manifest) } catch {
            guard error.code == .exhausted else { throw error }
            return false
        }
        let standing = try store.held(manifest)
        published.withLock { standings in
            for (content, blob) in named where blob == manifest.digest {
                standings[content]?.heldCount = standing.heldCount
            }
        }
        return true
    }

    /// The manifest of a blob that is here whole.
    package func whole(_ blob: Digest) throws -> BlobManifest? { try store.whole(blob) }

    /// A piece of a blob with its proof; nil where it is not here whole.
    package func piece(_ index: Int, of blob: Digest) throws -> Piece? {
        try store.piece(index, of: blob).map {
            Piece(blob: blob, index: index, bytes: $0.bytes, path: $0.path)
        }
    }

    /// A picture that a standing names; nil for anything else.
    package func picture(_ content: Digest, in policy: SitePolicy) throws -> [UInt8]? {
        for named in policy.files.values {
            for reference in [named.original, named.preview].compactMap(\.self)
            where reference.content == content {
                return try? store.content(of: reference)
            }
        }
        return nil
    }

    private func publish(_ named: [BlobNamed]) throws {
        var standings: [Digest: FileStanding] = [:]
        self.named = [:]
        for file in named {
            self.named[file.original.content] = file.original.digest
            let held = try store.held(file.original.manifest)
            let preview = try file.preview.flatMap { try store.whole($0.digest) == nil ? nil : $0.content }
            let isPicture = held.isWhole && file.original.manifest.mediaType.hasPrefix("image/")
            standings[file.original.content] = FileStanding(
                heldCount: held.heldCount,
                chunkCount: held.count,
                picture: isPicture ? file.original.content : preview,
                isPictureSigned: isPicture
            )
        }
        published.withLock { $0 = standings }
    }

    /// The files of grants that may still be used here, and the pictures of this cabinet's seals.
    private static func named(in policy: SitePolicy, of cabinet: String, wallMilliseconds: Int64)
        -> [BlobNamed]
    {
        let seals = policy.seals.values.filter { $0.cabinet == cabinet }
        let sealIDs = Set(seals.map(\.seal))
        let grants = policy.grants.values.map(\.statement).filter { grant in
            grant.notAfter > wallMilliseconds && !policy.isRevoked(grant: grant.grant)
                && grant.seals.contains(where: sealIDs.contains)
        }
        let contents = Set(grants.flatMap { $0.files.map(\.digest) } + seals.compactMap(\.impression))
        return contents.sorted().compactMap { policy.files[$0] }
    }
}

import Cryptography
package import Records

/// A blob that somebody wants, and what of it is here.
package struct BlobWish: Sendable, Equatable {
    /// What is known of it.
    package let manifest: BlobManifest
    /// The chunks that are stored.
    package let held: BlobBitmap

    /// A wish for what is missing.
    package init(manifest: BlobManifest, held: BlobBitmap) {
        self.manifest = manifest
        self.held = held
    }
}

/// The side of a connection that wants blobs: asks for one at a time, checks each piece when it comes, hands over whole
/// chunks, and paces the sender.
///
/// Pure. A blob that turns out damaged is left alone for this connection and ends nothing else: what people do at a cabinet
/// must not wait for a file. What does not fit what was asked for is dropped, and only more bytes than there was credit for
/// are a mistake that ends the session.
struct BlobReceiver: Sendable {
    /// What to do next.
    enum Action: Sendable, Equatable {
        case send(Frame)
        /// Store a chunk that fits its manifest, and answer `stored`.
        case store(BlobManifest, chunk: Int, bytes: [UInt8])
        /// Every chunk is stored.
        case complete(Digest)
        /// A piece was not the manifest's: the sender's copy is damaged, or the sender lies.
        case damaged(Digest)
    }

    private struct Transfer {
        let manifest: BlobManifest
        let blob: Digest
        var held: BlobBitmap
        /// The chunks that are neither held nor handed over to be stored, in their order; the first one is under way.
        var awaited: [Int]
        /// The pieces of the chunk under way, one behind the other.
        var bytes: [UInt8] = []
        /// How many chunks were held when it was last asked for: asking again without progress would go on for ever.
        var heldAtWant: Int
        /// Chunks that are handed over and not answered for.
        var storing = 0
        var hasEnded = false

        init(_ wish: BlobWish) {
            manifest = wish.manifest
            blob = wish.manifest.digest
            held = wish.held
            awaited = wish.held.missing
            heldAtWant = wish.held.heldCount
        }
    }

    /// The bytes that may be under way or not yet on disk: one chunk that comes while another is stored.
    static let windowByteCount = UInt64(2 * BlobManifest.chunkByteCount)
    /// The most wishes that are kept; what is behind them is asked for again when these are done.
    static let wishCountMax = 64

    private var wishes: [BlobWish] = []
    private var transfer: Transfer?
    /// What is not asked for again on this connection.
    private var givenUp: Set<Digest> = []
    private var received: UInt64 = 0
    private var settled: UInt64 = 0
    private var granted = windowByteCount
    /// Whether the sender knows of the first credit.
    private var isAnnounced: Bool

    /// A receiver that tells the sender of its first credit, unless WELCOME does.
    init(isAnnounced: Bool) { self.isAnnounced = isAnnounced }

    /// How much may have been sent, in bytes of this session.
    var credit: Credit { Credit(trafficClass: .blobs, byteTotal: granted) }

    /// Learns what is wanted, the most important first; what is under way goes on while it is among them.
    mutating func want(_ wishes: [BlobWish]) -> [Action] {
        self.wishes = wishes.filter { !givenUp.contains($0.manifest.digest) && !$0.held.isWhole }
            .prefix(Self.wishCountMax).map(\.self)
        if let transfer, self.wishes.contains(where: { $0.manifest == transfer.manifest }) { return [] }
        // Pieces of what is wanted no more may be under way still; they fit nothing and are dropped.
        return drop() + next()
    }

    /// Takes a piece.
    ///
    /// - Throws: `.creditExceeded`.
    mutating func receive(_ piece: Piece) throws(ReplicationError) -> [Action] {
        received += piece.byteCount
        guard received <= granted else {
            throw ReplicationError(.creditExceeded, "more of a blob came than there was credit for")
        }
        guard var transfer, transfer.blob == piece.blob, let chunk = transfer.awaited.first else {
            return settle(piece.byteCount)
        }
        let pieces = transfer.manifest.pieces(ofChunk: chunk)
        let next = pieces.lowerBound + transfer.bytes.count / BlobManifest.pieceByteCount
        guard piece.index == UInt64(next) else {
            // One that was held, came twice, or follows one that was lost: the rest is asked for again at the end.
            return settle(piece.byteCount)
        }
        guard
            transfer.manifest.holds(
                piece.bytes.bytes,
                at: next,
                path: piece.path.compactMap { Digest($0.bytes) }
            )
        else {
            return settle(piece.byteCount) + [.damaged(piece.blob)] + giveUp(piece.blob)
        }
        transfer.bytes += piece.bytes.bytes
        guard next + 1 == pieces.upperBound else {
            self.transfer = transfer
            return []
        }
        let bytes = transfer.bytes
        transfer.bytes = []
        transfer.awaited.removeFirst()
        transfer.storing += 1
        self.transfer = transfer
        return [.store(transfer.manifest, chunk: chunk, bytes: bytes)]
    }

    /// The answer to `store`; false where there is no room for it.
    mutating func stored(_ manifest: BlobManifest, chunk: Int, isKept: Bool) -> [Action] {
        let actions = settle(UInt64(manifest.chunkByteCount(at: chunk)))
        guard var transfer, transfer.manifest == manifest else { return actions }
        guard isKept else { return actions + giveUp(transfer.blob) }
        transfer.storing -= 1
        transfer.held.insert(chunk)
        self.transfer = transfer
        return actions + conclude()
    }

    /// The sender has nothing more for a blob.
    mutating func receive(_ end: BlobEnd) -> [Action] {
        guard var transfer, transfer.blob == end.blob else { return [] }
        guard end.reason == .sent else { return giveUp(end.blob) }
        transfer.hasEnded = true
        self.transfer = transfer
        return conclude()
    }
}

extension BlobReceiver {
    /// Goes on to the next wish where nothing is under way.
    private mutating func next() -> [Action] {
        guard transfer == nil, let wish = wishes.first else { return [] }
        let transfer = Transfer(wish)
        self.transfer = transfer
        let want = Action.send(.want(Want(blob: transfer.blob, held: transfer.held)))
        guard !isAnnounced else { return [want] }
        isAnnounced = true
        return [.send(.credit(credit)), want]
    }

    /// Whether the transfer is over, or has to be asked for again because something was lost.
    private mutating func conclude() -> [Action] {
        guard var transfer else { return [] }
        if transfer.held.isWhole {
            wishes.removeAll { $0.manifest == transfer.manifest }
            self.transfer = nil
            return [.complete(transfer.blob)] + next()
        }
        guard transfer.hasEnded, transfer.storing == 0 else { return [] }
        guard transfer.held.heldCount > transfer.heldAtWant else { return giveUp(transfer.blob) }
        let dropped = drop()
        transfer = Transfer(BlobWish(manifest: transfer.manifest, held: transfer.held))
        self.transfer = transfer
        return dropped + [.send(.want(Want(blob: transfer.blob, held: transfer.held)))]
    }

    private mutating func giveUp(_ blob: Digest) -> [Action] {
        givenUp.insert(blob)
        wishes.removeAll { $0.manifest.digest == blob }
        return drop() + next()
    }

    /// Forgets the transfer and what came of a chunk that is not whole; its bytes are owed no longer.
    private mutating func drop() -> [Action] {
        defer { transfer = nil }
        return settle(UInt64(transfer?.bytes.count ?? 0))
    }

    /// New credit once half of the window is used, counted from what is stored or dropped.
    private mutating func settle(_ byteCount: UInt64) -> [Action] {
        settled += byteCount
        let total = settled + Self.windowByteCount
        guard total >= granted + Self.windowByteCount / 2 else { return [] }
        granted = total
        return [.send(.credit(credit))]
    }
}

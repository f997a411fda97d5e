import Cryptography
import Records
import Testing

@testable import Replication

@Suite struct BlobTransferTests {
    private static let sizes = [5_000, 700_000, 1, 262_128]

    @Test func `everything that is wanted comes, in the order of its importance`() throws {
        var pair = try BlobPair(Self.sizes)
        try pair.connect()
        let hasAll = pair.hasAll
        #expect(hasAll)
        #expect(pair.complete == pair.blobs.map(\.reference.digest))
        #expect(pair.damaged.isEmpty)
        try pair.connect()
        #expect(pair.frameCount == 0, "what is here is not asked for")
    }

    @Test func `after a cut at every frame only what is missing comes`() throws {
        let start = try BlobPair([600_000])
        var whole = start
        try whole.connect()
        #expect(whole.frameCount > 20)
        for cut in 0..<whole.frameCount {
            var pair = start
            try pair.connect(cutAfter: cut)
            let kept = pair.wishes[0].held.heldCount
            try pair.connect()
            let hasAll = pair.hasAll
            #expect(hasAll, "cut after \(cut) frames")
            #expect(pair.frameCount <= whole.frameCount - 8 * min(kept, 2), "cut after \(cut) frames")
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `pieces that are lost and frames that come twice cost time and nothing else`(seed: UInt64) throws {
        var pair = try BlobPair([20_000, 900_000], seed: seed)
        (pair.lossPercent, pair.doublePercent) = (10, 20)
        for _ in 0..<60 where !pair.hasAll { try pair.connect() }
        let hasAll = pair.hasAll
        #expect(hasAll)
        #expect(pair.damaged.isEmpty)
    }

    @Test func `a piece that is not the manifest's is refused when it comes, and the next blob goes on`()
        throws
    {
        var pair = try BlobPair([300_000, 40_000])
        let bad = pair.blobs[0].reference.digest
        pair.disturb = { piece in
            guard piece.blob == bad, piece.index == 3 else { return piece }
            var bytes = piece.bytes.bytes
            bytes[77] ^= 4
            return Piece(blob: bad, index: 3, bytes: bytes, path: piece.path.compactMap { Digest($0.bytes) })
        }
        try pair.connect()
        #expect(pair.damaged == [bad])
        #expect(pair.stored[bad] == nil, "no chunk of it was stored")
        #expect(pair.complete == [pair.blobs[1].reference.digest])
        #expect(pair.frameCount < 30, "it is not asked for again on this connection")
    }

    @Test func `a piece of another place or another blob is not taken for the one that is due`() throws {
        var pair = try BlobPair([300_000])
        let other = try SealedBlob([UInt8](repeating: 9, count: 300_000), mediaType: "text/plain")
        let digest = pair.blobs[0].reference.digest
        pair.disturb = { piece in
            // Another blob's piece under this one's name; its own proof holds, under another root.
            piece.index == 1
                ? Piece(
                    blob: digest,
                    index: 1,
                    bytes: other.framed(1).bytes.bytes,
                    path: other.framed(1).path.compactMap { Digest($0.bytes) }
                ) : piece
        }
        try pair.connect()
        #expect(pair.damaged == [digest])
        #expect(pair.complete.isEmpty)
    }

    @Test func `pieces of what nobody wants are dropped, and count`() throws {
        let foreign = try SealedBlob([UInt8](repeating: 9, count: 40_000), mediaType: "text/plain")
        let piece = foreign.framed(0)
        var receiver = BlobReceiver(isAnnounced: false)
        #expect(try receiver.receive(piece).isEmpty)
        var sent = piece.byteCount
        var granted = BlobReceiver.windowByteCount
        while sent < 4 * BlobReceiver.windowByteCount {
            for action in try receiver.receive(piece) {
                guard case .send(.credit(let credit)) = action else {
                    Issue.record("\(action)")
                    return
                }
                granted = credit.byteTotal
            }
            sent += piece.byteCount
            #expect(granted >= sent, "dropped bytes are owed no longer")
        }
    }

    @Test func `more than the credit is a mistake of the sender`() throws {
        let blob = try SealedBlob([UInt8](repeating: 9, count: 2_000_000), mediaType: "text/plain")
        var receiver = BlobReceiver(isAnnounced: false)
        _ = receiver.want([
            BlobWish(manifest: blob.reference.manifest, held: BlobBitmap(count: blob.chunks.count))
        ])
        // Nothing is answered for as stored: the window is all that may come.
        let count = Int(BlobReceiver.windowByteCount) / BlobManifest.pieceByteCount
        let tree = blob.tree
        for index in 0..<count { _ = try receiver.receive(blob.framed(index, in: tree)) }
        #expect(throws: ReplicationError(.creditExceeded, "")) {
            try receiver.receive(blob.framed(count, in: tree))
        }
    }

    @Test func `what is under way and not stored stays within the window`() throws {
        var pair = try BlobPair([3_000_000])
        try pair.connect()
        #expect(pair.owedMax <= BlobReceiver.windowByteCount)
    }

    @Test func `a full disk ends the wish and not the session`() throws {
        var pair = try BlobPair([600_000, 5_000])
        pair.isFull = true
        try pair.connect()
        #expect(pair.complete.isEmpty && pair.damaged.isEmpty)
        pair.isFull = false
        try pair.connect()
        let hasAll = pair.hasAll
        #expect(hasAll)
    }

    @Test func `what the sender does not have is passed over`() throws {
        var sender = BlobSender()
        let blob = try SealedBlob([1, 2, 3], mediaType: "text/plain")
        let want = Want(blob: blob.reference.digest, held: BlobBitmap(count: 1))
        #expect(sender.receive(want) == [.find(blob.reference.digest)])
        #expect(
            sender.found(blob.reference.digest, nil)
                == [.send(.blobEnd(BlobEnd(blob: blob.reference.digest, reason: .notHere)))]
        )
        var receiver = BlobReceiver(isAnnounced: true)
        let wish = BlobWish(manifest: blob.reference.manifest, held: BlobBitmap(count: 1))
        #expect(receiver.want([wish]) == [.send(.want(want))])
        #expect(receiver.receive(BlobEnd(blob: blob.reference.digest, reason: .notHere)).isEmpty)
        #expect(receiver.want([wish]).isEmpty, "not again on this connection")
    }

    @Test func `a bitmap of another number of chunks is answered with not here`() throws {
        var sender = BlobSender()
        let blob = try SealedBlob([1, 2, 3], mediaType: "text/plain")
        _ = sender.receive(Want(blob: blob.reference.digest, held: BlobBitmap(count: 90)))
        #expect(
            sender.found(blob.reference.digest, blob.reference.manifest)
                == [.send(.blobEnd(BlobEnd(blob: blob.reference.digest, reason: .notHere)))]
        )
        #expect(sender.next() == nil)
    }

    @Test func `no piece is read without credit for the largest`() throws {
        var sender = BlobSender()
        let blob = try SealedBlob([UInt8](repeating: 1, count: 100_000), mediaType: "text/plain")
        _ = sender.receive(Want(blob: blob.reference.digest, held: BlobBitmap(count: 1)))
        _ = sender.found(blob.reference.digest, blob.reference.manifest)
        sender.grant(UInt64(BlobManifest.pieceByteCount) - 1)
        #expect(sender.next() == nil)
        sender.grant(UInt64(BlobManifest.pieceByteCount))
        #expect(sender.next() == .read(blob.reference.digest, piece: 0))
    }
}

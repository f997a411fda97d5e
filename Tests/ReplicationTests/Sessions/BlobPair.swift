import Cryptography
import Records
import Testing

@testable import Replication

/// A holder of blobs and somebody who wants them, with a line between that the test may disturb.
///
/// Fault model: any frame may be lost or come twice; the line may be cut after any frame, and loses then what is under way
/// in both directions and both machines. What is stored outlives the line.
struct BlobPair {
    /// What the holder has.
    let blobs: [SealedBlob]
    /// What came to be stored.
    private(set) var stored: [Digest: [Int: [UInt8]]] = [:]
    private(set) var complete: [Digest] = []
    private(set) var damaged: [Digest] = []
    /// How many frames passed on the last connection.
    private(set) var frameCount = 0
    /// The most piece bytes that were under way or not stored.
    private(set) var owedMax: UInt64 = 0
    /// Called on each piece before it arrives.
    var disturb: @Sendable (Piece) -> Piece = { $0 }
    /// The chance in a hundred that a frame is lost, and that it comes twice.
    var (lossPercent, doublePercent) = (0, 0)
    /// Whether the receiver's disk is full.
    var isFull = false

    /// Hashing a blob anew for each of its pieces would be most of a test's time.
    private let trees: [Digest: PieceTree]
    private var generator: SplitMix
    private var receiver = BlobReceiver(isAnnounced: false)
    private var sender = BlobSender()
    private var toSender: [Frame] = []
    private var toReceiver: [Frame] = []
    private var sentBytes: UInt64 = 0
    private var keptBytes: UInt64 = 0

    private static let frameCountMax = 20_000

    init(_ sizes: [Int], seed: UInt64 = 1) throws {
        blobs = try sizes.map { size in
            try SealedBlob(
                (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ size) },
                mediaType: "text/plain"
            )
        }
        trees = Dictionary(uniqueKeysWithValues: blobs.map { ($0.reference.digest, $0.tree) })
        generator = SplitMix(seed: seed)
    }

    var wishes: [BlobWish] {
        blobs.map { blob in
            var held = BlobBitmap(count: blob.chunks.count)
            for index in (stored[blob.reference.digest] ?? [:]).keys { held.insert(index) }
            return BlobWish(manifest: blob.reference.manifest, held: held)
        }
    }

    /// Whether everything is there, chunk by chunk.
    var hasAll: Bool {
        blobs.allSatisfy { blob in
            blob.chunks.enumerated().allSatisfy { stored[blob.reference.digest]?[$0] == $1 }
        }
    }

    /// Connects and lets frames pass until nothing moves, or the line is cut after so many of them.
    mutating func connect(cutAfter limit: Int? = nil) throws {
        (receiver, sender) = (BlobReceiver(isAnnounced: false), BlobSender())
        (toSender, toReceiver, sentBytes, keptBytes, frameCount) = ([], [], 0, 0, 0)
        try perform(receiver.want(wishes))
        while !toSender.isEmpty || !toReceiver.isEmpty || step() {
            if let limit, frameCount == limit { return }
            try #require(frameCount < Self.frameCountMax, "the two never come to rest")
            frameCount += 1
            try pass()
        }
    }

    /// Gives the receiver a frame that nobody sent.
    mutating func inject(_ piece: Piece) throws {
        keptBytes = 0
        try perform(receiver.receive(piece))
    }

    private mutating func pass() throws {
        let isUp = toReceiver.isEmpty || (!toSender.isEmpty && Bool.random(using: &generator))
        let frame = isUp ? toSender.removeFirst() : toReceiver.removeFirst()
        if Int.random(in: 0..<100, using: &generator) < lossPercent, isPiece(frame) { return }
        let isDouble = Int.random(in: 0..<100, using: &generator) < doublePercent && !isPiece(frame)
        for _ in 0..<(isDouble ? 2 : 1) { isUp ? tell(frame) : try take(frame) }
        while step() {}
    }

    private func isPiece(_ frame: Frame) -> Bool { if case .piece = frame { true } else { false } }

    /// One step of the sender on its own; false where it waits.
    private mutating func step() -> Bool {
        guard let action = sender.next() else { return false }
        answer(action)
        return true
    }

    private mutating func tell(_ frame: Frame) {
        switch frame {
        case .want(let want): for action in sender.receive(want) { answer(action) }
        case .credit(let credit): sender.grant(credit.byteTotal)
        default: Issue.record("\(frame.name) goes the other way")
        }
    }

    private mutating func answer(_ action: BlobSender.Action) {
        switch action {
        case .send(let frame):
            if case .piece(let piece) = frame {
                sentBytes += piece.byteCount
                owedMax = max(owedMax, sentBytes - keptBytes)
            }
            toReceiver.append(frame)
        case .find(let digest):
            let blob = blobs.first { $0.reference.digest == digest }
            for action in sender.found(digest, blob?.reference.manifest) { answer(action) }
        case .read(let digest, let index):
            let blob = blobs.first { $0.reference.digest == digest }
            for action in sender.read(digest, blob.map { $0.framed(index, in: trees[digest]) }) {
                answer(action)
            }
        }
    }

    private mutating func take(_ frame: Frame) throws {
        switch frame {
        case .piece(let piece): try perform(receiver.receive(disturb(piece)))
        case .blobEnd(let end): try perform(receiver.receive(end))
        default: Issue.record("\(frame.name) goes the other way")
        }
    }

    private mutating func perform(_ actions: [BlobReceiver.Action]) throws {
        for action in actions {
            switch action {
            case .send(let frame):
                if case .credit(let credit) = frame {
                    keptBytes = max(
                        keptBytes,
                        credit.byteTotal - min(credit.byteTotal, BlobReceiver.windowByteCount)
                    )
                }
                toSender.append(frame)
            case .store(let manifest, let chunk, let bytes):
                if !isFull { stored[manifest.digest, default: [:]][chunk] = bytes }
                try perform(receiver.stored(manifest, chunk: chunk, isKept: !isFull))
            case .complete(let digest): complete.append(digest)
            case .damaged(let digest): damaged.append(digest)
            }
        }
    }
}

extension SealedBlob {
    /// The tree over its pieces.
    var tree: PieceTree { PieceTree(chunks.flatMap(PieceTree.hashes)) }

    /// One piece with its proof, as a holder sends it.
    func framed(_ index: Int, in known: PieceTree? = nil) -> Piece {
        let tree = known ?? self.tree
        let chunk = chunks[index / BlobManifest.pieceCountPerChunk]
        let start = index % BlobManifest.pieceCountPerChunk * BlobManifest.pieceByteCount
        return Piece(
            blob: reference.digest,
            index: index,
            bytes: Array(chunk[start..<min(start + BlobManifest.pieceByteCount, chunk.count)]),
            path: tree.path(of: index) ?? []
        )
    }
}

import Cryptography
import Records

/// The side of a connection that has blobs: sends the missing pieces of the one that is wanted, as credit allows.
struct BlobSender: Sendable {
    /// What to do next.
    enum Action: Sendable, Equatable {
        case send(Frame)
        /// Look for a blob that is whole here and may go to this receiver, and answer `found`.
        case find(Digest)
        /// Read a piece with its proof, and answer `read`.
        case read(Digest, piece: Int)
    }

    private enum State {
        case idle
        case finding(Want)
        /// The pieces that are still to be sent, the next one last.
        case sending(Digest, pieces: [Int], isReading: Bool)
    }

    private var state = State.idle
    private var credit: UInt64 = 0
    private var sent: UInt64 = 0

    /// Learns how much may have been sent by now; a smaller total changes nothing.
    mutating func grant(_ byteTotal: UInt64) { credit = max(credit, byteTotal) }

    /// Takes a wish, in the place of the one before.
    mutating func receive(_ want: Want) -> [Action] {
        state = .finding(want)
        return [.find(want.blob)]
    }

    /// The answer to `find`; nil for a blob that is not here, not whole, or not for this receiver.
    mutating func found(_ blob: Digest, _ manifest: BlobManifest?) -> [Action] {
        guard case .finding(let want) = state, want.blob == blob else { return [] }
        guard let manifest, let held = BlobBitmap(bytes: want.held.bytes, count: manifest.chunkCount) else {
            state = .idle
            return [.send(.blobEnd(BlobEnd(blob: blob, reason: .notHere)))]
        }
        let pieces = held.missing.flatMap(manifest.pieces)
        state = .sending(blob, pieces: pieces.reversed(), isReading: false)
        return []
    }

    /// The next step, where credit allows one: asked last, when nothing more urgent waits.
    mutating func next() -> Action? {
        guard case .sending(let blob, let pieces, isReading: false) = state else { return nil }
        guard let piece = pieces.last else {
            state = .idle
            return .send(.blobEnd(BlobEnd(blob: blob, reason: .sent)))
        }
        guard credit - min(credit, sent) >= UInt64(BlobManifest.pieceByteCount) else { return nil }
        state = .sending(blob, pieces: pieces, isReading: true)
        return .read(blob, piece: piece)
    }

    /// The answer to `read`; nil for a blob that went meanwhile.
    mutating func read(_ blob: Digest, _ piece: Piece?) -> [Action] {
        guard case .sending(blob, var pieces, isReading: true) = state else { return [] }
        guard let piece else {
            state = .idle
            return [.send(.blobEnd(BlobEnd(blob: blob, reason: .notHere)))]
        }
        pieces.removeLast()
        sent += piece.byteCount
        state = .sending(blob, pieces: pieces, isReading: false)
        return [.send(.piece(piece))]
    }
}

import Cryptography
import Records

/// What either side's session does about blobs: the cases that both have.
protocol BlobAction {
    /// Send these bytes.
    static func send(_ bytes: [UInt8]) -> Self
    /// Store a chunk, whose pieces are those of the manifest.
    static func storeChunk(_ manifest: BlobManifest, chunk: Int, bytes: [UInt8]) -> Self
    /// Every chunk of a wanted blob is stored.
    static func blobComplete(_ blob: Digest) -> Self
    /// What came for a wanted blob is not what its manifest says.
    static func blobDamaged(_ blob: Digest) -> Self
    /// Look for a blob that is whole here.
    static func findBlob(_ blob: Digest) -> Self
    /// Read a piece of a blob with its proof.
    static func readPiece(_ blob: Digest, piece: Int) -> Self
}

extension CabinetSession.Action: BlobAction {}
extension HeadquartersSession.Action: BlobAction {}

extension [BlobReceiver.Action] {
    /// The same as actions of a session.
    func of<Action: BlobAction>(_ type: Action.Type = Action.self) -> [Action] {
        map { action in
            switch action {
            case .send(let frame): .send(frame.encoded)
            case .store(let manifest, let chunk, let bytes): .storeChunk(manifest, chunk: chunk, bytes: bytes)
            case .complete(let blob): .blobComplete(blob)
            case .damaged(let blob): .blobDamaged(blob)
            }
        }
    }
}

extension [BlobSender.Action] {
    /// The same as actions of a session.
    func of<Action: BlobAction>(_ type: Action.Type = Action.self) -> [Action] {
        map { action in
            switch action {
            case .send(let frame): .send(frame.encoded)
            case .find(let blob): .findBlob(blob)
            case .read(let blob, let piece): .readPiece(blob, piece: piece)
            }
        }
    }
}

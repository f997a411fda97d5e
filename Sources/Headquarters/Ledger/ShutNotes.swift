import Enrolment
import FoundationEssentials
import Records

/// The notes for which a restored headquarters is shut, in a file beside its evidence: a start must not forget them.
///
/// The evidence file itself is what was put back; nobody carries this one along in a backup of it.
struct ShutNotes: Sendable {
    let path: String

    /// The notes that were kept; none where nothing is missing.
    func read() throws -> [[UInt8]] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let bytes = try ProtectedFile.read(path, readers: .ownerOnly)
        guard case .array(let elements) = try CBOR(decoding: bytes) else {
            throw HeadquartersError(
                .refused,
                "\(path) is damaged: it says which own records a restored headquarters misses; take it away when every cabinet has greeted"
            )
        }
        return try elements.map { try Bytes(canonical: $0).bytes }
    }

    /// Keeps these notes instead of those that were kept; none takes the file away.
    func write(_ notes: [[UInt8]]) throws {
        if notes.isEmpty {
            guard FileManager.default.fileExists(atPath: path) else { return }
            return try FileManager.default.removeItem(atPath: path)
        }
        let encoded = CBOR.array(notes.map { Bytes($0).canonical }).encoded
        try ProtectedFile.replace(path, encoded, readers: .ownerOnly)
    }
}

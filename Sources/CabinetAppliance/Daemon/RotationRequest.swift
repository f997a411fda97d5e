import Enrolment
import FoundationEssentials
import Records

/// A file in the state folder by which somebody at the cabinet asks for the key of its acts to be changed.
struct RotationRequest {
    let path: String

    /// Asks.
    func make() throws { try ProtectedFile.replace(path, [], readers: .ownerOnly) }

    /// Rotates where it was asked for, once: a power cut in between leaves the file, and the next start rotates again.
    func fulfil(with ledger: CabinetLedger<some LogStore>) async throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try await ledger.rotate()
        try FileManager.default.removeItem(atPath: path)
    }
}

package import Authority
import Cryptography
import Enrolment
package import Records
import SealTags
import Store

/// The tag-key service behind its Unix socket.
///
/// Brings it the records of `authority` that it has not folded yet, with the newest cosigned note, before it asks.
package actor TagKeySocket: TagKeyService {
    private let client: TagKeyClient
    private let ledger: HeadquartersLedger

    /// A service that listens at a path; nothing is opened before the first job.
    package init(path: String, ledger: HeadquartersLedger) {
        client = TagKeyClient(path: path)
        self.ledger = ledger
    }

    package func deliver(_ job: TagKeyJob) async throws -> [TagKeyDelivery] {
        do {
            try await bringAuthority()
            return try await keys(for: job)
        } catch let error as KeyServiceError {
            throw HeadquartersError(Self.isFinal(error) ? .refused : .unavailable, error.message)
        }
    }

    package func presenceKey(of uid: Bytes, version: UInt64, to cabinet: String) async throws
        -> [TagKeyDelivery]
    {
        do {
            try await bringAuthority()
            let order = PresenceOrder(
                organisation: ledger.origins.organisation,
                id: Bytes(try SecureRandom.bytes(PresenceOrder.idByteCount)),
                uid: uid,
                keyVersion: version,
                cabinets: [cabinet]
            )
            return try await client.presenceKeys(order, signedBy: ledger.keys.current.notes)
        } catch let error as KeyServiceError {
            throw HeadquartersError(Self.isFinal(error) ? .refused : .unavailable, error.message)
        }
    }

    private func keys(for job: TagKeyJob) async throws -> [TagKeyDelivery] {
        let statement = try TagJobStatement(decoding: job.job.bytes)
        do { return try await client.keys(for: job.job, cabinets: job.cabinets) } catch {
            guard error.code == .spent else { throw error }
        }
        // It was done before, and the answer was lost on its way.
        return try await client.recall(statement.job)
    }

    private func bringAuthority() async throws {
        let (origin, size) = (ledger.origins.authority, ledger.view.standing.size)
        var first = try await client.status().authoritySize
        while first < size {
            let stretch = try await ledger.read(origin, from: first, byteCountMax: 512 << 10)
            guard stretch.bundle.count > 0 else { break }
            _ = try await client.bring(stretch.bundle.records, from: first)
            first += UInt64(stretch.bundle.count)
        }
        if let note = try await ledger.witnessedAuthority() {
            _ = try await client.bring([], from: first, note: note.bytes)
        }
    }

    /// Whether asking again would change nothing.
    private static func isFinal(_ error: KeyServiceError) -> Bool {
        [.malformed, .notAuthorised, .otherOrganisation, .otherSite, .unknownTag, .invalidArgument]
            .contains(error.code)
    }
}

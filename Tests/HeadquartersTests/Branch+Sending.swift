import Cryptography
import Records
import Replication
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// What a cabinet sends of its acts, without a line.
extension Branch {
    /// Its newest head, proved from the one that headquarters' witness holds.
    func offer(to office: Office) async throws -> CabinetIngest {
        let origin = try office.ledger.origins.acts(of: name)
        let from = try await office.ledger.witnessedHead(of: origin).size
        let (offer, _) = try await ledger.offer(origin, from: from)
        let checkpoint = CheckpointOffer(
            note: try SignedNote(parsing: offer.note.bytes),
            from: offer.from,
            path: offer.path.compactMap { Digest($0.bytes) }
        )
        return CabinetIngest(Ingest(origin: origin, offer: checkpoint), of: name)
    }

    /// Records up to the newest checkpoint within them.
    func data(from first: UInt64, to office: Office) async throws -> CabinetIngest {
        let origin = try office.ledger.origins.acts(of: name)
        let stretch = try await ledger.records(of: origin, from: first, byteCountMax: 1 << 20)
        return CabinetIngest(
            Ingest(
                origin: origin,
                first: stretch.first,
                bundle: stretch.bundle,
                checkpoint: stretch.checkpoint
            ),
            of: name
        )
    }

    /// Sends its newest head and what is not there yet; gives the note that headquarters answers with.
    func send(from first: UInt64, to office: Office) async throws -> SignedNote {
        let answers = try await office.ledger.ingest([
            try await offer(to: office), try await data(from: first, to: office),
        ])
        return try #require(answers[0].note)
    }

    /// The notes that it shows in a greeting.
    func shownNotes() async throws -> [[UInt8]] {
        try await ledger.greeting(boot: boot, startCount: 1, nonce: []).hello.cosigned.map(\.bytes)
    }
}

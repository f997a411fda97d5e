import Authority
import Records
import Replication

extension ReplicationService {
    /// What a session says to a cabinet that it welcomes; without a nonce there is no time in it.
    func welcome(_ connection: Connection, nonce: [UInt8]?, held: [HeldLog]) async throws -> Welcome {
        var heads: [HeadOffer] = []
        for origin in connection.session.offers where held.contains(where: { $0.origin == origin.text }) {
            let size = held.first { $0.origin == origin.text }?.size ?? 0
            if let (offer, newSize) = try await ledger.offer(origin, from: size) {
                heads.append(offer)
                noteOffered(origin, connection.cabinet, newSize)
            }
        }
        var fresh: SignedFreshNote?
        // No time in an epoch that does not count: takes wait for officers.
        if let nonce, ledger.view.cabinets[connection.cabinet]?.isCurrentEpochCounting == true {
            fresh = try await ledger.freshNote(
                cabinet: connection.cabinet,
                site: connection.site,
                nonce: nonce
            )
        }
        let present = ledger.origins.authority.text
        let isNamed = held.contains { $0.origin == present }
        return Welcome(
            mirrored: try ledger.held(of: connection.cabinet),
            fresh: fresh,
            heads: heads,
            credit: connection.session.initialCredit,
            authority: isNamed ? [] : try await ledger.authorityAnnouncement()
        )
    }
}

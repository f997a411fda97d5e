import Records
import Store
import Testing

@testable import CabinetAppliance
@testable import Custody

/// A state that another program left, under a leaf that names it truly.
@Suite struct LedgerStateVersionTests {
    /// Versions against this program's own, and whether what they left is believed.
    static let versions: [(offset: Int64, isBelieved: Bool)] = [(-1, false), (1, false), (0, true)]

    @Test(arguments: versions)
    func `a state of an older version, or of one that is not known, is folded again from the leaves`(
        version: (offset: Int64, isBelieved: Bool)
    ) async throws {
        try await KeptCabinet.with { cabinet in
            let first = try cabinet.open()
            try await cabinet.live(first.ledger)
            let before = first.ledger.view
            // A fold that meant something else: the use was not counted.
            var custody = before.custody
            custody.uses = [:]
            let part = StatePart(name: "custody", custody)
            let manifest = StateManifest(
                version: UInt64(Int64(LedgerStart<EvidenceFile>.version) + version.offset),
                pieces: [StateManifest.Piece(name: part.name, digest: part.digest)]
            )
            try first.states.keep(
                KeptState(index: custody.size, manifest: manifest),
                of: before.acts,
                parts: [part]
            )
            try await first.ledger.append([
                Draft(
                    .system,
                    .stateNamed,
                    actor: Actor(component: "ledger"),
                    detail: StateNamed(manifest).canonical
                )
            ])
            try first.close()

            let second = try cabinet.open()
            let view = second.ledger.view
            #expect(view.custody.uses == (version.isBelieved ? [:] : before.custody.uses))
            #expect(view.custody.seals == before.custody.seals)
            #expect(view.custody.findings.isEmpty && !view.isRebuilding)
            try second.close()
        }
    }
}

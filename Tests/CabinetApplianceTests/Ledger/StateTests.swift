import Cryptography
import FoundationEssentials
import Records
import Simulation
import Store
import Testing

@testable import Authority
@testable import CabinetAppliance
@testable import Custody

/// A cabinet's stored state: what a start takes from it, and what it does not believe.
@Suite struct LedgerStateTests {
    /// An edit of the projection by whoever can write it.
    struct Edit: CustomStringConvertible, Sendable {
        let description: String
        let piece: String
        let change: @Sendable ([UInt8]) throws -> [UInt8]

        static func custody(_ name: String, _ change: @escaping @Sendable (inout CustodyState) -> Void)
            -> Edit
        {
            Edit(description: name, piece: "custody") { bytes in
                var state = try CustodyState(decoding: bytes)
                change(&state)
                return state.encoded
            }
        }

        static func policy(_ name: String, _ change: @escaping @Sendable (inout SitePolicy) -> Void) -> Edit {
            Edit(description: name, piece: "obeyed") { bytes in
                let logs = try ObeyedLogs(decoding: bytes)
                var policy = logs.policy
                change(&policy)
                return ObeyedLogs(standing: logs.standing, policy: policy, missesCriticalRecord: false)
                    .encoded
            }
        }
    }

    static let edits: [Edit] = [
        .custody("a grant unspent") { $0.uses = [:] },
        .custody("custody flipped") { state in
            state.seals[KeptCabinet.seal] = .present(drawer: 2, proved: state.lastTime)
        },
        .policy("a verifier swapped") { policy in
            guard let old = policy.credentials[id(77)] else { return }
            policy.credentials[id(77)] = CredentialStatement(
                head: old.head,
                credential: old.credential,
                person: old.person,
                generation: old.generation,
                credentialKind: old.credentialKind,
                verifiers: [SealedForCabinet(cabinet: "c1", sealed: Bytes([9, 9, 9]))]
            )
        },
        .policy("a limit raised") { $0.taken.offlineSecondsMax = 7_776_000 },
    ]

    @Test func `a start goes on from the state that a leaf names, without the leaves before it`() async throws
    {
        try await KeptCabinet.with { cabinet in
            let first = try cabinet.open()
            try await cabinet.live(first.ledger)
            try await first.ledger.rest()
            let before = first.ledger.view
            #expect(before.custody.uses.values.map(\.self) == [1])
            // What nobody has to fold any more could not be folded: the bodies of the acts are gone.
            let origins = try CabinetOrigins(before.identity)
            try first.store.eraseBodies(of: origins.acts, at: Set(0..<6))
            try first.close()

            let second = try cabinet.open()
            #expect(second.ledger.view.custody == before.custody)
            #expect(second.ledger.view.obeyed == before.obeyed)
            #expect(!second.ledger.view.isRebuilding)
            try second.close()

            try FileManager.default.removeItem(atPath: cabinet.projections)
            let third = try cabinet.open()
            #expect(third.ledger.view.custody.uses.isEmpty)
            try third.close()
        }
    }

    @Test func `rest names the state once, and again only when something was written`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await running.ledger.rest()
            #expect(running.ledger.view.head.size == 0)
            try await cabinet.live(running.ledger)
            let size = running.ledger.view.head.size
            try await running.ledger.rest()
            try await running.ledger.rest()
            #expect(running.ledger.view.head.size == size + 1)
            try running.close()
            let again = try cabinet.open()
            try await again.ledger.rest()
            #expect(again.ledger.view.head.size == size + 1)
            try again.close()
        }
    }

    @Test func `a state that a crash left without its leaf is passed over, and the one before it is taken`()
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            try await cabinet.live(running.ledger)
            try await running.ledger.rest()
            let before = running.ledger.view
            var lie = before.custody
            lie.uses = [:]
            let parts = LedgerStart<EvidenceFile>.parts(obeyed: before.obeyed, custody: lie)
            let pieces = parts.map { StateManifest.Piece(name: $0.name, digest: $0.digest) }
            let manifest = StateManifest(version: LedgerStart<EvidenceFile>.version, pieces: pieces)
            let origin = try CabinetOrigins(before.identity).acts
            for index in [before.head.size, before.head.size + 3] {
                try running.states.keep(KeptState(index: index, manifest: manifest), of: origin, parts: parts)
            }
            try running.close()
            let again = try cabinet.open()
            #expect(again.ledger.view.custody == before.custody)
            #expect(!again.ledger.view.isRebuilding)
            // Another leaf now stands where the first of them has no name.
            try await cabinet.live(again.ledger)
            let then = again.ledger.view.custody
            try again.close()
            let last = try cabinet.open()
            #expect(last.ledger.view.custody == then)
            #expect(!last.ledger.view.isRebuilding)
            try last.close()
        }
    }

    @Test(arguments: edits, [false, true])
    func `an edited projection is found: no takes, a finding, and everything anew from the leaves`(
        edit: Edit,
        withDigests: Bool
    ) async throws {
        try await KeptCabinet.with { cabinet in
            let first = try cabinet.open()
            try await cabinet.live(first.ledger)
            try await first.ledger.rest()
            let before = first.ledger.view
            try first.close()
            if withDigests {
                try cabinet.edit(edit.piece, edit.change)
            } else {
                try cabinet.editBytesOnly(edit.piece, edit.change)
            }

            let second = try cabinet.open()
            let ledger = second.ledger
            #expect(refusals(ledger).contains(.stateRebuilding))
            try await ledger.append([])
            #expect(ledger.view.obeyed == before.obeyed)
            // Returns go on meanwhile, into what the readers found empty.
            #expect(ledger.view.returnDesk.drawer(for: KeptCabinet.seal, by: KeptCabinet.taker) == nil)
            await ledger.look([1: .proved(KeptCabinet.tag), 2: .empty])
            #expect(ledger.view.returnDesk.drawer(for: id(401), by: KeptCabinet.taker) == 2)

            try await ledger.rebuild()
            #expect(!ledger.view.isRebuilding)
            #expect(!refusals(ledger).contains(.stateRebuilding))
            #expect(ledger.view.custody.uses == before.custody.uses)
            #expect(ledger.view.custody.seals == before.custody.seals)
            #expect(ledger.view.custody.findings.map(\.opened.kind) == [.stateDiffers])
            try await ledger.rest()
            let after = ledger.view
            try second.close()

            let third = try cabinet.open()
            #expect(!third.ledger.view.isRebuilding)
            #expect(third.ledger.view.custody.findings == after.custody.findings)
            #expect(third.ledger.view.custody.uses == before.custody.uses)
            try third.close()
        }
    }

    private func refusals(_ ledger: CabinetLedger<EvidenceFile>) -> [TakeRefusal] {
        let view = ledger.view
        let decision = view.takeDesk.decide(
            TakeQuestion(
                seal: KeptCabinet.seal,
                grantDigest: view.obeyed.policy.grants.keys.first ?? SHA256.hash([]),
                taker: IdentifiedPerson(person: KeptCabinet.taker, methods: [.card, .pin]),
                companion: nil,
                interval: nil,
                contactAgeSeconds: nil
            )
        )
        guard case .refused(let reasons) = decision else { return [] }
        return reasons
    }

    @Test func `a projection that is no database is a finding and is made anew`() async throws {
        try await KeptCabinet.with { cabinet in
            let first = try cabinet.open()
            try await cabinet.live(first.ledger)
            try await first.ledger.rest()
            let before = first.ledger.view
            try first.close()
            try Data(repeating: 7, count: 12_288).write(to: URL(filePath: cabinet.projections))
            let second = try cabinet.open()
            #expect(second.ledger.view.isRebuilding)
            try await second.ledger.append([])
            try await second.ledger.rebuild()
            #expect(second.ledger.view.custody.uses == before.custody.uses)
            #expect(second.ledger.view.custody.findings.map(\.opened.kind) == [.stateDiffers])
            try await second.ledger.rest()
            try second.close()
            let third = try cabinet.open()
            #expect(!third.ledger.view.isRebuilding)
            try third.close()
        }
    }

    @Test func `acts that are written while the others are folded anew are in the state at the end`()
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let first = try cabinet.open()
            try await cabinet.live(first.ledger)
            try await first.ledger.rest()
            try first.close()
            try cabinet.edit("custody", Self.edits[0].change)
            let second = try cabinet.open()
            #expect(second.ledger.view.isRebuilding)
            try await cabinet.live(second.ledger)
            try await second.ledger.rebuild()
            #expect(second.ledger.view.custody.uses.values.map(\.self) == [2])
            #expect(second.ledger.view.custody.size == second.ledger.view.head.size)
            try second.close()
        }
    }

    @Test func `a take reads again what it rests on, and distrusts what is not so`() async throws {
        try await KeptCabinet.with { cabinet in
            let running = try cabinet.open()
            let ledger = running.ledger
            try await cabinet.live(ledger)
            let before = ledger.view
            let filed = try #require(before.obeyed.policy.grants.values.first)
            #expect(
                await ledger.recheck(filed, seal: KeptCabinet.seal, persons: [KeptCabinet.taker]) == .same
            )
            #expect(!ledger.view.isRebuilding)

            let bytes = try Self.edits[2].change(before.obeyed.encoded)
            let swapped = try ObeyedLogs(decoding: bytes)
            await ledger.change { $0.obeyed = swapped }
            #expect(
                await ledger.recheck(filed, seal: KeptCabinet.seal, persons: [KeptCabinet.taker])
                    == .different
            )
            #expect(refusals(ledger).contains(.stateRebuilding))
            #expect(ledger.view.obeyed == before.obeyed)
            try await ledger.rebuild()
            #expect(ledger.view.custody.findings.map(\.opened.kind) == [.stateDiffers])
            #expect(ledger.view.custody.uses == before.custody.uses)
            #expect(
                await ledger.recheck(filed, seal: KeptCabinet.seal, persons: [KeptCabinet.taker]) == .same
            )
            try running.close()
        }
    }
}

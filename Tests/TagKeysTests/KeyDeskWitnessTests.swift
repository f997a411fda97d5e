import Authority
import Cryptography
import Records
import SealTags
import Testing

@testable import TagKeys

/// Where owners have named witnesses, an enrolment counts only under a head that they cosigned: also for keys.
struct KeyDeskWitnessTests {
    @Test func `a cabinet enrolled since the last cosigned head gets keys only when its head is cosigned`()
        async throws
    {
        try await withFolder { folder, keys in
            var house = try House()
            let witness = Cosigner(
                name: try NoteKeyName("example.net/witness"),
                privateKey: try Ed25519PrivateKey()
            )
            let list = [Witness(name: "example.net/witness", key: Bytes(witness.verifierKey.publicKey.bytes))]
            try house.give(
                WitnessPolicyStatement(head: house.head, version: 1, witnesses: list),
                by: house.owners
            )
            try house.give(try house.cabinetStatement("c4", site: "east"), by: house.officers)
            let order = try house.order(house.job(cabinet: "c4"), cabinets: [])
            var desk = try KeyDesk(
                folder,
                keys: keys,
                organisation: House.name,
                pinnedRoot: house.pinnedRoot,
                limits: .standard
            )
            _ = try desk.answer(house.authority, at: 0)
            #expect(throws: KeyServiceError(.unknownCabinet, "")) { _ = try desk.answer(order, at: 0) }

            // A head that was cosigned, but over other leaves than those the service was shown.
            let other = try note(Array(house.records.dropLast()) + [house.records[0]], cosignedBy: witness)
            let end = UInt64(house.records.count)
            #expect(throws: KeyServiceError(.malformed, "")) {
                _ = try desk.answer(.authority(AuthorityStretch(first: end, records: [], note: other)), at: 0)
            }
            let stranger = Cosigner(
                name: try NoteKeyName("example.net/witness"),
                privateKey: try Ed25519PrivateKey()
            )
            let forged = try note(house.records, cosignedBy: stranger)
            _ = try desk.answer(.authority(AuthorityStretch(first: end, records: [], note: forged)), at: 0)
            #expect(throws: KeyServiceError(.unknownCabinet, "")) { _ = try desk.answer(order, at: 0) }

            let good = try note(house.records, cosignedBy: witness)
            let answer = try desk.answer(
                .authority(AuthorityStretch(first: end, records: [], note: good)),
                at: 0
            )
            guard case .status(let status) = answer else { return }
            #expect(status.witnessedSize == end)
            guard case .deliveries(let given) = try desk.answer(order, at: 0) else { return }
            #expect(given.map(\.cabinet) == ["c4"])
        }
    }

    private func note(_ records: [Record], cosignedBy witness: Cosigner) throws -> Bytes {
        var frontier = TreeFrontier()
        for record in records { try frontier.append(TreeHash.leaf(record.leafBytes)) }
        let signer = try CheckpointSigner(
            origin: try LogNames.authority(House.name, epoch: 1),
            privateKey: try Ed25519PrivateKey()
        )
        let note = try signer.sign(frontier.head)
        return Bytes(try note.adding(try witness.cosign(try Checkpoint(note), atSeconds: 1)).bytes)
    }
}

import Cryptography
import FoundationEssentials
import Records
import Store
import Testing

/// The file beside the evidence that holds what was folded.
@Suite struct ProjectionFileTests {
    private func state(_ index: UInt64, _ parts: [StatePart]) -> KeptState {
        let pieces = parts.map { StateManifest.Piece(name: $0.name, digest: $0.digest) }
        return KeptState(index: index, manifest: StateManifest(version: 1, pieces: pieces))
    }

    @Test func `states come back newest first, and the oldest goes with the pieces that only it had`()
        async throws
    {
        try await StoreFixture.with { fixture in
            let file = try ProjectionFile(path: fixture.folder + "/projections.sqlite")
            let shared = StatePart(name: "shared", bytes: [1])
            var kept: [KeptState] = []
            for index in 1...4 {
                let parts = [shared, StatePart(name: "own", bytes: [9, UInt8(index)])]
                kept.append(state(UInt64(index), parts))
                try file.keep(kept[index - 1], of: fixture.origin, parts: parts)
            }
            #expect(try file.states(of: fixture.origin) == [kept[3], kept[2], kept[1]])
            #expect(try file.part(shared.digest) == [1])
            #expect(try file.part(SHA256.hash([9, 2])) == [9, 2])
            #expect(try file.part(SHA256.hash([9, 1])) == nil)
            #expect(try file.states(of: Origin("seals.example/other")).isEmpty)
            try file.close()
            let again = try ProjectionFile(path: fixture.folder + "/projections.sqlite")
            #expect(try again.states(of: fixture.origin).first == kept[3])
            try again.discard()
            #expect(try again.states(of: fixture.origin).isEmpty)
            #expect(try again.part(shared.digest) == nil)
            try again.close()
        }
    }

    @Test func `a file that is no database says so when it is read, and can be begun anew`() async throws {
        try await StoreFixture.with { fixture in
            let path = fixture.folder + "/projections.sqlite"
            try Data(repeating: 0x5A, count: 8_192).write(to: URL(filePath: path))
            let file = try ProjectionFile(path: path)
            #expect(throws: RecordsError(.mismatch, "")) { try file.states(of: fixture.origin) }
            try file.discard()
            let part = StatePart(name: "a", bytes: [1])
            try file.keep(state(0, [part]), of: fixture.origin, parts: [part])
            #expect(try file.states(of: fixture.origin).count == 1)
            try file.close()
        }
    }
}

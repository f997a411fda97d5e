import Cryptography
import FoundationEssentials
import GRDB
import Records
import Testing

@testable import Store

@Suite struct NotesTests {
    @Test func `an own log keeps the cosigned heads of each role, none smaller than before`() async throws {
        try await StoreFixture.with { fixture in
            let (store, origin) = (try fixture.open(), fixture.origin)
            var writer = try LogWriter(store: store, signer: fixture.signer)
            _ = try writer.append(StoreFixture.records(0..<20))
            for role in [NoteRole.witness, .mirror, .safe] {
                try store.keep(fixture.note(5), of: origin, as: role)
                try store.keep(fixture.note(12), of: origin, as: role)
                try store.keep(fixture.note(12), of: origin, as: role)
                #expect(throws: RecordsError(.refused, "")) {
                    try store.keep(fixture.note(11), of: origin, as: role)
                }
                #expect(throws: RecordsError(.refused, "")) {
                    try store.keep(fixture.note(21), of: origin, as: role)
                }
                #expect(throws: RecordsError(.mismatch, "")) {
                    try store.keep(fixture.note(13, salt: 9), of: origin, as: role)
                }
                #expect(try store.status(of: origin)?.size(role) == 12)
                #expect(
                    try store.notes(of: origin, as: role, from: 0, limit: 9) == [
                        fixture.note(5), fixture.note(12),
                    ]
                )
                #expect(try store.notes(of: origin, as: role, from: 6, limit: 9) == [fixture.note(12)])
                #expect(try store.notes(of: origin, as: role, from: 0, limit: 1) == [fixture.note(5)])
            }
            let other = try StoreFixture.signer("seals.example/cabinet/0c1d/acts/e2").sign(.empty)
            #expect(throws: RecordsError(.mismatch, "")) { try store.keep(other, of: origin, as: .mirror) }
        }
    }

    @Test func `a copy is mirrored and safe only as far as it is confirmed`() async throws {
        try await StoreFixture.with { fixture in
            let (store, origin) = (try fixture.open(), fixture.origin)
            _ = try store.open(origin, key: fixture.signer.verifierKey, isOwn: false)
            _ = try store.ingest([
                Ingest(origin: origin, bundle: StoreFixture.bundle(0..<20), offer: fixture.offer(10))
            ])
            for role in [NoteRole.mirror, .safe] {
                #expect(throws: RecordsError(.refused, "")) {
                    try store.keep(fixture.note(11), of: origin, as: role)
                }
                try store.keep(fixture.note(10), of: origin, as: role)
            }
            // The witness may be ahead of the records.
            try store.keep(fixture.note(40), of: origin, as: .witness)
            #expect(try store.status(of: origin)?.size(.witness) == 40)
        }
    }

    @Test func `a cosignature takes the place of the bare note of the same head`() async throws {
        try await StoreFixture.with { fixture in
            let (store, origin) = (try fixture.open(), fixture.origin)
            _ = try store.open(origin, key: fixture.signer.verifierKey, isOwn: false)
            _ = try store.ingest([Ingest(origin: origin, offer: fixture.offer(10))])
            let cosigner = Cosigner(
                name: try NoteKeyName("seals.example/hq/witness"),
                privateKey: try Ed25519PrivateKey(seed: [UInt8](repeating: 7, count: 32))
            )
            let bare = try fixture.note(10)
            let cosigned = try bare.adding(cosigner.cosign(Checkpoint(bare), atSeconds: 1_700_000_000))
            try store.keep(cosigned, of: origin, as: .witness)
            #expect(try store.status(of: origin)?.notes[.witness] == cosigned)
            #expect(try store.notes(of: origin, as: .witness, from: 0, limit: 9) == [cosigned])
        }
    }

    @Test func `an erased body is gone from the disk, and every proof stays`() async throws {
        try await StoreFixture.with { fixture in
            let (store, origin) = (try fixture.open(), fixture.origin)
            let secret = Array("the name of a person who asked to be forgotten".utf8)
            var records = StoreFixture.records(0..<40)
            records[17] = Records.Record(leafBytes: records[17].leafBytes, bodyBytes: secret)
            var writer = try LogWriter(store: store, signer: fixture.signer)
            _ = try writer.append(Array(records[..<10]))
            _ = try writer.append(Array(records[10...]))
            try writer.storeCheckpoint()
            #expect(try occurrences(of: secret, in: fixture) > 0)
            try store.eraseBodies(of: origin, at: [17])
            #expect(try occurrences(of: secret, in: fixture) == 0)
            let read = try store.records(of: origin, from: 0, byteCountMax: 1 << 20).bundle.records
            #expect(read[17] == Records.Record(leafBytes: records[17].leafBytes, bodyBytes: []))
            records[17] = read[17]
            #expect(read == records)
            #expect(try store.reread(origin, from: TreeFrontier()).head == writer.head)
            #expect(throws: RecordsError(.unavailable, "")) { try store.eraseBodies(of: origin, at: [40]) }
        }
    }

    private func occurrences(of bytes: [UInt8], in fixture: StoreFixture) throws -> Int {
        var count = 0
        for suffix in ["", "-wal"] {
            let data = FileManager.default.contents(atPath: fixture.path + suffix) ?? Data()
            let file = [UInt8](data)
            guard file.count >= bytes.count else { continue }
            for start in 0...file.count - bytes.count
            where file[start] == bytes[0] && file[start..<start + bytes.count].elementsEqual(bytes) {
                count += 1
            }
        }
        return count
    }
}

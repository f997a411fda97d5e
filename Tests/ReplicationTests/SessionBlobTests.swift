import Cryptography
import Records
import Testing

@testable import Replication

/// Blobs within sessions: who may ask when, and that records go first.
@Suite struct SessionBlobTests {
    private static func blob(_ count: Int) throws -> SealedBlob {
        try SealedBlob([UInt8](repeating: 3, count: count), mediaType: "text/plain")
    }

    private static func wish(_ blob: SealedBlob) -> BlobWish {
        BlobWish(manifest: blob.reference.manifest, held: BlobBitmap(count: blob.chunks.count))
    }

    @Test func `what is wanted before WELCOME is asked for behind it, after the credit`() throws {
        let (acts, blob) = (try House.acts(0), try Self.blob(10))
        var (session, _) = CabinetSession.begin(
            try House.hello(heads: []),
            own: [(acts.origin, .acts, 0, 0)],
            obeyed: [],
            alarms: [],
            at: 0
        )
        #expect(session.receive(.blobsWanted([Self.wish(blob)]), at: 0).isEmpty)
        _ = session.receive(.received(Frame.witness([]).encoded), at: 0)
        let frames = session.receive(.received(Frame.welcome(try House.welcome()).encoded), at: 0).frames
        #expect(frames.map(\.name) == ["credit", "want"])
    }

    @Test func `a blob goes down to a cabinet, chunk by chunk, and its end is told once`() throws {
        let blob = try Self.blob(300_000)
        var (cabinet, headquarters) = (try Opened.cabinet(), try Opened.headquarters())
        var (toHeadquarters, toCabinet): ([[UInt8]], [[UInt8]]) = ([], [])
        var (stored, complete) = ([Int](), 0)
        func take(_ actions: [CabinetSession.Action]) {
            for action in actions {
                switch action {
                case .send(let bytes): toHeadquarters.append(bytes)
                case .storeChunk(let manifest, let chunk, let bytes):
                    #expect(bytes == blob.chunks[chunk])
                    stored.append(chunk)
                    take(cabinet.receive(.chunkStored(manifest, chunk: chunk, isKept: true), at: 0))
                case .blobComplete: complete += 1
                default: Issue.record("\(action)")
                }
            }
        }
        func take(_ actions: [HeadquartersSession.Action]) {
            for action in actions {
                switch action {
                case .send(let bytes): toCabinet.append(bytes)
                case .findBlob(let digest):
                    take(headquarters.receive(.foundBlob(digest, blob.reference.manifest)))
                case .readPiece(let digest, let index):
                    take(headquarters.receive(.piece(digest, blob.framed(index))))
                default: Issue.record("\(action)")
                }
            }
        }
        take(cabinet.receive(.blobsWanted([Self.wish(blob)]), at: 0))
        for _ in 0..<200 {
            while !toHeadquarters.isEmpty {
                take(headquarters.receive(.received(toHeadquarters.removeFirst())))
            }
            if toCabinet.isEmpty { break }
            take(cabinet.receive(.received(toCabinet.removeFirst()), at: 0))
        }
        #expect(stored == [0, 1])
        #expect(complete == 1)
    }

    @Test func `a cabinet sends no piece while records can go`() throws {
        let (acts, blob) = (try House.acts(5), try Self.blob(40_000))
        var (session, _) = CabinetSession.begin(
            try House.hello(heads: [acts.offer(from: 0)]),
            own: [(acts.origin, .acts, acts.size, 0)],
            obeyed: [],
            alarms: [],
            at: 0
        )
        _ = session.receive(.received(Frame.witness([]).encoded), at: 0)
        let credit: [TrafficClass: UInt64] = [.acts: 100_000, .blobs: 500_000]
        let opened = session.receive(
            .received(Frame.welcome(try House.welcome(credit: credit)).encoded),
            at: 0
        )
        #expect(opened.names.contains("read"))
        let want = Want(blob: blob.reference.digest, held: BlobBitmap(count: 1))
        #expect(session.receive(.received(Frame.want(want).encoded), at: 0).names == ["findBlob"])
        let found = session.receive(.foundBlob(blob.reference.digest, blob.reference.manifest), at: 0)
        #expect(found.isEmpty, "records are being read")
        let sent = session.receive(
            .records(acts.origin, try acts.stretch(from: 0, byteCountMax: 48_000)),
            at: 0
        )
        // The records, the head above them, and only then the blob.
        #expect(sent.names == ["send", "offer"])
        let offered = session.receive(
            .offered(acts.origin, try acts.offer(from: 0), size: acts.size),
            at: 0
        )
        #expect(offered.names.first == "send")
        let next = session.receive(.appended(acts.origin, size: acts.size, alarms: []), at: 0)
        #expect((offered + next).names.contains("readPiece"))
    }

    @Test func `blobs have no place before WELCOME, and no other credit goes up`() throws {
        let want = Want(blob: try Self.blob(3).reference.digest, held: BlobBitmap(count: 1))
        var early = HeadquartersSession(
            organisation: House.organisation,
            cabinet: House.cabinet,
            writes: [:],
            obeys: []
        )
        #expect(early.receive(.received(Frame.want(want).encoded)).byeCode == .unexpected)
        var session = try Opened.headquarters()
        let credit = Credit(trafficClass: .acts, byteTotal: 10)
        #expect(session.receive(.received(Frame.credit(credit).encoded)).byeCode == .unexpected)
    }

    @Test func `a cabinet that sends more of a blob than there is credit for is told so`() throws {
        var session = try Opened.headquarters()
        let blob = try Self.blob(700_000)
        _ = session.receive(.blobsWanted([Self.wish(blob)]))
        let count = Int(BlobReceiver.windowByteCount) / BlobManifest.pieceByteCount
        // No chunk is answered for as stored: what is under way may be no more than the window.
        let codes = (0...count).map { index in
            session.receive(.received(Frame.piece(blob.framed(index)).encoded)).byeCode
        }
        #expect(codes.dropLast().allSatisfy { $0 == nil })
        #expect(codes.last == .creditExceeded)
    }
}

import Cryptography
import FormatVectors
import Records
import Replication

extension FuzzTarget {
    /// One frame of the line.
    static let frames = FuzzTarget(
        name: "frames",
        seeds: { try Seeds.vectors("frames") },
        read: { bytes in
            guard let frame = try? Frame(decoding: bytes) else { return }
            require(frame.encoded == bytes, "a frame is written otherwise than it was read")
            if case .data(let stretch) = frame, let bundle = try? stretch.bundle() { _ = bundle.leafHashes }
        }
    )

    /// Whole conversations: byte 0 says to which side, then frames, each behind its length.
    ///
    /// What a session asks of its owner is answered at once, with as little as may be said.
    static let sessions = FuzzTarget(
        name: "sessions",
        seeds: {
            let frames = try FormatFile("frames").vectors
            func named(_ names: String...) throws -> [[UInt8]] {
                try names.flatMap { name in try FormatFile("frames").vectors(of: name).map(\.bytes) }
            }
            let toCabinet = try named(
                "WITNESS",
                "WELCOME",
                "CREDIT",
                "CHECKPOINT",
                "COSIGNATURE",
                "DATA",
                "BYE"
            )
            let toHeadquarters = try named(
                "HELLO",
                "DATA",
                "CHECKPOINT",
                "ALARM",
                "PULL",
                "COSIGNATURE",
                "WANT",
                "CREDIT",
                "BYE"
            )
            return [[0] + joined(toCabinet), [1] + joined(toHeadquarters)]
                + frames.flatMap { [[0] + joined([$0.bytes]), [1] + joined([$0.bytes])] }
        },
        read: { bytes in
            guard let side = bytes.first, let logs = try? ConversationLogs() else { return }
            let frames = parts(of: Array(bytes.dropFirst()))
            if side.isMultiple(of: 2) {
                logs.speak(toCabinet: frames)
            } else {
                logs.speak(toHeadquarters: frames)
            }
        }
    )
}

// Read once, at the first input.
private let wanted: [BlobWish] = {
    let manifests = (try? FormatFile("blobs").vectors(of: "blob manifest")) ?? []
    return manifests.compactMap { vector in
        guard let manifest = try? BlobManifest(decoding: vector.bytes) else { return nil }
        return BlobWish(manifest: manifest, held: BlobBitmap(count: manifest.chunkCount))
    }
}()

/// The logs of the cabinet in the vectors, and both sides of a conversation about them.
private struct ConversationLogs {
    let acts: Origin
    let authority: Origin
    /// The files of the vectors, of which nothing is here.
    let wishes: [BlobWish]

    init() throws {
        acts = try LogNames.acts("seals.example", cabinet: "c1", epoch: 1)
        authority = try LogNames.authority("seals.example", epoch: 1)
        wishes = wanted
    }

    func speak(toCabinet frames: [[UInt8]]) {
        guard let boot = Identifier<Boot>(Array(repeating: 7, count: 16)) else { return }
        let hello = Hello(
            organisation: "seals.example",
            cabinet: "c1",
            boot: boot,
            startCount: 1,
            nonce: Bytes(Array(repeating: 1, count: 32)),
            heads: [],
            held: [],
            cosigned: []
        )
        var (session, _) = CabinetSession.begin(
            hello,
            own: [(acts, .acts, 300, 0)],
            obeyed: [(authority, 0, 0)],
            alarms: [(acts, 299)],
            at: 0
        )
        for wish in wishes { _ = session.receive(.blobsWanted([wish]), at: 0) }
        for (now, frame) in frames.enumerated() {
            for action in session.receive(.received(frame), at: UInt64(now)) { check(action) }
        }
    }

    func speak(toHeadquarters frames: [[UInt8]]) {
        var session = HeadquartersSession(
            organisation: "seals.example",
            cabinet: "c1",
            writes: [acts: .acts],
            obeys: [authority]
        )
        let outcome = IngestOutcome(leaves: .none, verdict: nil, head: .empty, proved: .empty)
        let answer = HeadquartersSession.StoredAnswer(outcome: outcome, note: nil, mirroredSize: 0, held: nil)
        for wish in wishes { _ = session.receive(.blobsWanted([wish])) }
        for frame in frames {
            var actions = session.receive(.received(frame))
            var steps = 0
            while !actions.isEmpty, steps < 64 {
                steps += 1
                switch actions.removeFirst() {
                case .send(let sent):
                    require((try? Frame(decoding: sent)) != nil, "a frame was sent that is none")
                case .store(let ingest): actions += session.receive(.stored(ingest.origin, answer))
                case .storeChunk(let manifest, let chunk, let bytes):
                    check(manifest, chunk, bytes)
                    actions += session.receive(.chunkStored(manifest, chunk: chunk, isKept: true))
                case .alarm(let alarm, _):
                    require(alarm.origin == acts.text, "an alarm of another log was passed on")
                case .read(let origin, _, let most):
                    require(origin == authority && most <= LogStretch.byteCountAim, "too much is read")
                default: break
                }
            }
        }
    }

    /// What is stored of a file is what its manifest says, or at least as long.
    private func check(_ manifest: BlobManifest, _ chunk: Int, _ bytes: [UInt8]) {
        require(wishes.contains { $0.manifest == manifest }, "a file is stored that nobody wanted")
        require(bytes.count == manifest.chunkByteCount(at: chunk), "a chunk of another length is stored")
    }

    private func check(_ action: CabinetSession.Action) {
        switch action {
        case .send(let sent): require((try? Frame(decoding: sent)) != nil, "a frame was sent that is none")
        case .store(let ingest): require(ingest.origin == authority, "another log is obeyed")
        case .storeChunk(let manifest, let chunk, let bytes): check(manifest, chunk, bytes)
        case .read(let origin, let from, _):
            require(origin == acts && from <= 300, "records are read that are not there")
        default: break
        }
    }
}

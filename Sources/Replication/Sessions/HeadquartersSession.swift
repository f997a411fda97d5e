package import Authority
package import Cryptography
package import Records

/// Headquarters' side of one connection of one cabinet.
///
/// Pure: frames, answers and time in, actions out.
///
/// A cosignature leaves only after ``Event/stored(_:_:)`` said that what it covers is on disk: that order lives here.
package struct HeadquartersSession: Sendable {
    /// What happened.
    package enum Event: Sendable {
        /// A frame arrived.
        case received([UInt8])
        /// The answer to ``Action/open(_:)``: the logs that the transport key may write now, and the newest of its acts.
        case opened(writes: [Origin: TrafficClass], current: Origin)
        /// The answer to ``Action/store(_:)``, once it is on disk, with what may leave because of it.
        case stored(Origin, StoredAnswer)
        /// The answer to ``Action/welcome(nonce:held:)``.
        case welcomed(Welcome)
        /// The answer to ``Action/fresh(nonce:)``; nil where this cabinet gets no time now.
        case fresh(SignedFreshNote?)
        /// The answer to ``Action/read(_:from:byteCountMax:)``.
        case records(Origin, RecordStretch)
        /// A log that this cabinet obeys has a new head.
        case headMoved(Origin)
        /// The answer to ``Action/offer(_:from:)``.
        case offered(HeadOffer, Origin, size: UInt64)
        /// These blobs are wanted of this cabinet, the most important first; all that are, each time.
        case blobsWanted([BlobWish])
        /// The answer to ``Action/storeChunk(_:chunk:bytes:)``, once it is on disk; false where there is no room.
        case chunkStored(BlobManifest, chunk: Int, isKept: Bool)
        /// The answer to ``Action/findBlob(_:)``; nil for one that is not whole here, or not for this cabinet.
        case foundBlob(Digest, BlobManifest?)
        /// The answer to ``Action/readPiece(_:piece:)``; nil for a blob that went meanwhile.
        case piece(Digest, Piece?)
        /// What was asked for could not be stored or read: its answer will not come.
        case failed
        /// The answer to ``Action/compare(notes:)``: own leaves that are not here and that the cabinet holds.
        case compared([MissingLeaves])
        /// The answer to ``Action/recover(_:first:_:)``: how many leaves of the log are here or set aside now.
        case recovered(Origin, size: UInt64)
        /// A head of a log that this cabinet writes lies in a backup that was read back; the note carries the line.
        case attested(Origin, SignedNote)
        /// Headquarters stops.
        case stopping
        /// The line is gone: nothing comes any more, and nothing can be sent.
        case lost
    }

    /// What storing came to, and the notes that may leave now.
    package struct StoredAnswer: Sendable {
        /// The store's answer.
        package let outcome: IngestOutcome
        /// The head with headquarters' cosignatures, where there is something new to give.
        package let note: SignedNote?
        /// How many leaves lie here completely under a cosigned head.
        package let mirroredSize: UInt64
        /// The head that headquarters holds, for a cabinet that offers a smaller or another one.
        package let held: SignedNote?

        /// An answer.
        package init(outcome: IngestOutcome, note: SignedNote?, mirroredSize: UInt64, held: SignedNote?) {
            self.outcome = outcome
            self.note = note
            self.mirroredSize = mirroredSize
            self.held = held
        }
    }

    /// What to do next.
    package enum Action: Sendable {
        /// Send these bytes.
        case send([UInt8])
        /// The cabinet greets with this; note boot and start count.
        case greeted(Hello)
        /// The cabinet says that it opened these epochs: open copies of those that are its own, and answer `opened`.
        case open([AnnouncedEpoch])
        /// Store what came and answer `stored`.
        case store(Ingest)
        /// Gather what a WELCOME says and answer `welcomed`; without a nonce it carries no fresh note.
        case welcome(nonce: [UInt8]?, held: [HeldLog])
        /// Sign a fresh note for a nonce and answer `fresh`.
        case fresh(nonce: [UInt8])
        /// Read records of a log that this cabinet obeys, or of its own as they lie here, and answer `records`.
        case read(Origin, from: UInt64, byteCountMax: Int)
        /// Offer the newest head of such a log, proved from a size, and answer `offered`.
        case offer(Origin, from: UInt64)
        /// An alarm came ahead of its backlog: check it, show it; it has a place only where the cabinet is held fast.
        case alarm(AlarmFrame, isHeldFast: Bool)
        /// The cabinet cosigned a head of a log that it obeys: check it, keep it.
        case cosigned(note: [UInt8])
        /// The cabinet shows these notes of logs that headquarters writes or has cosigned: compare them, write what the epochs that it
        /// announced give reason to find, and answer `compared`.
        case compare(notes: [[UInt8]])
        /// The cabinet gives back leaves of a log that headquarters writes: check them, and answer `recovered`.
        case recover(Origin, first: UInt64, RecordBundle)
        /// The log contradicts what is held here.
        case contradiction(Origin, WitnessRefusal)
        /// Store a chunk, whose pieces are those of the manifest, and answer `chunkStored`.
        case storeChunk(BlobManifest, chunk: Int, bytes: [UInt8])
        /// Every chunk of a wanted blob is stored.
        case blobComplete(Digest)
        /// What came for a wanted blob is not what its manifest says: the cabinet's copy is damaged, or the cabinet lies.
        case blobDamaged(Digest)
        /// Look for a blob that is whole here and that this cabinet's policy names, and answer `foundBlob`.
        case findBlob(Digest)
        /// Read a piece of a blob with its proof, and answer `piece`.
        case readPiece(Digest, piece: Int)
        /// End the connection.
        case leave(ReplicationError)
    }

    enum State: Sendable {
        case awaitingHello
        /// Epochs are being opened, before anything is read of them.
        case opening(Hello)
        /// Heads are being witnessed; lines are gathered in the order of HELLO.
        case witnessing(Hello, lines: [WitnessLine], remaining: [Ingest])
        case welcoming
        /// Notes of headquarters' own logs are held against what lies here.
        case comparing(Hello)
        /// Headquarters takes back leaves of its own, before it signs anything.
        case recovering(Hello, missing: [MissingLeaves])
        case open
        case left
    }

    /// The logs that the connection's transport key may write, with their classes.
    package private(set) var writes: [Origin: TrafficClass]
    /// The logs that it obeys.
    package let obeys: [Origin]
    /// The logs of which it is shown the heads, and no records.
    package let shows: [Origin]

    var state = State.awaitingHello
    var received: [TrafficClass: UInt64] = [:]
    var granted: [TrafficClass: UInt64] = [:]
    /// The bytes of each class that are on disk, or were set aside.
    var settled: [TrafficClass: UInt64] = [:]
    /// The sizes of what was given to be stored and is not answered yet, oldest first.
    var storing: [Origin: [UInt64]] = [:]
    /// What the cabinet is known to hold of each log that it obeys.
    var known: [Origin: UInt64] = [:]
    var offering: Set<Origin> = []
    var moved: Set<Origin> = []
    /// The body that came ahead of its record.
    var bodyAhead: BodyFrame?
    var blobReceiver = BlobReceiver(isAnnounced: true)
    var blobSender = BlobSender()
    /// What was wanted before WELCOME.
    var earlyWishes: [BlobWish] = []
    /// The logs of which this connection has shown no head that continues the one held here.
    var unproved: Set<Origin>
    /// The newest nonce that waits for an answer until nothing is unproved.
    var owedNonce: [UInt8]?
    /// Whether a nonce is being answered: the next one waits, and a newer one takes its place.
    var isFreshUnderWay = false
    /// The logs of which a head waits for its answer.
    var headsUnderWay: Set<Origin> = []
    /// The alarms that came behind a head on which it depends whether the cabinet is held fast; their credit bounds them.
    var alarmsWaiting: [(frame: AlarmFrame, byteCount: UInt64)] = []
    /// What is answered to heads that are not even looked at.
    var refusedLines: [WitnessLine] = []
    /// How many PULLs wait for their answers.
    var readsUnderWay = 0

    /// The bytes of acts that may be under way or not yet on disk, within ``actsWindows``: what headquarters has room for
    /// now, which is less where many cabinets come at once.
    package var actsWindow: UInt64 = Self.window(.acts) {
        didSet {
            actsWindow = min(max(actsWindow, Self.actsWindows.lowerBound), Self.actsWindows.upperBound)
        }
    }

    /// The most PULLs that may wait for their answers: one for each log that a cabinet asks for, and more.
    package static let readsUnderWayMax = 16

    let organisation: String
    let cabinet: String

    /// The least and the most that ``actsWindow`` can be: at the most a disk is busy with one half while the other comes.
    package static let actsWindows: ClosedRange<UInt64> = 256 * 1_024...8 * 1_024 * 1_024

    /// The bytes of a class that may be under way or not yet on disk when a session begins.
    ///
    /// More than two frames: new credit comes when half is used, and by then the largest frame must find room.
    package static func window(_ trafficClass: TrafficClass) -> UInt64 {
        switch trafficClass {
        case .acts, .alarms, .policy, .telemetry: 256 * 1_024
        case .blobs: BlobReceiver.windowByteCount
        }
    }

    /// Awaits the greeting of the cabinet to which the transport key belongs.
    ///
    /// `current` is the newest epoch of its acts, of which a head has to be cosigned before it gets time; nil for all of
    /// them.
    package init(
        organisation: String,
        cabinet: String,
        writes: [Origin: TrafficClass],
        obeys: [Origin],
        shows: [Origin] = [],
        current: Origin? = nil
    ) {
        self.organisation = organisation
        self.cabinet = cabinet
        self.writes = writes
        self.obeys = obeys
        self.shows = shows
        unproved = Set(current.map { [$0] } ?? writes.filter { $0.value == .acts }.map(\.key))
        for trafficClass in TrafficClass.allCases { granted[trafficClass] = Self.window(trafficClass) }
    }

    /// Whether the newest head of the cabinet's acts was cosigned on this connection, and no later one was refused.
    ///
    /// Without that the cabinet may be a disk that was put back, or a second one: it gets no time, and nothing that it says
    /// has a place in the log.
    package var isHeldFast: Bool { unproved.isEmpty }

    /// Whether WELCOME was sent and nobody has left.
    package var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// The logs whose heads are offered.
    package var offers: [Origin] { obeys + shows }

    /// The credit of a session's start, for WELCOME.
    package var initialCredit: [Credit] {
        TrafficClass.allCases.map { Credit(trafficClass: $0, byteTotal: granted[$0] ?? 0) }
    }

    /// Takes an event.
    package mutating func receive(_ event: Event) -> [Action] {
        if case .left = state { return [] }
        do throws(ReplicationError) {
            switch event {
            case .received(let bytes): return try receive(try Frame(decoding: bytes))
            case .opened(let writes, let current):
                guard case .opening(let hello) = state else { return [] }
                self.writes = writes
                unproved = [current]
                return try compare(hello)
            case .stored(let origin, let answer): return stored(origin, answer)
            case .welcomed(let welcome):
                guard case .welcoming = state else { return [] }
                state = .open
                for offer in welcome.heads {
                    // What comes next must be proved from what the cabinet has seen by then.
                    guard let checkpoint = try? Checkpoint(SignedNote(parsing: offer.note.bytes)) else {
                        continue
                    }
                    known[checkpoint.origin] = checkpoint.head.size
                }
                return [.send(Frame.welcome(welcome).encoded)] + offerMoved() + want(earlyWishes)
            case .fresh(let note):
                isFreshUnderWay = false
                return (note.map { [.send(Frame.freshNote($0).encoded)] } ?? []) + payFresh()
            case .records(let origin, let stretch):
                readsUnderWay = max(0, readsUnderWay - 1)
                let data = LogStretch(origin: origin.text, first: stretch.first, bundle: stretch.bundle)
                return stretch.bundle.count == 0 ? [] : data.frames.map { .send($0.encoded) }
            case .headMoved(let origin):
                guard offers.contains(origin) else { return [] }
                moved.insert(origin)
                return offerMoved()
            case .offered(let offer, let origin, let size):
                offering.remove(origin)
                known[origin] = size
                return [.send(Frame.checkpoint(offer).encoded)] + offerMoved()
            case .blobsWanted(let wishes): return want(wishes)
            case .chunkStored(let manifest, let chunk, let isKept):
                return blobReceiver.stored(manifest, chunk: chunk, isKept: isKept).of()
            case .foundBlob(let blob, let manifest): return blobSender.found(blob, manifest).of() + pump()
            case .piece(let blob, let piece): return blobSender.read(blob, piece).of() + pump()
            case .failed:
                throw ReplicationError(.unavailable, "headquarters could not store or read")
            case .compared(let missing):
                guard case .comparing(let hello) = state else { return [] }
                return try recover(missing, hello)
            case .recovered(let origin, let size): return try recovered(origin, size)
            case .attested(let origin, let note):
                guard case .open = state, writes[origin] != nil else { return [] }
                let head = CosignedHead(note: Bytes(note.bytes), mirroredSize: nil)
                return [.send(Frame.cosignature(head).encoded)]
            case .stopping:
                return leave(ReplicationError(.stopping, "headquarters stops"), retryAfterMilliseconds: 2_000)
            case .lost:
                state = .left
                return giveOutAlarms()
            }
        } catch {
            return leave(error, retryAfterMilliseconds: 30_000)
        }
    }

    private mutating func receive(_ frame: Frame) throws(ReplicationError) -> [Action] {
        guard bodyAhead == nil || frame.mayFollowBody else { throw .bodyAlone }
        switch (state, frame) {
        case (.awaitingHello, .hello(let hello)): return try greet(hello)
        case (_, .bye(let bye)):
            state = .left
            let error = ReplicationError(ReplicationError.Code(rawValue: bye.code), bye.message)
            return giveOutAlarms() + [.leave(error)]
        case (.open, .data(let stretch)): return [.store(try ingest(stretch))]
        case (.recovering(_, let missing), .data(let stretch)):
            return [try recover(stretch, missing)]
        case (.open, .checkpoint(let offer)):
            let ingest = try ingest(offer)
            guard headsUnderWay.insert(ingest.origin).inserted else {
                throw ReplicationError(
                    .creditExceeded,
                    "a head of \(ingest.origin) waits for its answer already"
                )
            }
            return [.store(ingest)]
        case (.open, .alarm(let alarm)):
            guard writes.keys.contains(where: { $0.text == alarm.origin }) else {
                throw ReplicationError(.notYours, "\(alarm.origin) is no log of this cabinet")
            }
            let byteCount = UInt64(Frame.alarm(alarm).encoded.count)
            try count(byteCount, as: .alarms)
            alarmsWaiting.append((alarm, byteCount))
            return showAlarms()
        case (.open, .body(let body)): return try take(body)
        case (.open, .want(let want)): return blobSender.receive(want).of()
        case (.open, .piece(let piece)): return try blobReceiver.receive(piece).of()
        case (.open, .blobEnd(let end)): return blobReceiver.receive(end).of()
        case (.open, .credit(let credit)) where credit.trafficClass == .blobs:
            blobSender.grant(credit.byteTotal)
            return pump()
        case (.open, .cosignature(let head)): return [.cosigned(note: head.note.bytes)]
        case (.open, .freshRequest(let nonce)):
            owedNonce = nonce.bytes
            return payFresh()
        case (.open, .pull(let pull)):
            // A cabinet whose disk was put back asks for leaves of its own.
            guard let origin = (obeys + writes.keys).first(where: { $0.text == pull.origin }) else {
                throw ReplicationError(.notYours, "\(pull.origin) is no log of this cabinet's")
            }
            guard readsUnderWay < Self.readsUnderWayMax else {
                throw ReplicationError(.creditExceeded, "more was pulled than is answered at once")
            }
            readsUnderWay += 1
            let byteCount = min(pull.byteCountMax, UInt64(LogStretch.byteCountAim))
            return [.read(origin, from: pull.from, byteCountMax: Int(byteCount))]
        default: throw ReplicationError(.unexpected, "this frame has no place at this point of a session")
        }
    }
}

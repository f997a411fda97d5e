package import Authority
package import Cryptography
package import Records

/// The cabinet's side of one connection to headquarters.
///
/// Pure: frames, answers and time in, actions out.
///
/// Everything to send is derived from what headquarters says lies there; there is no second book that could disagree
/// with the log. A new connection begins with a new session.
package struct CabinetSession: Sendable {
    /// What happened.
    package enum Event: Sendable {
        /// A frame arrived.
        case received([UInt8])
        /// An own log has grown and its head is signed; `alarms` are the indices of new alarms.
        case appended(Origin, size: UInt64, alarms: [UInt64])
        /// The answer to ``Action/read(_:from:byteCountMax:)``.
        case records(Origin, RecordStretch)
        /// An own log could not be read: nothing more of it goes on this connection, and nothing waits for it.
        case unreadable(Origin)
        /// The answer to ``Action/offer(_:from:)``.
        case offered(Origin, HeadOffer, size: UInt64)
        /// The answer to ``Action/prove(_:index:from:)``; nil when the alarm does not fit one frame.
        case proved(AlarmFrame?)
        /// The answer to ``Action/compare(_:note:)``: whether the note is of this very log.
        case compared(Origin, isOurs: Bool)
        /// The answer to ``Action/store(_:)``, once it is on disk.
        case stored(Origin, IngestOutcome)
        /// An obeyed log's head carries this cabinet's cosignature and is on disk.
        case cosigned(note: [UInt8])
        /// It is time to ask for a fresh note, with a nonce made now.
        case freshDue(nonce: [UInt8])
        /// These blobs are wanted, the most important first; all that are, each time.
        case blobsWanted([BlobWish])
        /// The answer to ``Action/storeChunk(_:chunk:bytes:)``, once it is on disk; false where there is no room.
        case chunkStored(BlobManifest, chunk: Int, isKept: Bool)
        /// The answer to ``Action/findBlob(_:)``; nil for one that is not whole here.
        case foundBlob(Digest, BlobManifest?)
        /// The answer to ``Action/readPiece(_:piece:)``; nil for a blob that went meanwhile.
        case piece(Digest, Piece?)
    }

    /// What to do next.
    package enum Action: Sendable {
        /// Send these bytes.
        case send([UInt8])
        /// Read records of an own log and answer `records`.
        case read(Origin, from: UInt64, byteCountMax: Int)
        /// Offer the newest head of an own log, proved from a size, and answer `offered`.
        case offer(Origin, from: UInt64)
        /// Prove an alarm under the newest head, that head from a size, and answer `proved`.
        case prove(Origin, index: UInt64, from: UInt64)
        /// Store what came of an obeyed log and answer `stored`.
        case store(Ingest)
        /// Keep a note that headquarters cosigned, after checking who signed; `mirroredSize` where it holds all leaves.
        case keep(note: [UInt8], mirroredSize: UInt64?)
        /// Check a freshness note against the nonce that was asked at this monotonic millisecond.
        case fresh(SignedFreshNote, nonce: [UInt8], asked: UInt64)
        /// Headquarters writes a later epoch of `authority` than was named, and shows what owners signed: take it, where they did.
        case follow([SignedStatement])
        /// Fold what is new in an obeyed log.
        case obey(Origin)
        /// A record of an obeyed log came with another body than its leaf's, and was not taken: a finding, where nobody but
        /// headquarters can have sent it.
        case damagedRecord(Origin)
        /// An obeyed log has a head that the witness rule permits to be cosigned: answer `cosigned` where this cabinet
        /// is a witness.
        case cosign(Origin, note: SignedNote)
        /// Headquarters holds this note of an own log, and asks to have a newer head proved from there: a finding where
        /// the note is not of this very log.
        ///
        /// Answer `compared`.
        case compare(Origin, note: [UInt8])
        /// Headquarters contradicts us, or we contradict ourselves: a finding.
        case contradiction(Origin, WitnessLine.Verdict, note: [UInt8]?)
        /// An obeyed log's head was refused by the witness rule: headquarters contradicts itself.
        case refusedHead(Origin, WitnessRefusal)
        /// Store a chunk, whose pieces are those of the manifest, and answer `chunkStored`.
        case storeChunk(BlobManifest, chunk: Int, bytes: [UInt8])
        /// Every chunk of a wanted blob is stored.
        case blobComplete(Digest)
        /// What came for a wanted blob is not what its manifest says: headquarters' copy is damaged, or headquarters lies.
        case blobDamaged(Digest)
        /// Look for a blob that is whole here, and answer `foundBlob`.
        case findBlob(Digest)
        /// Read a piece of a blob with its proof, and answer `piece`.
        case readPiece(Digest, piece: Int)
        /// End the connection and stay away at least this long.
        case leave(retryAfterMilliseconds: UInt64, ReplicationError)
    }

    enum State: Sendable {
        /// HELLO is out; nothing else is sent before WELCOME.
        case greeting
        /// The witness has answered.
        case witnessed
        case open
        case left
    }

    struct OwnLog: Sendable {
        let origin: Origin
        let trafficClass: TrafficClass
        /// The size of the newest signed head.
        var size: UInt64
        /// What headquarters cosigned as consistent.
        var witnessed: UInt64
        /// What lies at headquarters completely.
        var mirrored: UInt64
        /// What has been sent on this connection, or lay there before.
        var sent: UInt64
        /// The size of the head that was offered and is not answered yet.
        var offered: UInt64?
        /// The size of the head that was offered after all records below it: the same one is not offered twice.
        var covered: UInt64 = 0
        /// The size of headquarters' head that is being compared with this log.
        var comparing: UInt64?
        /// The size from which headquarters asked to have the head proved.
        var staleFrom: UInt64?
        /// The cosigned note that came before WELCOME, and its size.
        var greeted: (note: [UInt8], size: UInt64)?
        /// The room that the next record needs, where it found less than that.
        var roomMin: UInt64 = 1
        /// A head was refused on this connection: neither heads nor records follow, because headquarters
        /// holds others.
        ///
        /// Alarms do, and everything else of the session.
        var isRefused = false
        var isReading = false
        var isOffering = false
    }

    struct ObeyedLog: Sendable {
        let origin: Origin
        /// What is stored here.
        var held: UInt64
        /// What a checkpoint confirms that was taken.
        var confirmed: UInt64
        /// Only its heads come here, so that headquarters cannot show every cabinet another one; its records do not.
        var isFollowed = false
        /// It was written here and given up: its records come back with their whole bodies, or are not taken.
        var isOwn = false
        /// A record came whose body is not the one of its leaf: it was not taken, and no more is asked for on this connection.
        var isDamaged = false
        /// Records were asked for and have not come.
        var isPulling = false
        /// Records came and are not stored yet.
        var isStoring = false
    }

    var state = State.greeting
    var own: [OwnLog]
    var obeyed: [ObeyedLog]
    var nonce: [UInt8]
    var asked: UInt64
    var credit: [TrafficClass: UInt64] = [:]
    var sentBytes: [TrafficClass: UInt64] = [:]
    var alarms: [(origin: Origin, index: UInt64)] = []
    var isProving = false
    /// The body that came ahead of its record.
    var bodyAhead: BodyFrame?
    var blobReceiver = BlobReceiver(isAnnounced: false)
    var blobSender = BlobSender()
    /// What was wanted before WELCOME.
    var earlyWishes: [BlobWish] = []

    /// How much of an obeyed log may be under way at once, in one frame: the credit of this direction.
    static let pullByteCount = UInt64(LogStretch.byteCountAim)
    /// The most alarms that wait for their place ahead of the backlog; more come with the backlog.
    static let alarmCountMax = 256

    /// Greets headquarters.
    ///
    /// - Parameters:
    ///   - hello: the greeting, with the newest head of each own log.
    ///   - own: the own logs with class, size of the signed head, and size last cosigned.
    ///   - obeyed: headquarters' logs with what is stored here and what a checkpoint confirms.
    ///   - followed: logs of headquarters of which only heads come, with the size of the head that was taken last.
    ///   - alarms: alarms that are not known to lie at headquarters, by log and index.
    ///   - withheld: own logs of which headquarters may hold other leaves: nothing of them is sent but the greeting's head.
    ///   - missing: own logs that were given up, with what is here of them and what headquarters has cosigned.
    ///   - now: the monotonic millisecond at which the nonce was made.
    /// - Returns: the session, and what it does first.
    package static func begin(
        _ hello: Hello,
        own: [(origin: Origin, trafficClass: TrafficClass, size: UInt64, witnessed: UInt64)],
        obeyed: [(origin: Origin, held: UInt64, confirmed: UInt64)],
        followed: [(origin: Origin, confirmed: UInt64)] = [],
        alarms: [(origin: Origin, index: UInt64)],
        withheld: Set<Origin> = [],
        missing: [(origin: Origin, held: UInt64, confirmed: UInt64)] = [],
        at now: UInt64
    ) -> (CabinetSession, [Action]) {
        let session = CabinetSession(
            own: Self.inOrder(own, by: \.trafficClass).map {
                OwnLog(
                    origin: $0.origin,
                    trafficClass: $0.trafficClass,
                    size: $0.size,
                    witnessed: $0.witnessed,
                    mirrored: 0,
                    sent: 0,
                    isRefused: withheld.contains($0.origin)
                )
            },
            obeyed: obeyed.map {
                ObeyedLog(origin: $0.origin, held: $0.held, confirmed: $0.confirmed)
            }
                + missing.map {
                    ObeyedLog(origin: $0.origin, held: $0.held, confirmed: $0.confirmed, isOwn: true)
                }
                + followed.map {
                    ObeyedLog(origin: $0.origin, held: 0, confirmed: $0.confirmed, isFollowed: true)
                },
            nonce: hello.nonce.bytes,
            asked: now,
            alarms: Array(alarms.suffix(alarmCountMax))
        )
        return (session, [.send(Frame.hello(hello).encoded)])
    }

    /// Logs by class, and those of one class as they were named: the epochs of a log follow each other.
    static func inOrder<Log>(_ logs: [Log], by trafficClass: (Log) -> TrafficClass) -> [Log] {
        logs.enumerated()
            .sorted {
                (trafficClass($0.element).rawValue, $0.offset) < (
                    trafficClass($1.element).rawValue, $1.offset
                )
            }
            .map(\.element)
    }

    /// Whether headquarters has welcomed this connection.
    package var isOpen: Bool { if case .open = state { true } else { false } }

    /// Takes an event at a monotonic millisecond.
    package mutating func receive(_ event: Event, at now: UInt64) -> [Action] {
        if case .left = state { return [] }
        switch event {
        case .received(let bytes):
            do throws(ReplicationError) {
                return try receive(try Frame(decoding: bytes), at: now)
            } catch {
                return leave(error)
            }
        case .appended(let origin, let size, let newAlarms):
            updateOwn(origin) { $0.size = max($0.size, size) }
            alarms += newAlarms.map { (origin, $0) }
            if alarms.count > Self.alarmCountMax { alarms.removeFirst(alarms.count - Self.alarmCountMax) }
            return pump()
        case .records(let origin, let stretch): return send(stretch, of: origin)
        case .unreadable(let origin):
            updateOwn(origin) { ($0.isRefused, $0.isReading, $0.isOffering) = (true, false, false) }
            return pump()
        case .offered(let origin, let offer, let size):
            updateOwn(origin) {
                $0.isOffering = false
                $0.offered = size
                // The log may have grown since it was last said to have.
                $0.size = max($0.size, size)
                if $0.sent >= size { $0.covered = max($0.covered, size) }
            }
            guard case .open = state else { return [] }
            return [.send(Frame.checkpoint(offer).encoded)]
        case .proved(let alarm): return send(alarm)
        case .compared(let origin, let isOurs): return compared(origin, isOurs: isOurs)
        case .stored(let origin, let outcome): return stored(origin, outcome)
        case .cosigned(let note):
            return [.send(Frame.cosignature(CosignedHead(note: Bytes(note), mirroredSize: nil)).encoded)]
        case .freshDue(let nonce):
            guard case .open = state else { return [] }
            self.nonce = nonce
            asked = now
            return [.send(Frame.freshRequest(nonce: Bytes(nonce)).encoded)]
        case .blobsWanted(let wishes): return want(wishes)
        case .chunkStored(let manifest, let chunk, let isKept):
            return blobReceiver.stored(manifest, chunk: chunk, isKept: isKept).of()
        case .foundBlob(let blob, let manifest):
            return blobSender.found(blob, manifest).of() + pump()
        case .piece(let blob, let piece): return blobSender.read(blob, piece).of() + pump()
        }
    }

    mutating func leave(_ error: ReplicationError, retryAfterMilliseconds: UInt64 = 30_000) -> [Action] {
        state = .left
        let bye = Bye(code: error.code, message: error.message, retryAfterMilliseconds: 0)
        return [
            .send(Frame.bye(bye).encoded),
            .leave(retryAfterMilliseconds: retryAfterMilliseconds, error),
        ]
    }

    mutating func updateOwn(_ origin: Origin, _ body: (inout OwnLog) -> Void) {
        if let index = own.firstIndex(where: { $0.origin == origin }) { body(&own[index]) }
    }

    mutating func updateObeyed(_ origin: Origin, _ body: (inout ObeyedLog) -> Void) {
        if let index = obeyed.firstIndex(where: { $0.origin == origin }) { body(&obeyed[index]) }
    }
}

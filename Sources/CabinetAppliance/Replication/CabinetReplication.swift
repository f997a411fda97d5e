import Authority
package import Cryptography
import Custody
import Host
package import Logging
package import Records
package import Replication
import Synchronization

/// Keeps the cabinet's line to headquarters: performs what ``CabinetSession`` asks, on whatever ``Link`` it was given.
package actor CabinetReplication<Store: LogStore> {
    /// How often a fresh note is asked for.
    private static var freshInterval: Duration { .seconds(3_600) }
    /// The most frames that wait for room on the line; credit keeps far below it.
    private static var outboxCountMax: Int { 256 }

    let ledger: CabinetLedger<Store>
    let files: CabinetFiles
    private let link: any Link
    private let witnessKey: Ed25519PrivateKey
    private let boot: Identifier<Boot>
    private let startCount: UInt64
    let logger: Logger
    private let reachable = Mutex(false)
    var session: CabinetSession?
    private var connection: LinkConnection?
    private var outbox: [[UInt8]] = []
    /// The logs of headquarters that the greeting named.
    private var greetedLogs: Set<String> = []
    /// The epochs of the acts that the greeting named, where it had no room for the present one.
    private var greetedBefore: [Origin] = []
    /// The epochs of the acts that the greeting named.
    private var greetedActs: [Origin] = []
    private var absence = Absence()
    /// The acts up to here have been told to the session.
    private var lastAppended: (epoch: UInt64, size: UInt64) = (1, 0)
    /// The sizes of `authority` and `receipts` under which this cabinet's line was sent on this connection.
    private var cosignedSizes: [Origin: UInt64] = [:]
    /// The epoch and size of `policy` at which was last asked which files are wanted, and whether the time was known.
    var wantedAt: (epoch: UInt64, policySize: UInt64, isTimeKnown: Bool)?
    private let changes = Changes()
    /// The telemetry that the greeting named, how much of it the session knows, and since when.
    var told: (telemetry: Origin?, size: UInt64, at: UInt64) = (nil, 0, 0)
    /// When headquarters last said on this line that it takes in no telemetry now.
    var telemetryRefusedAt: UInt64?
    /// The telemetry for which the line was made anew last.
    var greetedAnewFor: Origin?
    let tally = Mutex(LineTally())

    /// A line for a ledger; ``run()`` keeps it.
    package init(
        ledger: CabinetLedger<Store>,
        files: CabinetFiles,
        link: any Link,
        witnessKey: Ed25519PrivateKey,
        boot: Identifier<Boot>,
        startCount: UInt64,
        logger: Logger
    ) {
        self.ledger = ledger
        self.files = files
        self.link = link
        self.witnessKey = witnessKey
        self.boot = boot
        self.startCount = startCount
        self.logger = logger
    }

    /// Whether headquarters has welcomed this connection.
    package nonisolated var isOnline: Bool { reachable.withLock { $0 } }

    /// A sequence that yields whenever the line comes or goes.
    package nonisolated func updates() -> AsyncStream<Void> { changes.stream() }

    /// Keeps the line until the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.followLink() }
            group.addTask { await self.followLedger() }
            group.addTask { await self.askForFreshNotes() }
        }
        await link.close()
    }

    private func followLink() async {
        while !Task.isCancelled, let event = await link.events.next() { await receive(event) }
    }

    private func followLedger() async {
        for await _ in ledger.updates() {
            let view = ledger.view
            let alarms = view.custody.findings.filter {
                $0.epoch == view.epoch && ($0.epoch, $0.index) >= lastAppended
            }
            lastAppended = (view.epoch, view.head.size)
            // The acts have gone on in another epoch, because an act met damage: HELLO named other logs than are written now.
            if session != nil, greetedBefore.isEmpty, !greetedActs.contains(view.acts) { renewLine() }
            await perform(
                session?.receive(
                    .appended(view.acts, size: view.head.size, alarms: alarms.map(\.index)),
                    at: ledger.now
                )
            )
            await tellTelemetry(view)
            await wantFiles()
        }
    }

    private func askForFreshNotes() async {
        while !Task.isCancelled {
            try? await ledger.clock.sleep(for: Self.freshInterval)
            guard let nonce = try? SecureRandom.bytes(FreshNote.nonceByteCount) else { continue }
            await perform(session?.receive(.freshDue(nonce: nonce), at: ledger.now))
        }
    }

    private func receive(_ event: LinkEvent) async {
        switch event {
        case .up(let connection): await greet(on: connection)
        case .frame(let bytes, let connection) where connection == self.connection:
            tally.withLock { $0.receivedByteCount += bytes.count }
            await perform(session?.receive(.received(bytes), at: ledger.now))
            if session?.isOpen == true { setReachable(true) }
        case .writable(let connection) where connection == self.connection: flush()
        case .down(let connection, _) where connection == self.connection: lose()
        case .failed(let loss):
            logger.info("line.failed", metadata: ["line.loss": "\(loss)"])
            lose()
        default: break
        }
    }

    private func greet(on connection: LinkConnection) async {
        self.connection = connection
        outbox = []
        do {
            let nonce = try SecureRandom.bytes(FreshNote.nonceByteCount)
            let greeting = try await ledger.greeting(boot: boot, startCount: startCount, nonce: nonce)
            let (session, actions) = CabinetSession.begin(
                greeting.hello,
                own: greeting.own,
                obeyed: greeting.obeyed + greeting.ended,
                followed: greeting.followed,
                alarms: greeting.alarms,
                withheld: greeting.withheld,
                missing: greeting.missing,
                at: ledger.now
            )
            self.session = session
            greetedLogs = Set(greeting.hello.held.map(\.origin))
            let named = greeting.own.filter { $0.trafficClass == .acts }.map(\.origin)
            greetedBefore = named.contains(ledger.view.acts) ? [] : named
            greetedActs = named
            telemetryRefusedAt = nil
            let telemetry = greeting.own.last { $0.trafficClass == .telemetry }
            told = (telemetry?.origin, telemetry?.size ?? 0, ledger.now)
            await perform(actions)
            wantedAt = nil
            await wantFiles()
        } catch {
            logger.error("line.greeting-failed", metadata: ["error": "\(error)"])
            link.reconnect(after: absence.next(at: ledger.now))
        }
    }

    private func lose() {
        session = nil
        connection = nil
        outbox = []
        cosignedSizes = [:]
        setReachable(false)
    }

    private func setReachable(_ isReachable: Bool) {
        let hasChanged = reachable.withLock { state in
            defer { state = isReachable }
            return state != isReachable
        }
        guard hasChanged else { return }
        CabinetMetrics.line(isUp: isReachable)
        tally.withLock { $0.turn(isUp: isReachable, at: ledger.now) }
        changes.yield()
    }

    func perform(_ actions: [CabinetSession.Action]?) async {
        for action in actions ?? [] {
            do {
                await perform(try await answer(to: action).flatMap { session?.receive($0, at: ledger.now) })
            } catch {
                if let origin = telemetry(of: action) {
                    await spare(origin, error)
                    guard session != nil else { return }
                    continue
                }
                // The log is the truth: a new connection derives from it what this one failed to do.
                logger.error("line.action-failed", metadata: ["error": "\(error)"])
                link.reconnect(after: absence.next(at: ledger.now))
                lose()
                return
            }
        }
    }

    /// Does what the session asks; the answer where it wants one.
    private func answer(to action: CabinetSession.Action) async throws -> CabinetSession.Event? {
        switch action {
        case .send(let bytes): send(bytes)
        case .read(let origin, let from, let byteCountMax):
            return .records(
                origin,
                try await ledger.records(of: origin, from: from, byteCountMax: byteCountMax)
            )
        case .offer(let origin, let from):
            let (offer, size) = try await ledger.offer(origin, from: from)
            return .offered(origin, offer, size: size)
        case .prove(let origin, let index, let from):
            return .proved(try await ledger.prove(origin, index: index, from: from))
        case .store(let ingest):
            return .stored(ingest.origin, try await ledger.store(ingest))
        case .keep(let note, let mirroredSize):
            try await ledger.keep(note: note, mirroredSize: mirroredSize)
            // Headquarters lacks the leaves too: the head that both have is where the old epoch ends.
            if ledger.view.isRolledBack { try await recover(under: note, because: .restore) }
            if !greetedBefore.isEmpty, try await ledger.areWhole(greetedBefore) {
                greetedBefore = []
                renewLine()
            }
        case .fresh(let note, let nonce, let asked):
            try await take(note, nonce: nonce, asked: asked)
            return try await cosignNewest(ledger.obeyedAuthority)
        case .follow(let announced):
            if try await ledger.follow(announced) { renewLine() }
        case .obey(let origin):
            if try await ledger.settleRecovery(of: origin) { return nil }
            try await ledger.obey()
            if try await ledger.rotateWhereAsked() {
                renewLine()
                return nil
            }
            if try await Set(ledger.namedLogs().map(\.text)) != greetedLogs {
                // HELLO named other logs than are open now: headquarters offers only what was named.
                renewLine()
                return nil
            }
            // The first WELCOME came before the key that signs its note was known.
            if ledger.view.obeyed.standing.services != nil, ledger.present.interval == nil {
                return .freshDue(nonce: try SecureRandom.bytes(FreshNote.nonceByteCount))
            }
            return try await cosignNewest(ledger.obeyedAuthority)
        case .cosign(let origin, let note):
            // Witnesses cosign `authority` and `receipts`; a policy's head carries no lines but headquarters' own.
            guard try await ledger.keepWitnessed(note, of: origin) else { return nil }
            return try await cosignNewest(origin)
        case .compare(let origin, let note):
            let isOurs = try await ledger.compare(held: note)
            if !isOurs, ledger.isTelemetry(origin) {
                guard try await ledger.renewTelemetry(origin, because: .restore) else {
                    return .compared(origin, isOurs: false)
                }
                renewLine()
                return nil
            }
            if !isOurs, try await recover(under: note, because: .restore) { return nil }
            return .compared(origin, isOurs: isOurs)
        case .contradiction(let origin, let verdict, let held):
            guard !ledger.isTelemetry(origin) else {
                try await contradictTelemetry(origin, verdict, isHeld: held != nil)
                return nil
            }
            let note = "headquarters answers \(verdict) to a head of \(origin)"
            switch verdict {
            case .smaller, .fork, .quarantined:
                let isRollback = verdict == .smaller
                try await ledger.contradict(note, isRollback: isRollback)
                if let held, ledger.view.acts == origin {
                    try await recover(under: held, because: isRollback ? .restore : .fork)
                }
            case .untrusted, .stale, .cosigned: try await ledger.tell(.fork, note)
            }
        case .refusedHead(let origin, let refusal):
            if case .fork = refusal {
                try await ledger.append([FindingDrafts.fork("\(origin) contradicts itself")])
            }
            logger.warning(
                "line.head-refused",
                metadata: ["log.origin": "\(origin)", "refusal": "\(refusal)"]
            )
        case .damagedRecord(let origin):
            logger.error("line.record-damaged", metadata: ["log.origin": "\(origin)"])
            try await ledger.noteDamagedRecord(of: origin)
        case .storeChunk(let manifest, let chunk, let bytes):
            let isKept = try await files.put(bytes, chunk: chunk, of: manifest)
            return .chunkStored(manifest, chunk: chunk, isKept: isKept)
        case .blobComplete: try await noteArrivals()
        case .blobDamaged(let blob):
            logger.warning("line.file-damaged", metadata: ["blob": "\(blob)"])
        case .findBlob(let blob): return .foundBlob(blob, try await files.whole(blob))
        case .readPiece(let blob, let index): return .piece(blob, try await files.piece(index, of: blob))
        case .leave(let milliseconds, let error):
            logger.warning("line.left", metadata: ["error": "\(error)"])
            link.reconnect(after: .milliseconds(Int64(clamping: min(milliseconds, 300_000))))
            lose()
        }
        return nil
    }

    /// Begins a new epoch where headquarters' note shows that this disk was put back, and greets anew with it.
    @discardableResult
    private func recover(under note: [UInt8], because reason: EpochReason) async throws -> Bool {
        guard try await ledger.recover(under: note, because: reason) else { return false }
        renewLine()
        return true
    }

    /// Ends the connection for another that begins at once: what HELLO said is no longer so.
    func renewLine() {
        link.reconnect(after: .zero)
        lose()
    }

    /// This cabinet's line under the newest head of a log, where it is a witness and has not sent it yet.
    ///
    /// The head of `authority` that names the witnesses is here before its leaves are: it is cosigned once they are obeyed.
    private func cosignNewest(_ origin: Origin) async throws -> CabinetSession.Event? {
        let size = cosignedSizes[origin] ?? 0
        guard let cosigned = try await ledger.cosignNewest(of: origin, above: size, with: witnessKey) else {
            return nil
        }
        cosignedSizes[origin] = cosigned.size
        return .cosigned(note: cosigned.note)
    }

    private func take(_ note: SignedFreshNote, nonce: [UInt8], asked: UInt64) async throws {
        let (view, answered) = (ledger.view, ledger.now)
        // Before `authority` is here the notes key is not known; the hourly note comes once it is.
        guard let services = view.obeyed.standing.services else { return }
        do {
            let verified = try note.verified(
                notesKey: services.notesKey.bytes,
                organisation: view.identity.organisation,
                cabinet: view.identity.cabinet,
                nonce: nonce
            )
            try await ledger.take(verified, asked: asked, answered: answered)
            tally.withLock { $0.roundTripMilliseconds = answered - min(answered, asked) }
        } catch let error as AuthorityError where error.code == .notFresh {
            // A note that was owed crosses a newer question on the line: that one has its own answer.
            logger.debug("line.note-crossed", metadata: ["error": "\(error)"])
        }
    }

    private func send(_ bytes: [UInt8]) {
        guard outbox.count < Self.outboxCountMax else {
            link.reconnect(after: absence.next(at: ledger.now))
            return lose()
        }
        outbox.append(bytes)
        flush()
    }

    private func flush() {
        guard let connection else { return }
        while let frame = outbox.first {
            switch link.send(frame, on: connection) {
            case .accepted:
                outbox.removeFirst()
                tally.withLock { $0.sentByteCount += frame.count }
            case .wouldBlock: return
            case .unreachable, .illSized: return lose()
            }
        }
    }
}

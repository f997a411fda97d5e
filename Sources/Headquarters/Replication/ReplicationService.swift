import Authority
import Custody
import Host
package import Logging
import Records
package import Replication
import ServiceLifecycle
import Store

/// Serves the lines of all cabinets: owns one session for each connection and performs what it asks for.
package actor ReplicationService: Service {
    struct Connection {
        let cabinet: String
        let site: String
        var session: HeadquartersSession
        /// Frames that wait for room on the line, oldest first.
        var outbox: [[UInt8]] = []
        /// What the session asked for and is not done yet, oldest first.
        var actions = FIFO<HeadquartersSession.Action>()
        /// Set while its actions are carried out, one after the other.
        var isActing = false
        /// The keys of its logs, as far as they were asked for.
        var keys: [Origin: NoteVerifierKey] = [:]
        /// The logs that HELLO named: only their heads are offered.
        ///
        /// A cabinet names `policy` once it knows its key.
        var named: Set<String> = []
        /// The size of its acts that it was told lies in a backup.
        var safeTold: UInt64 = 0
        /// Set when nothing is taken from it any more, and what waits is sent before the end.
        var isLeaving = false
    }

    /// Frames that may wait for a slow line; a session that needs more is ended, and the cabinet comes again.
    private static let outboxCountMax = 128

    let ledger: HeadquartersLedger
    private let shelf: FileShelf
    let hub: any LinkHub
    private let liveness: Liveness
    let alarms: AlarmBoard
    private let enrolled: @Sendable (String, [UInt8]) async -> Void
    let logger: Logger
    var connections: [LinkPeer: Connection] = [:]
    /// What was told to all that were connected then.
    var told = ToldChanges()
    private var boots: [String: BootHistory] = [:]
    let intake = Intake()
    /// Set while a batch is being stored.
    private(set) var isStoring = false
    /// What was stored since something was folded.
    var foldPace = FoldPace()
    /// Yields when there may be something to fold.
    let foldable = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    /// The peers for which something was stored, whose sessions have answers to give.
    private let answered = AsyncStream<LinkPeer>.makeStream()

    /// A service over a hub that listens already.
    ///
    /// `enrolled` is told the name and transport key of each cabinet that greets.
    package init(
        ledger: HeadquartersLedger,
        shelf: FileShelf,
        hub: any LinkHub,
        liveness: Liveness,
        alarms: AlarmBoard,
        logger: Logger,
        enrolled: @escaping @Sendable (String, [UInt8]) async -> Void = { _, _ in }
    ) {
        self.ledger = ledger
        self.shelf = shelf
        self.hub = hub
        self.liveness = liveness
        self.alarms = alarms
        self.logger = logger
        self.enrolled = enrolled
    }

    /// Serves until it is cancelled or asked to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown { await self.serve() }
        if let failure = hub.failure { throw failure }
    }

    /// Serves until the task is cancelled or the hub fails; then all cabinets are told.
    package func serve() async {
        let heads = ledger.updates()
        relist(ledger.view)
        await withTaskGroup { group in
            group.addTask { for await event in self.hub.events { await self.handle(event) } }
            group.addTask { for await _ in self.intake.arrivals { await self.takeIn() } }
            group.addTask { for await _ in self.foldable.stream { await self.fold() } }
            group.addTask { for await _ in heads { await self.lookAround() } }
            group.addTask { for await peer in self.answered.stream { await self.act(for: peer) } }
            await group.next()
            group.cancelAll()
        }
        await stop()
    }

    private func stop() async {
        for peer in Array(connections.keys) { await feed(.stopping, from: peer) }
        await hub.close()
    }

    private func handle(_ event: LinkHubEvent) async {
        switch event {
        case .up(let peer, let address): open(peer, address)
        case .frame(let bytes, let peer):
            guard let connection = connections[peer], !connection.isLeaving else { return }
            let now = ledger.clock.wallMilliseconds
            liveness.change(connection.cabinet) { $0.lastContact = now }
            await feed(.received(bytes), from: peer)
        case .writable(let peer): flush(peer)
        case .down(let peer, let loss):
            guard var connection = connections.removeValue(forKey: peer) else { return }
            logger.debug(
                "a cabinet's line ended",
                metadata: ["cabinet": "\(connection.cabinet)", "loss": "\(loss.rawValue)"]
            )
            if !connections.values.contains(where: { $0.cabinet == connection.cabinet }) {
                liveness.change(connection.cabinet) { $0.isConnected = false }
            }
            await takeAlarms(left: &connection)
        }
    }

    private func open(_ peer: LinkPeer, _ address: String) {
        let cabinets = ledger.view.standing.cabinets.values
        guard
            let cabinet = cabinets.first(where: { $0.keys.transport.bytes == peer.key.bytes })?.cabinet,
            let connection = connection(of: cabinet)
        else { return hub.drop(peer) }
        connections[peer] = connection
        liveness.change(cabinet) {
            $0.isConnected = true
            $0.address = address
        }
    }

    /// A session for the logs that a cabinet writes and obeys; nil for one that officers did not sign.
    func connection(of name: String) -> Connection? {
        let view = ledger.view
        let standing = view.standing
        guard let cabinet = standing.cabinets[name], !view.cabinetsBeingReplaced.contains(name),
            let own = ledger.writable(by: cabinet.cabinet),
            let policies = try? ledger.origins.policyEpochs(of: cabinet.site)
        else { return nil }
        return Connection(
            cabinet: cabinet.cabinet,
            site: cabinet.site,
            session: HeadquartersSession(
                organisation: standing.organisation,
                cabinet: cabinet.cabinet,
                writes: own.writes,
                obeys: ledger.origins.epochs(of: .authority).reversed() + policies.reversed(),
                shows: [ledger.origins.receipts],
                current: own.current
            )
        )
    }

    /// Gives a session an event and does what it asks for, in the order in which it was asked for.
    func feed(_ event: HeadquartersSession.Event, from peer: LinkPeer) async {
        queue(event, from: peer)
        await act(for: peer)
    }

    /// Gives a session an event, and leaves what it asks for to whoever acts next for this peer.
    private func queue(_ event: HeadquartersSession.Event, from peer: LinkPeer) {
        guard let actions = connections[peer]?.session.receive(event) else { return }
        for action in actions { connections[peer]?.actions.append(action) }
    }

    /// Does what a session has asked for, unless somebody does already.
    private func act(for peer: LinkPeer) async {
        guard connections[peer]?.isActing == false else { return }
        connections[peer]?.isActing = true
        while let action = connections[peer]?.actions.popFirst() { await perform(action, for: peer) }
        connections[peer]?.isActing = false
    }

    /// Stores what has come from all lines, together; what that leaves to fold is folded beside it.
    private func takeIn() async {
        isStoring = true
        while !Task.isCancelled, let batch = intake.next() {
            await store(batch)
            let now = ledger.clock.bootMilliseconds
            foldPace.noteStored(at: now)
            if foldPace.isDue(at: now) { foldable.continuation.yield() }
        }
        isStoring = false
        foldable.continuation.yield()
    }

    private func store(_ batch: [Intake.Arrival]) async {
        let window = Intake.window(connections: connections.count)
        let answers: [HeadquartersSession.StoredAnswer]
        do {
            answers = try await ledger.ingest(batch.map(\.ingest))
        } catch {
            // One that cannot be stored holds up no other: each for itself, or the one that it is.
            guard batch.count == 1 else {
                for arrival in batch { await store([arrival]) }
                return
            }
            return await fail(batch[0].peer, error)
        }
        for (arrival, answer) in zip(batch, answers) {
            connections[arrival.peer]?.session.actsWindow = window
            // Whoever stores for all does nothing for one: a peer that never stops asking would keep it from the others.
            queue(.stored(arrival.ingest.ingest.origin, answer), from: arrival.peer)
            answered.continuation.yield(arrival.peer)
        }
    }

    /// The ingest with its log's own checkpoint verified: here, while the store is busy with what came before.
    private func confirmed(_ ingest: Ingest, _ peer: LinkPeer) -> Ingest {
        guard ingest.checkpoint != nil else { return ingest }
        let origin = ingest.origin
        guard let key = connections[peer]?.keys[origin] ?? (try? ledger.store.status(of: origin))?.key else {
            return ingest
        }
        connections[peer]?.keys[origin] = key
        return ingest.confirmed(by: key)
    }

    private func fail(_ peer: LinkPeer, _ error: any Error) async {
        guard let cabinet = connections[peer]?.cabinet else { return }
        logger.error(
            "a cabinet's request could not be carried out",
            metadata: ["cabinet": "\(cabinet)", "error": "\(error)"]
        )
        // The cabinet begins anew from what is on disk.
        await feed(.failed, from: peer)
    }

    private func perform(_ action: HeadquartersSession.Action, for peer: LinkPeer) async {
        guard let connection = connections[peer] else { return }
        let (cabinet, site) = (connection.cabinet, connection.site)
        do {
            switch action {
            case .send(let bytes): send(bytes, to: peer)
            case .greeted(let hello): try await greeted(hello, cabinet, peer)
            case .open(let epochs):
                try await ledger.open(epochs, of: cabinet)
                guard let own = ledger.writable(by: cabinet) else { return }
                await feed(.opened(writes: own.writes, current: own.current), from: peer)
            case .store(let ingest):
                intake.put(CabinetIngest(confirmed(ingest, peer), of: cabinet), from: peer)
            case .welcome(let nonce, let held):
                // One that was just enrolled had no note to show.
                try await ledger.meet(cabinet)
                let welcome = try await welcome(connection, nonce: nonce, held: held)
                await feed(.welcomed(welcome), from: peer)
                await tellSafe(peer)
            case .fresh(let nonce):
                guard ledger.view.cabinets[cabinet]?.isCurrentEpochCounting == true else {
                    return await feed(.fresh(nil), from: peer)
                }
                let note = try await ledger.freshNote(cabinet: cabinet, site: site, nonce: nonce)
                await feed(.fresh(note), from: peer)
            case .read(let origin, let first, let byteCount):
                let stretch = try await ledger.read(origin, from: first, byteCountMax: byteCount)
                noteSent(origin, cabinet, first + UInt64(stretch.bundle.count))
                await feed(.records(origin, stretch), from: peer)
            case .offer(let origin, let size):
                guard connections[peer]?.named.contains(origin.text) == true,
                    let (offer, newSize) = try await ledger.offer(origin, from: size)
                else { return }
                noteOffered(origin, cabinet, newSize)
                await feed(.offered(offer, origin, size: newSize), from: peer)
            case .alarm(let frame, let isHeldFast):
                HeadquartersMetrics.receivedAlarm()
                try await take(frame, cabinet, isHeldFast: isHeldFast)
            case .cosigned(let note):
                _ = try await ledger.takeCosignature(note, from: cabinet)
            case .compare(let notes):
                let missing = try await ledger.missing(notes, shownBy: cabinet)
                await feed(.compared(missing), from: peer)
            case .recover(let origin, let first, let bundle):
                let size = try await ledger.recover(origin, first: first, bundle, from: cabinet)
                await feed(.recovered(origin, size: size), from: peer)
            case .contradiction(let origin, let refusal): try await note(refusal, of: origin, cabinet)
            case .findBlob(let blob):
                // A file goes to the cabinets of a site whose policy names it, and to no others.
                let isNamed = ledger.view.policies[site]?.blobs.contains(blob) == true
                await feed(.foundBlob(blob, isNamed ? try await shelf.whole(blob) : nil), from: peer)
            case .readPiece(let blob, let index):
                let piece = try await shelf.piece(index, of: blob).map {
                    Piece(blob: blob, index: index, bytes: $0.bytes, path: $0.path)
                }
                await feed(.piece(blob, piece), from: peer)
            case .storeChunk, .blobComplete, .blobDamaged:
                // Only what was wanted comes, and no act of a cabinet names a file yet.
                break
            case .leave(let error): leave(peer, cabinet, error)
            }
        } catch {
            await fail(peer, error)
        }
    }

    private func greeted(_ hello: Hello, _ cabinet: String, _ peer: LinkPeer) async throws {
        if boots[cabinet, default: BootHistory()].greet(hello.boot) {
            try await ledger.noteClone(of: cabinet)
        }
        connections[peer]?.named = Set(hello.held.map(\.origin))
        let policy = (try? ledger.origins.policy(connections[peer]?.site ?? ""))?.text
        let held = hello.held.first { $0.origin == policy }?.size ?? 0
        liveness.change(cabinet) {
            $0.boot = hello.boot
            $0.policyHeld = max($0.policyHeld, held)
        }
        logger.info("a cabinet greets", metadata: ["cabinet": "\(cabinet)", "starts": "\(hello.startCount)"])
        await enrolled(cabinet, peer.key.bytes)
    }

    func noteOffered(_ origin: Origin, _ cabinet: String, _ size: UInt64) {
        guard ![ledger.origins.authority, ledger.origins.receipts].contains(origin) else { return }
        liveness.change(cabinet) { $0.policyOffered = max($0.policyOffered, size) }
    }

    private func noteSent(_ origin: Origin, _ cabinet: String, _ size: UInt64) {
        guard origin != ledger.origins.authority else { return }
        liveness.change(cabinet) { $0.policySent = max($0.policySent, size) }
    }

    private func send(_ bytes: [UInt8], to peer: LinkPeer) {
        connections[peer]?.outbox.append(bytes)
        flush(peer)
        guard let waiting = connections[peer]?.outbox.count, waiting > Self.outboxCountMax else { return }
        hub.drop(peer)
    }

    private func flush(_ peer: LinkPeer) {
        while let next = connections[peer]?.outbox.first {
            switch hub.send(next, to: peer) {
            case .accepted, .illSized: connections[peer]?.outbox.removeFirst()
            case .wouldBlock: return
            case .unreachable:
                connections[peer]?.outbox = []
                return
            }
        }
        if connections[peer]?.isLeaving == true { hub.dismiss(peer) }
    }

    private func leave(_ peer: LinkPeer, _ cabinet: String, _ error: ReplicationError) {
        HeadquartersMetrics.refusedLine()
        logger.info("a session ends", metadata: ["cabinet": "\(cabinet)", "why": "\(error.message)"])
        connections[peer]?.isLeaving = true
        flush(peer)
    }
}

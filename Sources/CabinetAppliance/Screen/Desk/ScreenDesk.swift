import Authority
import Cryptography
import Custody
import Host
import Identity
import Logging
package import Records
import Screens

/// The desk behind the cabinet's screen: owns the flow and the verification session, and does what they ask, one thing
/// after the other.
///
/// What says how something came out is told to the flow only when its record is on disk.
package actor ScreenDesk<Store: LogStore> {
    /// Touches that wait for their turn; a further one is refused.
    private static var waitingCountMax: Int { 8 }
    private static var tick: Duration { .milliseconds(500) }

    let ledger: CabinetLedger<Store>
    let files: CabinetFiles
    let hands: any ScreenHands
    let settings: CabinetScreenSettings
    /// Tells browsers that the screen changed.
    nonisolated let doorbell = Doorbell()
    let sealingKey: X25519PrivateKey
    private let isOnline: @Sendable () -> Bool
    let logger: Logger
    private(set) var flow = ScreenFlow()
    var session: VerificationSession?
    var attempts: AttemptLedger
    private var pinEntry = PINEntry()
    private var owner: String?
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(
        ledger: CabinetLedger<Store>,
        files: CabinetFiles,
        hands: any ScreenHands,
        sealingKey: X25519PrivateKey,
        settings: CabinetScreenSettings,
        logger: Logger,
        isOnline: @escaping @Sendable () -> Bool
    ) async throws {
        self.ledger = ledger
        self.files = files
        self.hands = hands
        self.sealingKey = sealingKey
        self.settings = settings
        self.logger = logger
        self.isOnline = isOnline
        attempts = AttemptLedger(restoring: try await ledger.unforgivenAttempts(), at: ledger.now)
    }

    /// Follows cards, drawers, records and the clock until the task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.doorbell.run() }
            group.addTask { await self.followCards() }
            group.addTask { await self.followVisits() }
            group.addTask { await self.followLedger() }
            group.addTask { await self.followClock() }
        }
    }

    /// Obeys a touch; returns when everything that it began is written or under way.
    ///
    /// One browser at a time: while it is at work, others are refused.
    func obey(_ command: ScreenCommand, from browser: String) async throws(Refusal) {
        guard owner == nil || owner == browser || flow.step == .idle else { throw .busy }
        guard waiting.count < Self.waitingCountMax else { throw .busy }
        owner = browser
        await take(.command(command))
        if flow.step == .idle { owner = nil }
    }

    /// Takes one request of the PIN pad; without the page's script each key is one.
    func press(_ form: FormData, from browser: String) async throws(Refusal) {
        guard let typed = pinEntry.receive(form) else { return }
        var digits = Array(typed.utf8)
        try await obey(.pin(PIN(moving: &digits)), from: browser)
    }

    /// What the screen shows, and everything that its pages need.
    var snapshot: ScreenSnapshot {
        ScreenSnapshot(
            flow: flow,
            surroundings: surroundings,
            isOnline: isOnline(),
            enteredCount: pinEntry.count,
            wallSeconds: Int(ledger.clock.wallMilliseconds / 1_000),
            settings: settings,
            files: files.standings
        )
    }

    /// A picture that a page of this moment shows; nil while the screen is dark, and for anything else.
    func picture(_ content: Digest) async throws -> [UInt8]? {
        guard flow.step != .idle, files.standings.values.contains(where: { $0.picture == content }) else {
            return nil
        }
        return try await files.picture(content, in: ledger.view.obeyed.policy)
    }

    /// Whether a browser may go on; everybody may while the screen is dark.
    func serves(_ browser: String) -> Bool { owner == nil || owner == browser || flow.step == .idle }

    var surroundings: ScreenSurroundings {
        ScreenSurroundings(view: ledger.view, now: ledger.now)
    }

    private func followCards() async {
        for await uid in hands.cards { await cardCame(uid) }
    }

    private func followVisits() async {
        let updates = hands.visitUpdates()
        await observeVisit()
        for await _ in updates { await observeVisit() }
    }

    private func followLedger() async {
        for await _ in ledger.updates() { await doorbell.ring("status") }
    }

    private func followClock() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.tick)
            await tick()
        }
    }

    /// Tells the flow and the session that time has passed.
    func tick() async {
        await inTurn {
            await self.verify(.ticked)
            await self.receive(.ticked)
        }
    }

    /// A card came to lie on the front reader.
    func cardCame(_ uid: Bytes) async {
        await inTurn {
            if self.session?.isOver == false { await self.verify(.cardLaidOn(uid: uid)) }
            await self.receive(.cardSeen)
        }
    }

    /// Looks at the visit that is under way.
    func observeVisit() async {
        // Looked at in turn: what was seen before another turn ended may be about the visit before.
        await inTurn {
            guard let visit = await self.hands.visit() else { return }
            await self.receive(.visit(visit.opening, visit.phase))
        }
    }

    private func take(_ event: ScreenEvent) async { await inTurn { await self.receive(event) } }
}

// Turns: one event with all that follows from it, then the next.
extension ScreenDesk {
    private func inTurn(_ body: () async -> Void) async {
        if isTaken {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            isTaken = true
        }
        await body()
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
    }

    func receive(_ event: ScreenEvent) async {
        let page = flow.page
        let actions = flow.receive(event, in: surroundings)
        if flow.page != page { await turnedPage() }
        for action in actions { await perform(action) }
    }

    private func turnedPage() async {
        pinEntry = PINEntry()
        if flow.step == .idle {
            owner = nil
            session = nil
        }
        switch flow.step {
        case .idle: await hands.lookForCards(at: .resting, anew: false)
        case .identifying: await hands.lookForCards(at: .waiting, anew: false)
        default: await hands.lookForCards(at: .still, anew: false)
        }
        await doorbell.ring("screen")
    }
}

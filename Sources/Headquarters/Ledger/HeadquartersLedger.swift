package import Authority
import Cryptography
import Custody
import Enrolment
package import Host
package import Records
package import Store
import Synchronization

/// Headquarters' memory: writes its own logs, keeps the copies of every cabinet's, folds all of them, and tells everybody
/// when that changes.
///
/// All writing goes through here, one commit after the other, on a thread of its own: the store's calls block until the
/// disk has them. None of the keys in its hands can give: what people did not sign is refused here first, and would count
/// nowhere.
package actor HeadquartersLedger {
    /// Where leaves, bodies and notes lie.
    package nonisolated let store: EvidenceFile
    /// The clocks.
    package nonisolated let clock: any HostClock
    /// The own keys.
    package nonisolated let keys: HeadquartersKeyFile
    let boot: Identifier<Boot>
    var authority: Journal<EvidenceFile>
    var acts: Journal<EvidenceFile>
    var receipts: Journal<EvidenceFile>
    var policies: [String: Journal<EvidenceFile>] = [:]
    /// Set while cabinets hold leaves of own logs that are not here: nothing is signed in any own log.
    var recovery = Recovery()
    /// Where the notes for which it is shut outlive a start; nil where they need not.
    let shutNotes: ShutNotes?
    var keptShutNotes = ShutNotes.Content()
    /// Monotonic milliseconds of the start.
    let openedAt: UInt64
    let states: (any StateShelf)?
    let room: StorageRoom?
    // What was stored before this start, until everything is opened.
    private(set) var start: HeadquartersStart
    // How many records were folded when a leaf last named the state, and what it named.
    var namedCount: UInt64
    var namedPieces: [String: NamedPiece] = [:]
    let witness: Cosigner
    let mirror: Cosigner
    nonisolated let safe: Cosigner
    /// The findings that frames cause: those about telemetry, for which nothing need be shown, use up no other's room.
    var findingBudget = FrameBudget(countMax: findingsPerHourMax, within: 3_600_000)
    var telemetryFindingBudget = FrameBudget(countMax: telemetryFindingsPerHourMax, within: 3_600_000)
    /// The epochs of telemetry of which copies are opened.
    var telemetryAllowance = TelemetryAllowance()
    var telemetryOpeningBudget = FrameBudget(countMax: telemetryOpeningsPerDayMax, within: 86_400_000)
    /// The cabinets of which acts lie here whole that no fold has seen yet.
    var unfolded = Turns()
    /// By cabinet, what the epochs that it announced give reason to find, until the notes of that greeting are compared.
    var foundInGreetings: [String: [GreetingFinding]] = [:]
    /// By cabinet, what its greetings gave reason to find, and is not written down yet.
    var untoldOfGreetings: [String: [GreetingFinding]] = [:]
    /// What stored state was not the one that was signed, where that is not written down yet.
    var difference: String?
    /// Whether the start is over: what it finds is kept until a cabinet has shown what it holds.
    private(set) var isOpened = false
    /// The findings about lost records, beside those: no nonsense uses up their room.
    var lossBudget = FrameBudget(countMax: findingsPerHourMax, within: 3_600_000)
    /// What cannot be read of own epochs that are over, and is not written down yet.
    var unread: [UnreadLeaves] = []
    /// What folding acts gave reason to find and is not written down yet.
    var untold: [FoldFinding] = []
    /// By log, the first record whose body is not here, and since when.
    var awaitedBodies: [Origin: AwaitedBody] = [:]
    private let executor: any SerialExecutor
    private let published: Mutex<HeadquartersView>
    private let inForce: Mutex<HeadquartersOrigins>
    private let changes = Changes()

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    private init(
        store: EvidenceFile,
        states: (any StateShelf)?,
        room: StorageRoom?,
        shutNotes: ShutNotes?,
        keys: HeadquartersKeyFile,
        root: SignedStatement,
        isFounding: Bool,
        boot: Identifier<Boot>,
        clock: any HostClock,
        executor: any SerialExecutor
    ) throws {
        let statement = try RootStatement(decoding: root.bytes)
        let organisation = statement.head.organisation
        let secrets = keys.current
        try Self.check(statement, against: secrets)
        let logs = try OwnLogs(
            LogOpening(store: store, boot: boot, clock: clock),
            states: states,
            secrets: secrets,
            root: root,
            isFounding: isFounding,
            organisation: organisation
        )
        (authority, acts, receipts, start) = (logs.authority, logs.acts, logs.receipts, logs.start)
        namedCount = logs.namedCount
        unread = logs.unread
        inForce = Mutex(logs.origins)
        self.store = store
        self.states = states
        self.room = room
        self.shutNotes = shutNotes
        openedAt = clock.bootMilliseconds
        self.keys = keys
        self.boot = boot
        self.clock = clock
        self.executor = executor
        witness = Cosigner(
            name: try HeadquartersCosigners.name(.witness, organisation),
            privateKey: secrets.witness
        )
        mirror = Cosigner(
            name: try HeadquartersCosigners.name(.mirror, organisation),
            privateKey: secrets.mirror
        )
        safe = Cosigner(name: try HeadquartersCosigners.name(.safe, organisation), privateKey: secrets.safe)
        published = Mutex(logs.view)
    }

    /// Opens headquarters' logs and folds them and all copies.
    ///
    /// Where `isFounding`, it founds them under the root if they are empty: at no other start, since an empty file is one
    /// whose records are lost.
    ///
    /// What `states` has, and a leaf names, is not folded again. `root` is root v1 with its owners' signatures. `executor` runs
    /// everything that blocks on the store: a thread that nothing else needs. `shutNotesPath` is the file in which a restored
    /// headquarters keeps what it misses over a start.
    /// - Throws: ``HeadquartersError`` `.refused` when the root names other keys than `keys`, or is another than the one
    ///   that the log begins with, `.notFound` for empty logs; what the store throws.
    package static func open(
        store: EvidenceFile,
        states: (any StateShelf)? = nil,
        room: StorageRoom? = nil,
        shutNotesPath: String? = nil,
        keys: HeadquartersKeyFile,
        root: SignedStatement,
        isFounding: Bool = false,
        boot: Identifier<Boot>,
        clock: any HostClock,
        executor: any SerialExecutor = BlockingExecutor(label: "signet.headquarters.ledger")
    ) async throws -> HeadquartersLedger {
        let ledger = try HeadquartersLedger(
            store: store,
            states: states,
            room: room,
            shutNotes: shutNotesPath.map { ShutNotes(path: $0) },
            keys: keys,
            root: root,
            isFounding: isFounding,
            boot: boot,
            clock: clock,
            executor: executor
        )
        try await ledger.openAll()
        return ledger
    }

    private func openAll() throws {
        var view = view
        try recallShutNotes()
        try learnWitnessedHeads(&view)
        try openSites(&view)
        try noteLosses(view)
        // How an empty policy began is known to the site's cabinets, where anything is missing here.
        if !recovery.isUnderWay { try beginSites(&view) }
        try openCabinets(&view)
        publish(view)
        projectAll()
        difference = start.difference
        start = HeadquartersStart()
        isOpened = true
        // Nobody has seen anything of a house without cabinets.
        if self.view.standing.cabinets.isEmpty { try tellFound() }
        // A drive that cannot write now must not stop the start; it is tried again by the hour.
        try? eraseAgain()
    }

    /// The names of the logs, in the epochs that are in force.
    package nonisolated var origins: HeadquartersOrigins { inForce.withLock { $0 } }

    /// Takes the epochs over that a standing says are in force.
    func takeEpochs(of standing: Standing) throws {
        let origins = try HeadquartersOrigins(standing)
        inForce.withLock { $0 = origins }
    }

    /// What is known now.
    package nonisolated var view: HeadquartersView { published.withLock { $0 } }

    /// A sequence that yields whenever the view has changed; several changes may come as one.
    package nonisolated func updates() -> AsyncStream<Void> { changes.stream() }

    /// Publishes a view with the heads as they are, and wakes everybody.
    func publish(_ view: HeadquartersView) {
        var view = view
        view.heads = [:]
        for journal in [authority, acts, receipts] + policies.values {
            view.heads[journal.origin] = journal.head
        }
        published.withLock { $0 = view }
        changes.yield()
    }

    /// The clocks' reading for the next records; nobody signs time for headquarters, so the quality says unknown.
    var reading: ClockReading {
        ClockReading(
            wallMilliseconds: clock.wallMilliseconds,
            monotonicMilliseconds: clock.bootMilliseconds,
            quality: .unknown
        )
    }
}

package import Authority
import Cryptography
import Custody
package import Host
package import Records
import SerialLines
package import Store
import Synchronization

/// The cabinet's memory: writes its acts, folds what it writes and what it obeys, and tells everybody when that changes.
///
/// All writing goes through here, one commit after the other, on a thread of its own: the store's calls block until the
/// disk has them.
package actor CabinetLedger<Store: LogStore> {
    let store: Store
    private let executor: any SerialExecutor
    let clock: any HostClock
    nonisolated let origins: CabinetOrigins
    /// The epochs of `authority` that are open here.
    var authorityEpochs: AuthorityEpochs<Store>
    let mark: HighWaterMark?
    let boot: Identifier<Boot>
    var acts: OwnActs<Store>
    // Nil where this cabinet keeps no key for it, and until it could be opened.
    var telemetry: OwnTelemetry<Store>?
    // When an answer of headquarters last began an epoch of it, in monotonic milliseconds.
    var telemetryRenewedAt: UInt64?
    let states: (any StateShelf)?
    let base: (any StateShelf)?
    let room: StorageRoom?
    // The acts as they are being folded anew, from their first leaf; nil when they need not be.
    var rebuilding: CustodyState?
    // The size of the acts when a leaf last named what is folded.
    var namedSize: UInt64
    // The leaves of `policy` whose erasures were looked after since the start.
    var erasedHere: Set<UInt64> = []
    // What was found before anything could be written; it goes ahead of the next records.
    var unreported: [Draft]
    // Whether the stored state is to be thrown away once that is written.
    private var isStateDoubted: Bool
    // Whether a record that could not be understood may be readable now.
    var mayUnderstandMore = false
    // Whether a contradiction has ended since the last one was written down: the same words are news then.
    private var hasReconciled = false
    private var cited: ObeyedHeads?
    private var awaited = AwaitedHeads()
    /// The noted head of `policy` that was compared last.
    private var comparedHead: CitedHead?
    private let published: Mutex<CabinetView>
    private let changes: Changes

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Opens the cabinet's logs and folds what came since the state that `states` has and a leaf of the acts names.
    ///
    /// `base` has the states on which acts stand whose first leaves were given up, `room` what is kept back of the disk,
    /// `isDiskFull` says that it had to be given up before anything could be opened,
    /// `mark` the newest head that has left this cabinet, kept apart from the store, `inherited` what another machine wrote under
    /// this cabinet's name.
    /// Without such a state the obeyed logs are folded from their first leaves. So are the acts, here where they are few;
    /// else there are no takes until ``rebuild()`` has come to their end.
    /// `executor` runs everything that blocks on the store: a thread that nothing else needs.
    /// - Throws: what the store throws; ``RecordsError`` `.mismatch` where a log is not the one that was signed.
    package init(
        store: Store,
        states: (any StateShelf)? = nil,
        base: (any StateShelf)? = nil,
        room: StorageRoom? = nil,
        isDiskFull: Bool = false,
        identity: CabinetIdentity,
        keys: CabinetLogKeys,
        boot: Identifier<Boot>,
        clock: any HostClock,
        mark: HighWaterMark? = nil,
        inherited: Inheritance? = nil,
        executor: any SerialExecutor = BlockingExecutor(label: "signet.ledger")
    ) throws {
        self.store = store
        self.mark = mark
        self.boot = boot
        self.states = states
        self.base = base
        self.room = room
        self.clock = clock
        self.executor = executor
        changes = Changes()
        origins = try CabinetOrigins(identity)
        let started = ClockReading(
            wallMilliseconds: clock.wallMilliseconds,
            monotonicMilliseconds: clock.bootMilliseconds,
            quality: .unknown
        )
        let opened = try OwnActs(
            store: store,
            origins: origins,
            keys: keys,
            boot: boot,
            at: started,
            inherited: inherited
        )
        let opening = try LedgerOpening.make(
            store: store,
            states: states,
            base: base,
            identity: identity,
            acts: opened,
            mark: mark,
            at: started
        )
        let (acts, start, custody) = (opening.acts, opening.start, opening.custody)
        (self.acts, authorityEpochs) = (acts, opening.authorityEpochs)
        let status = try store.status(of: acts.journal.origin)
        let judge = EpochJudge(of: identity.cabinet, under: start.obeyed.standing)
        rebuilding = start.rebuilding
        namedSize = start.namedSize
        published = Mutex(
            CabinetView(
                identity: identity,
                obeyed: start.obeyed,
                custody: custody,
                acts: acts.journal.origin,
                epoch: acts.keys.epoch,
                epochStanding: judge.standings(of: acts.epochs).last ?? .enrolled,
                head: acts.journal.head,
                witnessedSize: status?.size(.witness) ?? 0,
                mirroredSize: status?.size(.mirror) ?? 0,
                safeSize: status?.size(.safe) ?? 0,
                time: AuthorisingTime(floor: custody.authorisedFloor),
                isContradicted: opening.rollback != nil,
                isRolledBack: opening.rollback != nil,
                isRecovering: acts.isIncomplete,
                isDamaged: acts.hasHole,
                replacement: inherited?.replacement,
                isInheriting: opening.isInheriting,
                isRebuilding: start.rebuilding != nil,
                isDiskFull: isDiskFull
            )
        )
        isStateDoubted = start.difference != nil
        unreported =
            (start.difference.map { [FindingDrafts.stateDiffers($0)] } ?? [])
            + (opening.rollback.map { [FindingDrafts.rolledBack($0)] } ?? [])
            + (try acts.damageDrafts(after: custody))
            + (isDiskFull ? [FindingDrafts.diskFull("the disk was full at the start; free some room")] : [])
    }

    /// What is known now.
    package nonisolated var view: CabinetView { published.withLock { $0 } }

    /// A part of it: the whole has some hundred references, which each copy counts up and down.
    nonisolated func known<Part>(_ part: (CabinetView) -> Part) -> Part {
        published.withLock { part($0) }
    }

    /// A sequence that yields whenever the view has changed; several changes may come as one.
    package nonisolated func updates() -> AsyncStream<Void> { changes.stream() }

    /// Monotonic milliseconds of this boot.
    package nonisolated var now: UInt64 { clock.bootMilliseconds }

    /// Writes records in one commit; they are on disk, signed and folded when this returns.
    package func append(_ drafts: [Draft]) throws {
        try catchUp()
        let findingCount = known { $0.custody.findings.count }
        let (count, custody) = try write(drafts, at: reading, obeying: try obeyedHeads())
        change {
            $0.custody = custody
            $0.head = acts.journal.head
        }
        CabinetMetrics.wrote(records: count, findings: custody.findings.count - findingCount)
        CabinetMetrics.pending(known { $0.pendingCount })
        forgetDifference()
        nameStateWhenDue()
    }

    /// Writes what is still to be reported and then the drafts.
    ///
    /// - Returns: the number of records, and the state that they lead to.
    private func write(_ drafts: [Draft], at reading: ClockReading, obeying heads: ObeyedHeads?) throws
        -> (count: Int, custody: CustodyState)
    {
        func append() throws -> (count: Int, custody: CustodyState) {
            try inKeptRoom {
                // Read here: what failed before may have begun a new epoch.
                let before = known { $0.custody }
                return try acts.journal.append(unreported + drafts, at: reading, obeying: heads) { records in
                    var custody = before
                    for record in records { try custody.fold(record) }
                    return (records.count, custody)
                }
            }
        }
        do { return try append() } catch let error as RecordsError where error.code != .exhausted {
            // One error between two epochs must not end all acts until the next start.
            guard try finishEpoch() || mendActs() else { throw error }
            return try append()
        }
    }

    /// Throws away the stored state that was found to differ, once that is written down.
    private func forgetDifference() {
        unreported = []
        guard isStateDoubted else { return }
        isStateDoubted = false
        // What cannot be thrown away now is found to differ again at the next start.
        try? states?.discard()
    }

    /// Folds what replication has stored of the obeyed logs since the last time, as far as signed checkpoints confirm it.
    ///
    /// What should be known to people is written as findings.
    package func obey() throws {
        var obeyed = view.obeyed
        let folding = ObeyedFolding(epochs: authorityEpochs)
        if mayUnderstandMore {
            mayUnderstandMore = false
            var anew = folding.empty
            // What is to be said of these leaves was said when they came.
            _ = try folding.fold(&anew)
            if !anew.missesCriticalRecord { obeyed = anew }
        }
        let reports = try folding.fold(&obeyed)
        let hasChanged = obeyed != view.obeyed
        if obeyed.policy.epoch != view.obeyed.policy.epoch {
            // Places in another epoch are others: what was compared and erased is looked at anew.
            (comparedHead, erasedHere) = (nil, [])
        }
        if hasChanged {
            change { $0.obeyed = obeyed }
            acts.enrolled = obeyed.standing.actKeys(of: view.identity.cabinet)
            try judgeActsAnew()
        }
        try renewContact()
        try judgeEpoch()
        try settleInheritance()
        let findings =
            try reports.compactMap(FindingDrafts.draft) + compareNoted() + compareEnded()
            + unwritten(compareAuthorityEpochs() + comparePolicyEpochs())
        if !findings.isEmpty { try append(findings) }
        try carryOutErasures()
    }

    /// Compares `policy` with the head that `authority` notes of it, which all cabinets of the site are shown.
    private func compareNoted() throws -> [Draft] {
        let obeyed = view.obeyed
        let origin = try obeyedPolicy
        guard let noted = obeyed.standing.notedHead(of: origin), noted != comparedHead,
            noted.size > 0, noted.size <= obeyed.policy.hereSize
        else { return [] }
        comparedHead = noted
        guard try store.root(of: origin, size: noted.size) != noted.root else { return [] }
        return [
            FindingDrafts.fork(
                "authority notes \(noted.size) leaves of \(noted.origin) that are not those shown here"
            )
        ]
    }

    /// Takes a verified freshness note: its time at once, the contact with headquarters once all that it names is obeyed.
    ///
    /// A leap of time is written as a finding and waits for people.
    package func take(_ note: FreshNote, asked: UInt64, answered: UInt64) throws {
        var time = view.time
        if let refusal = time.take(noteTime: note.time, asked: asked, answered: answered) {
            return try append([FindingDrafts.draft(refusal)])
        }
        change { $0.time = time }
        awaited.add(note.heads, asked: asked)
        try renewContact()
    }

    private func renewContact() throws {
        let obeyed = view.obeyed
        let (newest, authority) = (try followedAuthority, try obeyedAuthority)
        let (followed, policy) = (try followedPolicy, try obeyedPolicy)
        var required = [newest.text]
        if obeyed.standing.sites[view.identity.site] != nil { required.append(followed.text) }
        let settled = try awaited.settle(required: required) { head throws(RecordsError) in
            let (origin, size): (Origin, UInt64)
            switch head.origin {
            // Of an epoch that is not here yet nothing is obeyed.
            case newest.text where newest == authority: (origin, size) = (authority, obeyed.standing.size)
            case followed.text where followed == policy: (origin, size) = (policy, obeyed.policy.size)
            default: return .awaited
            }
            guard head.size <= size else { return .awaited }
            // Authority notes a larger head than headquarters names: something is withheld.
            let noted = obeyed.standing.notedHead(of: origin)
            guard head.size >= noted?.size ?? 0 else { return .awaited }
            guard head.size > 0 else { return .folded }
            return try store.root(of: origin, size: head.size) == head.root ? .folded : .contradicted
        }
        if let asked = settled.asked { change { $0.time.renewContact(asked: asked) } }
        let findings = settled.contradicted.map {
            FindingDrafts.fork(
                "headquarters signs \($0.size) leaves of \($0.origin) that are not those obeyed here"
            )
        }
        if !findings.isEmpty { try append(findings) }
    }

    /// Learns that headquarters holds other acts of this cabinet: no takes until it has cosigned these again.
    ///
    /// Nothing of it is written down: after a start the same answer comes before the first note that gives time.
    package func contradict(_ note: String, isRollback: Bool = false) throws {
        if !view.isContradicted { change { $0.isContradicted = true } }
        try tell(isRollback ? .rolledBack : .fork, note)
    }

    /// Writes that headquarters answers with a contradiction, once: each connection brings the same answer again.
    func tell(_ kind: FindingKind, _ note: String) throws {
        let newest = view.custody.findings.last { $0.opened.kind == kind }?.opened.note
        guard hasReconciled || newest != note else { return }
        hasReconciled = false
        try append([kind == .rolledBack ? FindingDrafts.rolledBack(note) : FindingDrafts.fork(note)])
    }

    /// Learns that headquarters cosigned a head of the acts; only one of this very log ends a contradiction.
    package func reconcile(_ head: TreeHead) throws {
        guard view.isContradicted, !view.isRolledBack, head.size > 0, head.size <= view.head.size,
            try store.root(of: acts.journal.origin, size: head.size) == head.root
        else { return }
        change { $0.isContradicted = false }
        hasReconciled = true
    }

    /// Learns what headquarters has cosigned and holds of the acts.
    package func learn(witnessedSize: UInt64?, mirroredSize: UInt64?) {
        change {
            $0.witnessedSize = max($0.witnessedSize, witnessedSize ?? 0)
            $0.mirroredSize = max($0.mirroredSize, mirroredSize ?? 0)
        }
        CabinetMetrics.pending(known { $0.pendingCount })
    }

    /// Stores the newest checkpoints, for a stop in order.
    package func storeCheckpoint() throws {
        try acts.journal.storeCheckpoint()
        try telemetry?.storeCheckpoint()
    }

    /// The interval in which the present lies, and the contact age.
    package nonisolated var present: (interval: TimeBounds?, contactAgeSeconds: UInt64?) {
        let (time, now) = (view.time, clock.bootMilliseconds)
        return (time.interval(atMonotonic: now), time.contactAgeSeconds(atMonotonic: now))
    }

    /// The clocks' reading for the next records.
    var reading: ClockReading {
        let now = clock.bootMilliseconds
        return ClockReading(
            wallMilliseconds: clock.wallMilliseconds,
            monotonicMilliseconds: now,
            quality: ClockQuality(time: known { $0.time }, atMonotonic: now)
        )
    }

    func change(_ body: (inout CabinetView) -> Void) {
        published.withLock { body(&$0) }
        changes.yield()
    }

    /// The heads that an act cites; nil before the first leaf of `policy`.
    func obeyedHeads() throws -> ObeyedHeads? {
        let (authorityEpoch, authority) = known { ($0.obeyed.authorityEpoch, $0.obeyed.standing.size) }
        let (epoch, policy) = known { ($0.obeyed.policy.epoch, $0.obeyed.policy.size) }
        guard policy > 0 else { return nil }
        // Whoever reads that this machine obeyed less than its enrolment takes its signature for the one before.
        if let inherited = acts.inherited,
            !OwnActs<Store>.knows(known { $0.obeyed.standing }, known { $0.identity.cabinet }, inherited)
        {
            return nil
        }
        if let cited, cited.authorityEpoch == authorityEpoch, cited.authoritySize == authority,
            cited.policyEpoch == epoch, cited.policySize == policy
        {
            return cited
        }
        let heads = ObeyedHeads(
            authority: (
                authorityEpoch, authority,
                try store.root(of: origins.authority(epoch: authorityEpoch), size: authority)
            ),
            policy: (epoch, policy, try store.root(of: origins.policy(epoch: epoch), size: policy))
        )
        cited = heads
        return heads
    }
}

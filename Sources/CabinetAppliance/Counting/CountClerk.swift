import Authority
import Cryptography
import Custody
import Host
import Logging
package import Records

/// Answers count requests: every drawer's reader looks, with the drawers locked, and the answer is an act.
package actor CountClerk<Store: LogStore> {
    /// How often the readers look again because a seal moved meanwhile.
    private static var lookCountMax: Int { 5 }
    /// How long to wait before a count that was not full is tried again.
    private static var recountPause: Duration { .seconds(20) }

    private let ledger: CabinetLedger<Store>
    private let readers: SlotReaders
    private let conductor: VisitConductor<Store>
    private let logger: Logger

    init(
        ledger: CabinetLedger<Store>,
        readers: SlotReaders,
        conductor: VisitConductor<Store>,
        logger: Logger
    ) {
        self.ledger = ledger
        self.readers = readers
        self.conductor = conductor
        self.logger = logger
    }

    /// Answers whatever is asked until the task is cancelled; what was asked while the cabinet was away comes first.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.answerAll()
                for await _ in self.ledger.updates() { await self.answerAll() }
            }
            group.addTask { await self.countAfterReplacement() }
        }
    }

    /// Counts without being asked where another machine wrote this cabinet's record before, until every drawer was looked into.
    ///
    /// A reader that is ill, or a tag whose key has not come yet, is asked again.
    private func countAfterReplacement() async {
        let updates = ledger.updates()
        while !Task.isCancelled {
            if isCountAwaited {
                do { try await countAll() } catch {
                    logger.error("count.not-written", metadata: ["error": "\(error)"])
                }
                try? await ledger.clock.sleep(for: Self.recountPause)
            } else {
                // Acts that are still folded may say that it is awaited.
                guard ledger.view.isRebuilding || ledger.view.isInheriting else { return }
                for await _ in updates { break }
            }
        }
    }

    private nonisolated var isCountAwaited: Bool {
        let view = ledger.view
        return !view.isRebuilding && view.custody.awaitsCount
    }

    /// Writes a full count; one that is not full is not written, or an ill reader would fill the log with them.
    private func countAll() async throws {
        while await conductor.isBusy, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(200)) }
        let request = CountRequest(
            run: .drawn(),
            nonce: Bytes(try SecureRandom.bytes(16)),
            deadline: 0
        )
        let (answer, drafts) = await answered(request)
        guard answer.isFull, isCountAwaited else { return }
        try await ledger.append(drafts)
    }

    private func answerAll() async {
        while let request = nextRequest() {
            // A drawer that somebody has open is counted when it is closed, not from what a reader sees meanwhile.
            while await conductor.isBusy, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(200)) }
            guard !Task.isCancelled else { return }
            do { try await answer(request) } catch {
                logger.error("count.not-written", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    /// The oldest request without an answer.
    private func nextRequest() -> CountRequest? {
        let view = ledger.view
        // What was answered already is known again when the acts have been folded.
        guard !view.isRebuilding else { return nil }
        return view.obeyed.policy.countRequests.first { view.custody.counts[$0.run] == nil }
    }

    private func answer(_ request: CountRequest) async throws {
        try await ledger.append(await answered(request).drafts)
    }

    private func answered(_ request: CountRequest) async -> (answer: CountAnswer, drafts: [Draft]) {
        var (view, readings) = await look()
        // A seal that moved while the readers looked would be counted in two places or in none.
        var looks = 1
        while ledger.view.custody.seals != view.custody.seals, looks < Self.lookCountMax {
            (view, readings) = await look()
            looks += 1
        }
        let custody = ledger.view.custody
        let answer = custody.countAnswer(to: request, readings: readings, policy: ledger.view.obeyed.policy)
        var drafts = [
            Draft(
                .count,
                .countAnswered,
                actor: Actor(component: "count"),
                subject: Subject(run: request.run),
                detail: answer.canonical,
                isSigned: true
            )
        ]
        drafts += answer.drawers.compactMap { difference($0, run: request.run) }
        return (answer, drafts)
    }

    private func look() async -> (CabinetView, [UInt64: TagReading]) {
        let view = ledger.view
        let places = view.obeyed.policy.lockMaps[view.identity.cabinet]?.drawers ?? []
        var readings: [UInt64: TagReading] = [:]
        for place in places where view.custody.quarantines[place.drawer] == nil {
            readings[place.drawer] = await readers.look(through: place.reader, obeyed: view.obeyed)
        }
        // What lies apart is not challenged again: each failure is held against the tag that it pretends to be.
        for (drawer, quarantine) in view.custody.quarantines { readings[drawer] = quarantine.reading }
        return (view, readings)
    }

    /// The finding for a drawer whose content is not what it should be.
    private func difference(_ line: CountedDrawer, run: Identifier<CountRun>) -> Draft? {
        switch line.finding {
        case .present, .out, .vacant, .quarantined: return nil
        case .missing, .unexpected, .wrongSlot, .unreadable: break
        }
        return Draft(
            .alarm,
            .findingOpened,
            actor: Actor(component: "count"),
            subject: Subject(
                seal: line.seal,
                run: run,
                finding: .drawn(),
                drawer: line.drawer
            ),
            detail: FindingOpened(
                kind: .countDifference,
                note: "a count found \(line.finding)",
                reading: line.reading
            ).canonical,
            isSigned: true
        )
    }
}

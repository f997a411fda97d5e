import Authority
import Cryptography
import Custody
package import Records
package import Replication
import Store

extension HeadquartersLedger {
    /// Opens copies of the epochs that a cabinet says to have opened, where it signed that itself and each follows the last.
    ///
    /// Whether an epoch counts is judged when its first leaf is here under a cosigned head. What is announced and cannot be
    /// is a finding; nothing is thrown for it, because the rest of the session goes on. It is written when the greeting's notes were
    /// compared (``missing(_:shownBy:onStick:)``): they may show that own acts are missing here, and a leaf now would stand in the place of one.
    package func open(_ announced: [AnnouncedEpoch], of cabinet: String) throws {
        var view = view
        guard var copy = view.cabinets[cabinet], let statement = view.standing.cabinets[cabinet] else {
            return
        }
        // An epoch's first leaf cites nothing: any key will do that did not end before what the cabinet has obeyed. It may have begun
        // the epoch before it heard that officers replaced its key. A machine that was replaced opens none of the next one's.
        let keys = view.standing.actKeys(of: cabinet).keys(
            obeying: copy.custody.obeyedSize,
            isCited: false
        )
        func openingKeys(_ origin: String) -> [Bytes] {
            guard let origin = try? Origin(origin) else { return [] }
            let ofMachine =
                LogNames.isTelemetry(origin)
                ? view.standing.actKeys(of: cabinet, openingTelemetry: origin.epoch)
                : view.standing.actKeys(of: cabinet, opening: origin.epoch)
            return keys.filter(ofMachine.contains)
        }
        var found: [GreetingFinding] = []
        var losses: [String] = []
        for epoch in announced.prefix(Hello.epochCountMax) {
            let keys = openingKeys(epoch.origin)
            if (try? Origin(epoch.origin)).map(LogNames.isTelemetry) == true {
                let (objection, loss) = try openTelemetry(epoch, in: &copy, statement, signedBy: keys)
                if let objection {
                    found.append(GreetingFinding(kind: .fork, text: objection, isTelemetry: true))
                }
                if let loss { losses.append(loss) }
            } else if let objection = try open(epoch, in: &copy, statement, signedBy: keys) {
                found.append(GreetingFinding(kind: .fork, text: objection))
            }
        }
        judge(&copy, cabinet, under: view.standing)
        view.cabinets[cabinet] = copy
        publish(view)
        if let lost = finding(losses, of: cabinet) { found.append(lost) }
        // What a greeting says it says in the next one too: those before it are forgotten.
        foundInGreetings[cabinet] = found
    }

    /// Opens one; a sentence where it is refused.
    private func open(
        _ announced: AnnouncedEpoch,
        in copy: inout CabinetCopy,
        _ cabinet: CabinetStatement,
        signedBy keys: [Bytes]
    ) throws -> String? {
        if let place = copy.epochs.firstIndex(where: { $0.log.origin.text == announced.origin }) {
            return reopen(announced, &copy.epochs[place], signedBy: keys)
        }
        guard let last = copy.epochs.last, copy.epochs.count < CabinetCopy.epochCountMax else {
            return "\(announced.origin) is one epoch more than a cabinet may have"
        }
        let origin = try origins.acts(of: cabinet.cabinet, epoch: last.log.epoch + 1)
        guard announced.origin == origin.text else {
            return "\(announced.origin) does not follow \(last.log.origin)"
        }
        let first: EpochFirstLeaf
        do { first = try EpochFirstLeaf(announced.record, origin: origin, keys: keys) } catch {
            return "\(origin) is opened by no leaf of this cabinet: \(error.message)"
        }
        let key = try NoteVerifierKey(log: origin, publicKey: first.key.publicKey())
        _ = try store.open(origin, key: key, isOwn: false)
        copy.safeSize = 0
        copy.epochs.append(
            EpochCopy(
                ActsEpoch(
                    epoch: last.log.epoch + 1,
                    origin: origin,
                    key: first.key,
                    opening: first.opening
                )
            )
        )
        return nil
    }

    /// Takes an announcement again of an epoch whose first leaf has not come yet; a sentence where it names another key.
    private func reopen(_ announced: AnnouncedEpoch, _ copy: inout EpochCopy, signedBy keys: [Bytes])
        -> String?
    {
        guard copy.log.epoch > 1,
            let first = try? EpochFirstLeaf(announced.record, origin: copy.log.origin, keys: keys)
        else { return nil }
        guard first.key == copy.log.key else {
            return "\(announced.origin) is opened a second time, with another key"
        }
        if !copy.isOpeningProved { copy.log.opening = first.opening }
        return nil
    }

    /// The epochs of a cabinet whose copies lie here, from the first one on.
    func epochs(of cabinet: CabinetStatement, signedBy keys: [Bytes]) throws -> [EpochCopy] {
        var epochs: [EpochCopy] = []
        let first = cabinet.replacement?.actsEpoch ?? 1
        for epoch in 1...UInt64(CabinetCopy.epochCountMax) {
            let origin = try origins.acts(of: cabinet.cabinet, epoch: epoch)
            guard let status = try store.status(of: origin) else {
                // Before the machine that stands there now some may be lost that another one had begun.
                guard epoch < first else { break }
                continue
            }
            var copy = EpochCopy(
                ActsEpoch(epoch: epoch, origin: origin, key: Bytes(status.key.publicKey.bytes))
            )
            refresh(&copy, status, signedBy: keys)
            copy.mirroredSize = min(status.proved.size, status.size(.mirror))
            epochs.append(copy)
        }
        return epochs
    }

    /// Takes over what the store says of an epoch.
    func refresh(_ copy: inout EpochCopy, _ status: LogStatus, signedBy keys: [Bytes]) {
        copy.log.isForked = status.contradiction != nil
        copy.log.closed = status.notes[.witness].flatMap { try? CitedHead(Checkpoint($0)) }
        // What was announced holds until the leaf itself is proved.
        guard !copy.isOpeningProved, copy.log.epoch > 1, status.proved.size > 0,
            let record = try? store.record(at: 0, of: copy.log.origin),
            // It lies under a cosigned head, from before a key that officers may have enrolled since.
            let first = try? EpochFirstLeaf(record, origin: copy.log.origin, keys: keys)
        else { return }
        copy.log.opening = first.opening
        copy.isOpeningProved = true
    }

    /// Judges all epochs anew; where officers have cut what was folded already, or enrolled a key that some of it has to be judged by,
    /// the fold begins anew.
    func judge(_ copy: inout CabinetCopy, _ cabinet: String, under standing: Standing) {
        let standings = EpochJudge(of: cabinet, under: standing).standings(of: copy.epochs.map(\.log))
        for (place, standing) in standings.enumerated() { copy.epochs[place].standing = standing }
        let isBeyond = copy.epochs.indices.contains { place in
            copy.custody.foldedSize(of: copy.epochs[place].log.epoch) > copy.end(of: place) ?? .max
        }
        let isLost = copy.epochs.contains { epoch in
            let isFolded = copy.custody.foldedSize(of: epoch.log.epoch) > 0
            return !epoch.standing.counts && (isFolded || epoch.log.epoch == copy.custody.epoch)
        }
        let isNowhere = !copy.epochs.contains { $0.log.epoch == copy.custody.epoch }
        let isOvertaken = copy.custody.isOvertaken(by: standing)
        guard isBeyond || isLost || isNowhere || isOvertaken else { return }
        // What was stored of it is not what is folded from now on, however many leaves that will be.
        namedPieces[HeadquartersStart.custody(cabinet)] = nil
        copy.custody = CustodyState(cabinet: cabinet)
        copy.problem = nil
    }

    /// What an epoch that has ended refuses: heads and records beyond its end, which nobody attests.
    func refusal(of ingest: Ingest, _ copy: CabinetCopy) throws -> IngestOutcome? {
        guard let place = copy.epochs.firstIndex(where: { $0.log.origin == ingest.origin }) else {
            return try telemetryRefusal(of: ingest, copy)
        }
        return try copy.end(of: place).flatMap { try refusal(of: ingest, behind: $0) }
    }

    /// What a log that has ended refuses.
    func refusal(of ingest: Ingest, behind end: UInt64) throws -> IngestOutcome? {
        guard let status = try store.status(of: ingest.origin) else { return nil }
        let offered = try ingest.offer.map { try Checkpoint($0.note).head.size }
        let bundleEnd = ingest.first.addingReportingOverflow(UInt64(ingest.bundle?.count ?? 0))
        let isBeyond = ingest.bundle != nil && (bundleEnd.overflow || bundleEnd.partialValue > end)
        guard offered ?? 0 > end || isBeyond else { return nil }
        return IngestOutcome(
            leaves: isBeyond ? .disputed(.quarantined) : .none,
            verdict: offered.map { _ in .refuse(.untrusted(reason: "\(ingest.origin) has ended at \(end)")) },
            head: status.head,
            proved: status.proved
        )
    }

    /// After a change of what people gave: epochs that officers let count, those that count no more, and acts whose key is known only now.
    func judgeCabinets(_ view: inout HeadquartersView) throws {
        let standing = view.standing
        for (cabinet, judged) in view.cabinets
        where standing.cabinetEpochs[cabinet] != nil || standing.cabinets[cabinet]?.replacement != nil
            || judged.custody.judgedAhead != nil
        {
            var copy = judged
            judge(&copy, cabinet, under: view.standing)
            if hasUnfolded(copy) { unfolded.insert(cabinet) }
            copy.noteSizes()
            view.cabinets[cabinet] = copy
        }
    }

    /// Finds epochs that officers cut below what headquarters had cosigned: what lies beyond is kept and attests nothing.
    func noteCuts() throws {
        for (cabinet, copy) in view.cabinets {
            for epoch in copy.epochs {
                guard let cut = epoch.standing.cut,
                    let cosigned = copy.epochs.first(where: { $0.log.origin.text == cut.origin })?.log.closed,
                    cut.size < cosigned.size
                else { continue }
                try note(
                    .cutBelowCosigned,
                    "\(cut.origin) ends at \(cut.size) by its officers, below the \(cosigned.size) leaves cosigned",
                    of: cabinet,
                    by: "witness"
                )
            }
        }
    }

    /// Finds that the newest epoch of a cabinet does not count, once its first leaf is here.
    ///
    /// It may be one of several that came at once, and wait for the end of an earlier one: what is found is the first in doubt.
    func noteDoubt(about cabinet: String) throws {
        guard let copy = view.cabinets[cabinet],
            let first = copy.epochs.reversed().prefix(while: { !$0.standing.counts }).last,
            case .provisional(let doubt) = first.standing, doubt != .openingMissing, doubt != .endNotCosigned
        else { return }
        try note(
            .epochProvisional,
            "\(first.log.origin) does not count yet: \(doubt)",
            of: cabinet,
            by: "witness"
        )
    }

    /// Two machines write in a cabinet's name: takes stop at both until officers enrol it anew.
    package func noteClone(of cabinet: String) throws {
        try note(
            .clone,
            "two starts of \(cabinet) take turns: two machines hold its keys",
            of: cabinet,
            by: "witness"
        )
        guard view.standing.suspendedCabinets[cabinet] == nil else { return }
        _ = try takeAway(
            Draft(
                .taking,
                .cabinetSuspended,
                isCritical: true,
                actor: Actor(component: "witness"),
                subject: Subject(cabinet: cabinet)
            ),
            because: "two machines write in this cabinet's name"
        )
    }

    /// The logs that a cabinet may write, and the newest of its acts; nil for a cabinet of which no copy is open.
    package nonisolated func writable(by cabinet: String) -> (
        writes: [Origin: TrafficClass], current: Origin
    )? {
        guard let copy = view.cabinets[cabinet], let current = copy.current else { return nil }
        var writes: [Origin: TrafficClass] = [:]
        for epoch in copy.telemetry { writes[epoch.origin] = .telemetry }
        for epoch in copy.epochs { writes[epoch.log.origin] = .acts }
        return (writes, current.log.origin)
    }
}

/// The first leaf of an epoch, when the cabinet itself signed it for that log.
struct EpochFirstLeaf {
    let opening: EpochOpening
    let key: Bytes

    init(_ record: Record, origin: Origin, keys: [Bytes]) throws(RecordsError) {
        let opened = try record.opened()
        guard opened.leaf.header.sequence == 0, try opened.kind()?.kind == .epochOpened,
            SignatureJudge.isSigned(opened.leaf, record.leafBytes, of: origin, byOneOf: keys),
            let opening: EpochOpening = try opened.detail(), let key = opening.key
        else {
            throw RecordsError(.refused, "the first leaf is no signed opening that names its key")
        }
        self.opening = opening
        self.key = key
    }
}

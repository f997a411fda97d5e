import Authority
import Cryptography
import Custody
import Host
import Records
import Replication
import Store

// Copies of what cabinets measure of themselves.
extension HeadquartersLedger {
    /// The most epochs of a cabinet's telemetry of which copies are opened within a day: an honest one begins a few.
    static let telemetryOpeningsPerDayMax = 48

    /// The numbers of the epochs of telemetry whose copies lie here, rising, by cabinet.
    func telemetryNumbers() throws -> [String: [UInt64]] {
        let logs = try store.logs().filter { !$0.isOwn && LogNames.isTelemetry($0.origin) }
        return Dictionary(grouping: logs.map(\.origin)) { LogNames.cabinet(of: $0) ?? "" }
            .mapValues { $0.map(\.epoch).sorted() }
    }

    /// The epochs of a cabinet's telemetry whose copies lie here, the first of which its enrolment names.
    ///
    /// `keys` are the cabinet's act keys, one of which signed each later first leaf.
    func telemetryEpochs(
        of cabinet: CabinetStatement,
        _ numbers: [UInt64],
        signedBy keys: [Bytes]
    ) throws -> [TelemetryEpoch] {
        var epochs: [TelemetryEpoch] = []
        for epoch in numbers.suffix(CabinetCopy.telemetryCountMax) {
            let origin = try origins.telemetry(of: cabinet.cabinet, epoch: epoch)
            guard let status = try store.status(of: origin) else { continue }
            var copy = TelemetryEpoch(
                epoch: epoch,
                origin: origin,
                key: Bytes(status.key.publicKey.bytes)
            )
            if epoch > 1, status.proved.size > 0,
                let record = try store.record(at: 0, of: origin)
            {
                copy.opening = try? EpochFirstLeaf(record, origin: origin, keys: keys).opening
            }
            copy.refresh(status)
            epochs.append(copy)
        }
        return epochs
    }

    /// How far the number of an epoch may lie behind the one before: more than a cabinet begins in a lifetime, of numbers that
    /// suffice for four thousand million such steps.
    private static var telemetryStepMax: UInt64 { 1 << 32 }

    /// Opens a copy of an epoch of telemetry that its cabinet says to have begun.
    ///
    /// - Returns: a sentence where it is refused, and a part of one where it says that something cosigned is done without.
    func openTelemetry(
        _ announced: AnnouncedEpoch,
        in copy: inout CabinetCopy,
        _ cabinet: CabinetStatement,
        signedBy keys: [Bytes]
    ) throws -> (objection: String?, loss: String?) {
        guard let number = telemetryEpoch(announced.origin, of: cabinet) else {
            return ("\(announced.origin) is no log of this cabinet", nil)
        }
        let origin = try origins.telemetry(of: cabinet.cabinet, epoch: number)
        let first: EpochFirstLeaf
        do { first = try EpochFirstLeaf(announced.record, origin: origin, keys: keys) } catch {
            return ("\(origin) is opened by no leaf of this cabinet: \(error.message)", nil)
        }
        if let place = copy.telemetry.firstIndex(where: { $0.origin == origin }) {
            guard copy.telemetry[place].key == first.key else {
                return ("\(origin) is opened a second time, with another key", nil)
            }
            if copy.telemetry[place].opening == nil { copy.telemetry[place].opening = first.opening }
            // Again, since an end of the program may have come before it was written down.
            guard place > 0 else { return (nil, nil) }
            return (nil, try loss(of: copy.telemetry[place - 1], by: copy.telemetry[place], of: cabinet))
        }
        // Any larger number: those between were given up, or headquarters was put back. Not so much larger that whoever holds the
        // act key for a day leaves no numbers for the next one.
        guard let last = copy.telemetry.last, number > last.epoch,
            number - last.epoch <= Self.telemetryStepMax
        else { return ("\(origin) follows no epoch of telemetry that is here", nil) }
        // Its head is refused and nothing is found: the next greeting, or tomorrow's, opens it.
        guard telemetryOpeningBudget.spend(cabinet.cabinet, at: clock.bootMilliseconds) else {
            return (nil, nil)
        }
        _ = try store.open(
            origin,
            key: try NoteVerifierKey(log: origin, publicKey: first.key.publicKey()),
            isOwn: false
        )
        let epoch = TelemetryEpoch(epoch: number, origin: origin, key: first.key, opening: first.opening)
        copy.telemetry.append(epoch)
        if copy.telemetry.count > CabinetCopy.telemetryCountMax { copy.telemetry.removeFirst() }
        return (nil, try loss(of: last, by: epoch, of: cabinet))
    }

    /// The epoch that an origin of this cabinet's telemetry names; nil for another log's.
    private func telemetryEpoch(_ text: String, of cabinet: CabinetStatement) -> UInt64? {
        guard let name = CabinetLogName(text),
            name.isTelemetry(of: cabinet.cabinet, in: origins.organisation)
        else { return nil }
        return name.epoch
    }

    /// One finding for all that a greeting does without, but for what is told already; nil where there is no more.
    ///
    /// Not budgeted: nonsense that is announced before must not keep a loss from being written. As many come as epochs are opened.
    func finding(_ losses: [String], of cabinet: String) -> GreetingFinding? {
        let told = view.desks.findings.filter { $0.cabinet == cabinet }.map(\.opened.note)
        let new = losses.filter { loss in !told.contains { $0.contains(loss) } }
        guard !new.isEmpty else { return nil }
        let text = "telemetry of this cabinet begins anew " + new.joined(separator: "; ")
        return GreetingFinding(kind: .rolledBack, text: text, isTelemetry: true, isBudgeted: false)
    }

    /// Why the beginning of an epoch says that something which was cosigned is gone, as a part of a sentence; nil where it does not.
    ///
    /// One that goes on from an epoch between the two, which is not here, says nothing of `last`: that is a gap.
    private func loss(of last: TelemetryEpoch, by next: TelemetryEpoch, of cabinet: CabinetStatement) throws
        -> String?
    {
        // Officers know that another machine has not what the one before measured.
        let isMachines = view.standing.machines(of: cabinet.cabinet).contains {
            $0.telemetryEpoch == next.epoch
        }
        guard last.witnessedSize > 0, let opening = next.opening, !isMachines else { return nil }
        if let end = opening.lastOwn, let before = telemetryEpoch(end.origin, of: cabinet),
            before > last.epoch, before < next.epoch
        {
            return nil
        }
        let text = "behind \(last.origin) without the \(last.witnessedSize) records cosigned of it"
        guard let end = opening.lastOwn, end.origin == last.origin.text, end.size >= last.witnessedSize else {
            return text
        }
        // The same size is the same head, where all of it is here.
        guard end.size == last.witnessedSize, end.size <= last.provedSize else { return nil }
        return try store.root(of: last.origin, size: end.size) == end.root ? nil : text
    }

    /// What an epoch of telemetry that is over refuses: heads and records behind its end.
    func telemetryRefusal(of ingest: Ingest, _ copy: CabinetCopy) throws -> IngestOutcome? {
        guard let place = copy.telemetry.firstIndex(where: { $0.origin == ingest.origin }),
            let end = copy.telemetryEnd(of: place)
        else { return nil }
        return try refusal(of: ingest, behind: end)
    }

    /// Whether telemetry is not taken in now: the disk is wanted for acts, or this cabinet has sent enough of it for today.
    ///
    /// It is answered with *untrusted* and no head, as a log that is not open here: the cabinet sends no more of it on this line, goes
    /// on with its acts, and shows it again later.
    func isHeldBack(_ ingest: Ingest, of cabinet: String) -> Bool {
        guard LogNames.isTelemetry(ingest.origin) else { return false }
        return view.isTelemetryHeldBack
            || !telemetryAllowance.spend(ingest, of: cabinet, at: clock.bootMilliseconds)
    }

    /// What is answered to telemetry that is not taken in now.
    static var heldBack: IngestOutcome {
        IngestOutcome(
            leaves: .none,
            verdict: .refuse(.untrusted(reason: "no telemetry is taken in now")),
            head: .empty,
            proved: .empty
        )
    }
}

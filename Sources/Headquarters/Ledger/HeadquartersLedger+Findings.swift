import Authority
import Custody
import Host
import Records

extension HeadquartersLedger {
    /// The most findings that the frames of one cabinet cause within an hour: each is a leaf and a sync, and stays.
    static let findingsPerHourMax = 16

    /// The most of them about telemetry, beside those.
    static let telemetryFindingsPerHourMax = 2

    /// Writes a finding of headquarters' own, unless the same one is known of this cabinet, or its frames have caused too many
    /// within the hour: what contradicts a log is kept beside it in any case.
    ///
    /// `cabinet` is nil for what concerns headquarters itself; `component` is the part that found it; `isTelemetry` says that it
    /// is about a log on which nothing rests. What is not budgeted is bounded by what it is about.
    func note(
        _ kind: FindingKind,
        _ text: String,
        of cabinet: String?,
        by component: String,
        isTelemetry: Bool = false,
        isBudgeted: Bool = true
    ) throws {
        let isKnown = view.desks.findings.contains { $0.cabinet == cabinet && $0.opened.note == text }
        guard !isKnown, !isBudgeted || mayFind(kind, about: cabinet, isTelemetry: isTelemetry) else { return }
        try record([finding(kind, text, cabinet: cabinet, by: component)])
    }

    /// A finding of headquarters' own, to be written.
    func finding(
        _ kind: FindingKind,
        _ text: String,
        cabinet: String?,
        by component: String = "headquarters"
    ) -> Draft {
        Draft(
            .alarm,
            .findingNoted,
            actor: Actor(component: component),
            subject: Subject(finding: .drawn(), cabinet: cabinet),
            detail: FindingOpened(kind: kind, note: text).canonical
        )
    }

    private func mayFind(_ kind: FindingKind, about cabinet: String?, isTelemetry: Bool) -> Bool {
        guard let cabinet else { return true }
        let now = clock.bootMilliseconds
        if kind == .rolledBack { return lossBudget.spend(cabinet, at: now) }
        return isTelemetry
            ? telemetryFindingBudget.spend(cabinet, at: now) : findingBudget.spend(cabinet, at: now)
    }

    /// Writes what was found and could not be written yet: at the start, in a greeting whose notes were not compared, or while something
    /// was missing.
    ///
    /// Only behind a comparison: a headquarters that was put back does not know it before a cabinet has shown what it holds, and a leaf
    /// would stand in the place of one that it signed.
    func tellFound() throws {
        guard isOpened, !recovery.isUnderWay else { return }
        tellPassed()
        tellFolded()
        try tellDifference()
        defer { unread = [] }
        for leaves in unread { try note(.damaged, leaves.text, of: nil, by: "ledger") }
        for cabinet in untoldOfGreetings.keys.sorted() {
            for found in untoldOfGreetings.removeValue(forKey: cabinet) ?? [] {
                try note(
                    found.kind,
                    found.text,
                    of: cabinet,
                    by: "witness",
                    isTelemetry: found.isTelemetry,
                    isBudgeted: found.isBudgeted
                )
            }
        }
        try noteCuts()
        try tellRecovered()
    }

    /// The same where no cabinet greets, an hour after the start.
    package func tellFoundUnasked() throws {
        if mayWriteUnasked { try tellFound() }
    }

    /// Keeps what a greeting gives reason to find until it can be written.
    ///
    /// Of what is budgeted no more than would be written within an hour.
    func keep(_ found: [GreetingFinding], of cabinet: String) {
        var untold = untoldOfGreetings[cabinet] ?? []
        for finding in found where !untold.contains(finding) {
            guard !finding.isBudgeted || untold.count(where: \.isBudgeted) < Self.findingsPerHourMax else {
                continue
            }
            untold.append(finding)
        }
        untoldOfGreetings[cabinet] = untold.isEmpty ? nil : untold
    }

    /// Writes what an audit found, each damage once as long as it is among the findings that are kept.
    func note(_ damages: [LogDamage]) throws {
        for damage in damages {
            try note(.damaged, damage.description, of: cabinet(writing: damage.origin), by: "audit")
        }
    }

    /// Finds that records came for a cabinet's log which exclude others of it, once as long as that is among the findings.
    func noteDispute(of origin: Origin, _ cabinet: String) throws {
        let text =
            "two different records came for one place of \(origin); those that no signed head confirms lie apart: find out who "
            + "carried them, and whether somebody else holds the cabinet's keys"
        try note(.fork, text, of: cabinet, by: "witness", isTelemetry: LogNames.isTelemetry(origin))
    }

    private func cabinet(writing origin: Origin) -> String? {
        view.cabinets.first { name, copy in
            copy.epochs.contains { $0.log.origin == origin }
                || copy.telemetry.contains { $0.origin == origin }
        }?.key
    }
}

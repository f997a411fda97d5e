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
    /// is about a log on which nothing rests.
    func note(
        _ kind: FindingKind,
        _ text: String,
        of cabinet: String?,
        by component: String,
        isTelemetry: Bool = false
    ) throws {
        let isKnown = view.desks.findings.contains { $0.cabinet == cabinet && $0.opened.note == text }
        guard !isKnown, mayFind(about: cabinet, isTelemetry: isTelemetry) else { return }
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

    private func mayFind(about cabinet: String?, isTelemetry: Bool) -> Bool {
        guard let cabinet else { return true }
        let now = clock.bootMilliseconds
        return isTelemetry
            ? telemetryFindingBudget.spend(cabinet, at: now) : findingBudget.spend(cabinet, at: now)
    }

    /// Writes what could not be read of own epochs that are over, once something can be written.
    func tellUnread() throws {
        guard !recovery.isUnderWay else { return }
        defer { unread = [] }
        for leaves in unread { try note(.damaged, leaves.text, of: nil, by: "ledger") }
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

import Authority
import Custody
package import Records
import Store

// What lies in backups that were read back.
extension HeadquartersLedger {
    /// Learns which heads `/safe` has cosigned since the last time, notes them in `receipts`, and tells everybody.
    package func learnSafeHeads() throws {
        var view = view
        var drafts: [Draft] = []
        for (name, copy) in view.cabinets {
            guard let origin = copy.current?.log.origin, let status = try store.status(of: origin),
                let note = status.notes[.safe],
                status.size(.safe) > copy.safeSize
            else { continue }
            view.cabinets[name]?.safeSize = status.size(.safe)
            drafts.append(
                Draft(
                    .receipt,
                    .headCosigned,
                    actor: Actor(component: "backup"),
                    subject: Subject(cabinet: name),
                    detail: HeadCosigned(note: note.bytes).canonical
                )
            )
        }
        guard !drafts.isEmpty else { return }
        try receipt(drafts)
        view.safeNewsCount += 1
        publish(view)
    }

    /// The newest head of a cabinet's acts that lies in a backup, with the line that says so.
    package nonisolated func safeNote(of cabinet: String) throws -> SignedNote? {
        try view.acts(of: cabinet).flatMap { try store.status(of: $0) }?.notes[.safe]
    }
}

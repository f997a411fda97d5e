import Custody
import Headquarters
import Records
import Replication
import Simulation

extension PlantedBug? {
    /// A cabinet's line, with the planted mistake where it is one of lines.
    func line(over link: SimulatedLink) -> any Link {
        self == .swallowedFrames ? SwallowingLink(link) : link
    }

    /// Headquarters' end of all lines, with the planted mistake where it is one of headquarters' answers.
    func door(over hub: SimulatedHub) -> any LinkHub {
        self == .endlessCredit ? SpendthriftHub(hub) : hub
    }
}

extension PlantedBug? {
    /// The newest head of a log that a cabinet keeps, with the planted mistake where it is one of keeping.
    func keptHead(of log: LogStatus) -> SignedNote? {
        guard let note = log.notes[.witness] else { return nil }
        return self == .unsignedHeads ? try? SignedNote(text: note.text, signatures: []) : note
    }

    /// What is read at headquarters of a cabinet's acts, with the planted mistake where it is one of believing.
    func custody(of cabinet: String, in running: HeadquartersMachine.Running) -> CustodyState? {
        guard let copy = running.ledger.view.cabinets[cabinet] else { return nil }
        guard self == .unverifiedActs else { return copy.custody }
        var believed = CustodyState(cabinet: cabinet)
        guard let origin = try? running.ledger.origins.acts(of: cabinet) else { return nil }
        // A drive that fails says nothing, now as in every other look.
        try? running.store.forEachRecord(of: origin, from: 0, to: copy.mirroredSize) { _, record in
            try believed.fold(record.opened(), signature: .good)
        }
        return believed
    }
}

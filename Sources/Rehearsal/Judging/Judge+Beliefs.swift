import Custody
import Records
import Simulation
import Synchronization

extension Judge {
    /// Holds what is believed of a cabinet's seals against what its act key did not sign.
    ///
    /// A record is known by its time: each has another one in the acts of one box.
    func check(_ custody: CustodyState, of cabinet: String, believedBy place: String) {
        guard isSound(cabinet) else { return }
        let stolen = state.withLock { $0.stolen[cabinet] ?? [] }
        guard !stolen.isEmpty else { return }
        for seal in custody.seals.values {
            let since =
                switch seal {
                case .present(_, let proved): proved
                case .unproved(_, let since): since
                case .out(let holding): holding.since
                }
            if stolen.contains(since) {
                report(.signatures, "\(place) believes of a seal of \(cabinet) what its act key did not sign")
            }
        }
    }
}

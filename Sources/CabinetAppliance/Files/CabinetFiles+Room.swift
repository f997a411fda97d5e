import Authority
import Host
import Store

extension CabinetFiles {
    /// Gives up the originals that the cabinet of a ledger has.
    func giveUpOriginals(at ledger: CabinetLedger<EvidenceFile>) throws {
        let view = ledger.view
        try giveUpOriginals(
            in: view.obeyed.policy,
            of: view.identity.cabinet,
            wallMilliseconds: ledger.present.interval?.low ?? ledger.clock.wallMilliseconds
        )
    }
}

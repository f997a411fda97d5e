import Authority
import Custody
import Records

// `receipts` of headquarters: its heads, so that headquarters shows every cabinet the same, in the epoch that owners opened.
extension CabinetLedger {
    /// Every epoch of `receipts` that `authority` knows here, the one in force last.
    var receiptsEpochs: [Origin] {
        get throws {
            let organisation = view.identity.organisation
            return try (1...view.obeyed.standing.epoch(of: .receipts)).map {
                try HeadquartersLog.receipts.origin(organisation, epoch: $0)
            }
        }
    }

    /// The epoch of `receipts` that is followed here.
    var receipts: Origin {
        get throws {
            try HeadquartersLog.receipts.origin(
                view.identity.organisation,
                epoch: view.obeyed.standing.epoch(of: .receipts)
            )
        }
    }

    /// Opens what is kept of the epoch in force, under the key that owners signed.
    ///
    /// - Returns: the log, and the size of the head that was taken last.
    func openReceipts() throws -> (origin: Origin, confirmed: UInt64) {
        let (standing, origin) = (view.obeyed.standing, try receipts)
        // Before `authority` is here its root is known by the slip.
        let key =
            standing.logKey(.receipts, epoch: standing.epoch(of: .receipts))
            ?? view.identity.root.receiptsKey
        let verifier = try NoteVerifierKey(log: origin, publicKey: key.publicKey())
        return (origin, try store.open(origin, key: verifier, isOwn: false).size(.witness))
    }

    /// Findings about epochs of `receipts` that owners have ended below a head that is held here, or at another one: each once.
    func compareEnded() throws -> [Draft] {
        let (standing, custody) = (view.obeyed.standing, view.custody)
        return try receiptsEpochs.dropLast().compactMap { origin in
            guard let cut = standing.cut(of: origin),
                let note = try store.status(of: origin)?.notes[.witness]
            else { return nil }
            let head = try Checkpoint(note).head
            let isContradicted = head.size == cut.size && head.root != cut.root
            guard head.size > cut.size || isContradicted else { return nil }
            let text =
                "owners ended \(origin) at \(cut.size) leaves; a head of \(head.size) is held here that is not under it"
            guard !custody.findings.contains(where: { $0.opened.note == text }) else { return nil }
            return isContradicted ? FindingDrafts.fork(text) : FindingDrafts.cutTooEarly(text)
        }
    }
}

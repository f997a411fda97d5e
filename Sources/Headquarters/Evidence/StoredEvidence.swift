import Authority
import Evidence
import Host
import Records
import Store

/// Makes files of evidence from headquarters' own store, on a thread of its own: a long interval takes its time.
package actor StoredEvidence: EvidenceExporter {
    private let ledger: HeadquartersLedger
    private let executor = BlockingExecutor(label: "signet.headquarters.evidence")

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Evidence from the logs of a ledger.
    package init(ledger: HeadquartersLedger) { self.ledger = ledger }

    package func export(seal: String, from: Int64, to: Int64) async throws -> [UInt8] {
        guard let id = Identifier<Seal>(hexadecimal: seal),
            let claim = EvidenceClaim(seal: id, from: from, to: to)
        else {
            throw HeadquartersError(.malformed, "evidence is about a seal from one moment to a later one")
        }
        let view = ledger.view
        guard let site = view.site(ofSeal: id) else {
            throw HeadquartersError(.notFound, "no site has this seal")
        }
        // A cabinet that was enrolled and never mirrored has nothing to show; the reader is told that it is missing.
        let mirrored = try view.cabinets(ofSite: site).map(\.cabinet).filter { cabinet in
            try ledger.store.status(of: try ledger.origins.acts(of: cabinet))?.notes[.mirror] != nil
        }
        let exporter = Evidence.EvidenceExporter(
            store: ledger.store,
            organisation: ledger.origins.organisation,
            newestNotes: await ledger.newestNotes(site: site)
        )
        let cabinets = Dictionary(uniqueKeysWithValues: mirrored.map { ($0, site) })
        do { return try exporter.export(claim, cabinets: cabinets).bytes } catch {
            throw HeadquartersError(.unavailable, "\(error)")
        }
    }
}

extension HeadquartersLedger {
    /// The signed heads of `authority` and of a site's `policy` that may not be stored yet.
    func newestNotes(site: String) -> [Origin: SignedNote] {
        var notes = [authority.origin: authority.checkpoint]
        if let policy = policies[site] { notes[policy.origin] = policy.checkpoint }
        return notes
    }
}

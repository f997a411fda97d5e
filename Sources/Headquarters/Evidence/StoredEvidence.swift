import Authority
package import Evidence
import Host
import Records
import Store

/// Makes files of evidence from headquarters' own store, on a thread of its own: a long interval takes its time.
package actor StoredEvidence: EvidenceExporter {
    private let ledger: HeadquartersLedger
    private let printer: PaperPrinter
    private let executor = BlockingExecutor(label: "signet.headquarters.evidence")

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Evidence from the logs of a ledger.
    package init(ledger: HeadquartersLedger, printer: PaperPrinter = PaperPrinter()) {
        self.ledger = ledger
        self.printer = printer
    }

    package func export(_ claim: EvidenceClaim) async throws -> [UInt8] {
        let exporter = Evidence.EvidenceExporter(
            store: ledger.store,
            organisation: ledger.origins.organisation,
            newestNotes: await ledger.newestNotes
        )
        do { return try exporter.export(claim).bytes } catch {
            throw HeadquartersError(.unavailable, "\(error)")
        }
    }

    package func report(on file: [UInt8], as form: EvidenceForm) async throws -> [UInt8] {
        do {
            let report = try EvidenceVerifier(pinnedRoot: ledger.view.root.digest).verify(file)
            let paper = EvidencePaper(report, file: file)
            switch form {
            case .file: return file
            case .html: return Array(paper.html.utf8)
            case .pdf: return try await printer.pdf(of: paper)
            }
        } catch let error as EvidenceError {
            throw HeadquartersError(.unavailable, "\(error)")
        }
    }
}

extension HeadquartersLedger {
    /// The signed heads of headquarters' own logs that may not be stored yet.
    fileprivate var newestNotes: [Origin: SignedNote] {
        var notes = [
            authority.origin: authority.checkpoint, acts.origin: acts.checkpoint,
            receipts.origin: receipts.checkpoint,
        ]
        for policy in policies.values { notes[policy.origin] = policy.checkpoint }
        return notes
    }
}

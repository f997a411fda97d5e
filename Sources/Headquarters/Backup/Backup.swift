import Cryptography
import FoundationEssentials
import Glibc
package import Records
package import Store

/// One backup: copy, read back, and only then cosign what was read.
///
/// Nothing here needs the ledger: it may be done by another process than the one that serves.
package struct Backup {
    /// What a backup came to.
    package struct Report: Sendable {
        /// The file.
        package let path: String
        /// Its size.
        package let byteCount: Int
        /// Every log, as it was read back.
        package let logs: [EvidenceCopy.Log]
        /// How many heads `/safe` cosigned because of it.
        package let cosignedCount: Int

        /// What people read: a line for each log, and one for the file.
        package var lines: [String] {
            logs.map { "\($0.origin): \($0.leafCount) leaves read back, \($0.bodilessCount) without a body" }
                + ["\(path): \(byteCount) bytes, \(cosignedCount) heads cosigned"]
        }
    }

    private let store: EvidenceFile
    private let folder: BackupFolder
    private let safe: Cosigner

    /// Backups of an evidence file; `safe` is the key that says "in a backup that was read back".
    package init(store: EvidenceFile, folder: BackupFolder, safe: Cosigner) {
        self.store = store
        self.folder = folder
        self.safe = safe
    }

    /// Makes a backup, reads it back, and cosigns the heads that it holds.
    ///
    /// - Throws: what the disk refuses, and ``RecordsError`` `.mismatch` where the copy is not what was signed: then nothing is
    ///   cosigned, and the file is left under its unfinished name for people to look at until the next backup.
    package func run(atSeconds seconds: UInt64) throws -> Report {
        let (unfinished, finished) = try folder.begin(atSeconds: Int64(clamping: seconds))
        try store.copy(to: unfinished)
        let copy = try EvidenceCopy(path: unfinished)
        let logs: [EvidenceCopy.Log]
        do { logs = try copy.readBack() } catch {
            try? copy.close()
            throw error
        }
        try copy.close()
        try folder.finish(unfinished, as: finished)
        // Asked before anything is signed: a file that is not there is no backup.
        let size = try FileManager.default.attributesOfItem(atPath: finished)[.size] as? Int
        var cosigned = 0
        for log in logs where try cosign(log, atSeconds: seconds) { cosigned += 1 }
        return Report(path: finished, byteCount: size ?? 0, logs: logs, cosignedCount: cosigned)
    }

    private func cosign(_ log: EvidenceCopy.Log, atSeconds seconds: UInt64) throws -> Bool {
        guard let note = log.note, let status = try store.status(of: log.origin) else { return false }
        let checkpoint = try Checkpoint(note)
        guard checkpoint.head.size > status.size(.safe), status.contradiction == nil else { return false }
        // The log's own line and this one: who holds the others has them already.
        let own = note.signatures.filter { $0.name == status.key.name && $0.keyID == status.key.id }
        let line = try safe.cosign(checkpoint, atSeconds: seconds)
        let cosigned = try SignedNote(text: note.text, signatures: own).adding(line)
        try store.keep(cosigned, of: log.origin, as: .safe)
        return true
    }
}

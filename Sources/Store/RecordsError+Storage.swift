import GRDB
import Records

extension RecordsError {
    /// What an error of SQLite means to whoever asked: the one place where its codes are read.
    init(storage error: any Error) {
        if let error = error as? RecordsError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.unavailable, "the store failed: \(error)")
            return
        }
        let reason = "\(error.message ?? "no reason given") (SQLite \(error.extendedResultCode.rawValue))"
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(.exhausted, "the disk is full; free some room: \(reason)")
        case .SQLITE_CONSTRAINT:
            self.init(.refused, "the store's own rules forbid it: \(reason)")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.mismatch, "the file is damaged; restore it from a backup: \(reason)")
        default:
            self.init(.unavailable, "the store cannot be read or written: \(reason)")
        }
    }
}

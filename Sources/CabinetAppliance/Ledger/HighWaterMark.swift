import Enrolment
import Records
import Synchronization

/// The newest head that has left this cabinet, in a file beside the records: a file of records that is older was put back.
///
/// The file holds the signed checkpoint itself, so that it says of which log it is. It is on the disk before the head leaves.
package final class HighWaterMark: Sendable {
    private let path: String
    private let marked: Mutex<SignedNote?>

    /// Reads the file.
    ///
    /// - Throws: ``EnrolmentError`` but for a file that is not there; what parsing a note throws.
    package init(path: String) throws {
        self.path = path
        marked = Mutex(try Self.read(path))
    }

    /// The newest head that has left; nil before the first.
    var note: SignedNote? { marked.withLock { $0 } }

    /// Marks a head before it leaves.
    ///
    /// Nothing is written where it is marked already.
    func raise(to note: SignedNote) throws {
        try marked.withLock { marked in
            guard marked?.text != note.text else { return }
            try ProtectedFile.replace(path, note.bytes, readers: .ownerOnly)
            marked = note
        }
    }

    private static func read(_ path: String) throws -> SignedNote? {
        do {
            let bytes = try ProtectedFile.read(
                path,
                readers: .ownerOnly,
                byteCountMax: SignedNote.byteCountMax
            )
            return try SignedNote(parsing: bytes)
        } catch let error as EnrolmentError where error.code == .notFound {
            return nil
        }
    }
}

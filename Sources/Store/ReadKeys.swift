import Records
import Synchronization

/// Keys of logs that were read from their text before.
///
/// Reading one decodes it, hashes it and has the library take the key in, which costs more than all else that is read of a log's row;
/// the same text is always the same key.
enum ReadKeys {
    /// More than the logs of a large house; beyond it all are forgotten.
    private static let countMax = 4_096

    private static let known = Mutex<[String: NoteVerifierKey]>([:])

    /// The key that a text says, as ``NoteVerifierKey/init(text:)`` reads it.
    static func key(_ text: String) throws(RecordsError) -> NoteVerifierKey {
        if let key = known.withLock({ $0[text] }) { return key }
        let key = try NoteVerifierKey(text: text)
        known.withLock { known in
            if known.count >= countMax { known = [:] }
            known[text] = key
        }
        return key
    }
}

import Custody
import Records

/// Acts whose own signatures were judged.
struct JudgedActs: Sendable {
    /// A record and what its own signature is worth.
    struct Entry: Sendable {
        /// Nil where nobody here can read the leaf, which the log signed all the same.
        let examined: ExaminedRecord?
        let verdict: SignatureVerdict

        var record: OpenedRecord? { examined?.record }
    }

    let stretch: ActsStretch
    /// The records, from the first index of the stretch on.
    let records: [Entry]
    /// Why the record behind them cannot be read; nil where nothing is wrong.
    let problem: String?
}

package import Cryptography
package import Records

/// The states on which logs stand whose first leaves were given up: in the evidence file itself, because without them
/// nothing could be folded any more.
package struct EvidenceBase: StateShelf {
    private let file: EvidenceFile

    /// The states of an evidence file.
    package init(_ file: EvidenceFile) { self.file = file }

    package func states(of origin: Origin) throws(RecordsError) -> [KeptState] {
        try file.read { db in try StateRows(db: db).states(of: origin) }
    }

    package func part(_ digest: Digest) throws(RecordsError) -> [UInt8]? {
        try file.read { db in try StateRows(db: db).part(digest) }
    }

    package func keep(_ state: KeptState, of origin: Origin, parts: [StatePart]) throws(RecordsError) {
        try file.write { db in try StateRows(db: db).keep(state, of: origin, parts: parts) }
    }

    /// Never done: what a log stands on is evidence.
    package func discard() throws(RecordsError) {
        throw RecordsError(.refused, "the states on which logs stand are not thrown away")
    }
}

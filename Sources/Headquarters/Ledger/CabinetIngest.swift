package import Records

/// What came of one log, and whose it is.
package struct CabinetIngest: Sendable {
    /// The cabinet that writes the log.
    package let cabinet: String
    /// What came.
    package let ingest: Ingest

    /// Something that came from a cabinet.
    package init(_ ingest: Ingest, of cabinet: String) {
        self.cabinet = cabinet
        self.ingest = ingest
    }
}

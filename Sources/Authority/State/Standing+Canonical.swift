package import Records

extension Standing: Canonical {
    /// Of a standing that is settled: what waits for witnesses is not written (``isSettled``).
    package var canonical: CBOR {
        .map(CBORMap([0: Enclosed(known)?.canonical, 1: witnessedSize.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a standing")
        self.init(
            known: try fields.value(0, as: Enclosed.self).opened(),
            witnessedSize: try fields.value(1)
        )
        try fields.finish()
    }

    /// By what it is about, the leaf whose statement is in force: a decision reads it again from there.
    package var sources: [GivenName: UInt64] { given.sources }
}

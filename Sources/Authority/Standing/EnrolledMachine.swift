package import Records

/// One of the machines that stood, one after the other, under a cabinet's name.
package struct EnrolledMachine: Sendable, Equatable {
    /// The leaf of `authority` that enrolled it.
    package let index: UInt64
    /// What officers said of it last.
    package let statement: CabinetStatement

    init(index: UInt64, statement: CabinetStatement) {
        self.index = index
        self.statement = statement
    }

    /// The first epoch of `acts` that it writes.
    package var actsEpoch: UInt64 { statement.replacement?.actsEpoch ?? 1 }
    /// The first epoch of `telemetry` that it writes.
    package var telemetryEpoch: UInt64 { statement.replacement?.telemetryEpoch ?? 1 }
}

extension EnrolledMachine: Canonical {
    package var canonical: CBOR {
        .map(CBORMap([0: index.canonical, 1: Enclosed(statement)?.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an enrolled machine")
        index = try fields.value(0)
        statement = try fields.value(1, as: Enclosed.self).opened()
        try fields.finish()
    }
}

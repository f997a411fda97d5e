package import Records

extension ObeyedLogs: Canonical {
    /// Whether the fold can be stored: nothing waits for witnesses, and nothing is to be folded anew.
    package var isSettled: Bool { standing.isSettled && foldsAnewFrom == nil && !isOpening }

    /// Of logs that are settled; leaves of `policy` that wait are left out, and are read from the log again.
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: Enclosed(standing)?.canonical, 1: Enclosed(policy)?.canonical,
                2: .flag(missesCriticalRecord), 3: authorityEpoch == 1 ? nil : authorityEpoch.canonical,
                4: authorityEpoch == 1 ? nil : awaited.canonical, 5: loss?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "the obeyed logs")
        self.init(
            standing: try fields.value(0, as: Enclosed.self).opened(),
            policy: try fields.value(1, as: Enclosed.self).opened(),
            missesCriticalRecord: try fields.flag(2),
            authorityEpoch: try fields.optional(3) ?? 1,
            awaited: try fields.optional(4) ?? AwaitedGiving(),
            loss: try fields.optional(5)
        )
        try fields.finish()
    }
}

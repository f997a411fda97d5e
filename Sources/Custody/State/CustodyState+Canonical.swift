package import Records

extension CustodyState: Canonical {
    /// More entries of any table than a cabinet comes to in its life.
    private static var entryCountMax: Int { 1 << 24 }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: cabinet.canonical, 1: size.canonical, 2: .pairs(seals), 3: .pairs(quarantines),
                4: .list(openVisits.values.sorted { $0.visit < $1.visit }), 5: .pairs(uses),
                6: .pairs(unseenTakes), 7: .list(findings), 8: .pairs(counts), 9: .list(tagsSeen),
                10: .list(jobsDone.sorted()), 11: .list(credentialRequests),
                12: authorisedFloor?.canonical, 13: lastTime.canonical,
                14: .list(filesHeld), 15: epochSizes.canonical,
                16: epoch.canonical, 17: earlierCount.canonical, 18: .list(erasuresDone.sorted()),
                19: obeyedSize.canonical, 20: .list(unattested), 21: unattestedCount.canonical,
                22: .list(carriedLeaves.sorted()), 23: .flag(awaitsCount),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a custody state")
        self.init(cabinet: try fields.value(0))
        size = try fields.value(1)
        seals = try fields.pairs(2, countMax: Self.entryCountMax)
        quarantines = try fields.pairs(3, countMax: Self.entryCountMax)
        for visit in try fields.list(4, of: OpenVisit.self, countMax: Self.entryCountMax) {
            openVisits[visit.visit] = visit
        }
        uses = try fields.pairs(5, countMax: Self.entryCountMax)
        unseenTakes = try fields.pairs(6, countMax: Self.entryCountMax)
        findings = try fields.list(7, countMax: Self.findingCountMax)
        counts = try fields.pairs(8, countMax: Self.entryCountMax)
        tagsSeen = try fields.list(9, countMax: Self.deskCountMax)
        jobsDone = Set(try fields.list(10, countMax: Self.entryCountMax))
        credentialRequests = try fields.list(11, countMax: Self.deskCountMax)
        authorisedFloor = try fields.optional(12)
        lastTime = try fields.value(13)
        filesHeld = try fields.list(14, countMax: Self.fileCountMax)
        epoch = try fields.value(16)
        earlierCount = try fields.value(17)
        erasuresDone = Set(try fields.list(18, countMax: Self.entryCountMax))
        // What an earlier program wrote, on which a cabinet that gave leaves up stands, has none of these.
        obeyedSize = try fields.optional(19) ?? 0
        unattested = try fields.list(20, countMax: Self.unattestedCountMax)
        unattestedCount = try fields.optional(21) ?? 0
        carriedLeaves = Set(try fields.list(22, countMax: Self.entryCountMax))
        epochSizes = try fields.optional(15) ?? EpochSizes()
        awaitsCount = try fields.flag(23)
        try fields.finish()
    }
}

import Custody
package import Records

extension DeskState: Canonical {
    private static var entryCountMax: Int { 1 << 24 }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: size.canonical,
                1: .list(proposals.values.sorted { $0.digest < $1.digest }),
                2: .list(applications.values.sorted { $0.digest < $1.digest }),
                3: .list(runs.values.sorted { $0.asked.run < $1.asked.run }),
                4: .list(findings),
                5: .list(slipRequests.values.sorted { $0.asked.id < $1.asked.id }),
                6: applicationCount.canonical, 7: runCount.canonical,
                8: .list(files.sorted { $0.key < $1.key }.map(\.value)),
                9: .pairs(fileOwners), 10: .pairs(erasureRequests), 11: .pairs(erasuresDone),
                12: epoch.canonical, 13: earlierCount.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "what lies on the desks")
        self.init()
        size = try fields.value(0)
        for proposal in try fields.list(1, of: Proposal.self, countMax: Self.entryCountMax) {
            proposals[proposal.digest] = proposal
        }
        for application in try fields.list(2, of: Application.self, countMax: Self.entryCountMax) {
            applications[application.digest] = application
        }
        for run in try fields.list(3, of: CountRunState.self, countMax: Self.entryCountMax) {
            runs[run.asked.run] = run
        }
        findings = try fields.list(4, countMax: Self.findingCountMax)
        for request in try fields.list(5, of: SlipRequest.self, countMax: Self.entryCountMax) {
            slipRequests[request.asked.id] = request
        }
        applicationCount = try fields.value(6)
        runCount = try fields.value(7)
        for named in try fields.list(8, of: BlobNamed.self, countMax: Self.entryCountMax) {
            files[named.original.content] = named
        }
        fileOwners = try fields.pairs(9, countMax: Self.entryCountMax)
        erasureRequests = try fields.pairs(10, countMax: Self.entryCountMax)
        erasuresDone = try fields.pairs(11, countMax: Self.entryCountMax)
        epoch = try fields.value(12)
        earlierCount = try fields.value(13)
        try fields.finish()
    }
}

extension NotedFinding: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: finding.canonical, 1: opened.canonical, 2: cabinet?.canonical, 3: time.canonical,
                4: index.canonical, 5: epoch.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a finding of headquarters")
        finding = try fields.value(0)
        opened = try fields.value(1)
        cabinet = try fields.optional(2)
        time = try fields.value(3)
        index = try fields.value(4)
        epoch = try fields.value(5)
        try fields.finish()
    }
}

extension SlipRequest: Canonical {
    package var canonical: CBOR {
        .map(CBORMap([0: asked.canonical, 1: actor.canonical, 2: askedAt.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a slip that waits")
        asked = try fields.value(0)
        actor = try fields.value(1)
        askedAt = try fields.value(2)
        try fields.finish()
    }
}

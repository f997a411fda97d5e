import Authority
package import Cryptography
package import Records

// What headquarters writes about a count run, in its own logs `acts` and `receipts`.

extension RecordKind {
    /// Somebody asked for a count (``CountAsked``).
    package static let countAsked = RecordKind(rawValue: 3_030)
    /// A cabinet's answer was taken (``CountAnswerTaken``).
    package static let countAnswerTaken = RecordKind(rawValue: 3_031)
    /// A revision of a run's result is final (``CountClosed``); in `acts` and, signed for others, in `receipts`.
    package static let countClosed = RecordKind(rawValue: 3_032)
}

/// A cabinet that is counted, as it was when the run began.
package struct CountTarget: Canonical, Hashable {
    /// The site.
    package let site: String
    /// The cabinet.
    package let cabinet: String

    /// A cabinet of a site.
    package init(site: String, cabinet: String) {
        self.site = site
        self.cabinet = cabinet
    }

    package var canonical: CBOR { .array([site.canonical, cabinet.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a counted cabinet is a site and a name")
        }
        site = try String(canonical: parts[0])
        cabinet = try String(canonical: parts[1])
        try CabinetStatement.check(label: site)
        try CabinetStatement.check(label: cabinet)
    }
}

/// The detail of `countAsked`: a run is this record, and what follows from it.
///
/// The requests in the sites' logs are written after it and, after a crash, from it.
package struct CountAsked: Canonical, Hashable {
    /// Names the run.
    package let run: Identifier<CountRun>
    /// The run's number, for people.
    package let number: String
    /// 16 random bytes that every answer must carry.
    package let nonce: Bytes
    /// When it was asked, in milliseconds since 1970.
    package let askedAt: Int64
    /// When it closes, in milliseconds since 1970.
    package let deadline: Int64
    /// The cabinets that are counted; a run of more than one record holds names further ones in the next.
    package let targets: [CountTarget]

    /// The most cabinets that one record names: a record's body has at most 64 KiB.
    package static let targetCountMax = 600

    /// A run, or a part of a large one.
    package init(
        run: Identifier<CountRun>,
        number: String,
        nonce: Bytes,
        askedAt: Int64,
        deadline: Int64,
        targets: [CountTarget]
    ) {
        self.run = run
        self.number = number
        self.nonce = nonce
        self.askedAt = askedAt
        self.deadline = deadline
        self.targets = targets
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: run.canonical, 1: number.canonical, 2: nonce.canonical, 3: askedAt.canonical,
                4: deadline.canonical, 5: .list(targets),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a count run")
        run = try fields.value(0)
        number = try fields.value(1)
        nonce = try fields.value(2)
        askedAt = try fields.value(3)
        deadline = try fields.value(4)
        targets = try fields.list(5, countMax: Self.targetCountMax)
        try fields.finish()
        guard nonce.bytes.count == 16 else { throw RecordsError(.malformed, "a count's nonce has 16 bytes") }
    }
}

/// The detail of `countAnswerTaken`: the answer's leaf lies under a cosigned head and carries the nonce.
package struct CountAnswerTaken: Canonical, Hashable {
    /// The run.
    package let run: Identifier<CountRun>
    /// The cabinet.
    package let cabinet: String
    /// How many of the cabinet's acts were folded when the answer was found.
    package let size: UInt64
    /// When it was taken here, in milliseconds since 1970.
    package let takenAt: Int64
    /// Drawers counted.
    package let drawerCount: UInt64
    /// Drawers that differ from what should be.
    package let differenceCount: UInt64
    /// Seals whose tags were proved.
    package let provedCount: UInt64

    /// An answer that counts.
    package init(
        run: Identifier<CountRun>,
        cabinet: String,
        size: UInt64,
        takenAt: Int64,
        drawerCount: UInt64,
        differenceCount: UInt64,
        provedCount: UInt64
    ) {
        self.run = run
        self.cabinet = cabinet
        self.size = size
        self.takenAt = takenAt
        self.drawerCount = drawerCount
        self.differenceCount = differenceCount
        self.provedCount = provedCount
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: run.canonical, 1: cabinet.canonical, 2: size.canonical, 3: takenAt.canonical,
                4: drawerCount.canonical, 5: differenceCount.canonical, 6: provedCount.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an answer that was taken")
        run = try fields.value(0)
        cabinet = try fields.value(1)
        size = try fields.value(2)
        takenAt = try fields.value(3)
        drawerCount = try fields.value(4)
        differenceCount = try fields.value(5)
        provedCount = try fields.value(6)
        try fields.finish()
        try CabinetStatement.check(label: cabinet)
    }
}

/// The detail of `countClosed`: one revision of a run's result.
///
/// A late answer makes the next one.
package struct CountClosed: Canonical, Hashable {
    /// The run.
    package let run: Identifier<CountRun>
    /// 1, and one more for each late answer.
    package let revision: UInt64
    /// When, in milliseconds since 1970.
    package let closedAt: Int64
    /// Cabinets that were asked.
    package let targetCount: UInt64
    /// Cabinets whose answer agrees with what should be.
    package let equalCount: UInt64
    /// Cabinets whose answer differs.
    package let differingCount: UInt64
    /// Cabinets that did not answer.
    package let unreachableCount: UInt64
    /// SHA-256 of the canonical list of all answers as taken, by cabinet.
    package let answers: Digest

    /// A revision.
    package init(
        run: Identifier<CountRun>,
        revision: UInt64,
        closedAt: Int64,
        targetCount: UInt64,
        equalCount: UInt64,
        differingCount: UInt64,
        answers: Digest
    ) {
        self.run = run
        self.revision = revision
        self.closedAt = closedAt
        self.targetCount = targetCount
        self.equalCount = equalCount
        self.differingCount = differingCount
        unreachableCount = targetCount - min(targetCount, equalCount + differingCount)
        self.answers = answers
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: run.canonical, 1: revision.canonical, 2: closedAt.canonical, 3: targetCount.canonical,
                4: equalCount.canonical, 5: differingCount.canonical, 6: unreachableCount.canonical,
                7: answers.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "the result of a count run")
        run = try fields.value(0)
        revision = try fields.value(1)
        closedAt = try fields.value(2)
        targetCount = try fields.value(3)
        equalCount = try fields.value(4)
        differingCount = try fields.value(5)
        unreachableCount = try fields.value(6)
        answers = try fields.value(7)
        try fields.finish()
    }
}

package import Authority
package import Records

/// What headquarters' witness says to one offered head.
package struct WitnessLine: Canonical, Hashable {
    /// The verdict.
    ///
    /// Numbers are never reused.
    package enum Verdict: Int64, Canonical {
        /// The note carries the witness's cosignature.
        case cosigned = 0
        /// Headquarters knows a larger head: the cabinet was restored from a backup. The note is headquarters'.
        case smaller = 1
        /// The proof must start at the given size: a cosignature was lost with the line.
        case stale = 2
        /// The log contradicts a head that headquarters holds. The note is headquarters'.
        case fork = 3
        /// No checkpoint of this log by its key.
        case untrusted = 4
        /// The log was found contradicting itself before.
        case quarantined = 5

        package var canonical: CBOR { .integer(rawValue) }

        package init(canonical: CBOR) throws(RecordsError) {
            guard let value = Verdict(rawValue: try Int64(canonical: canonical)) else {
                throw RecordsError(.malformed, "this verdict of a witness is unknown")
            }
            self = value
        }
    }

    /// The log's origin.
    package let origin: String
    /// The verdict.
    package let verdict: Verdict
    /// The size that headquarters last cosigned of this log.
    package let size: UInt64
    /// The note that the verdict speaks of, where there is one.
    package let note: Bytes?

    /// A line for one log.
    package init(origin: String, verdict: Verdict, size: UInt64, note: Bytes?) {
        self.origin = origin
        self.verdict = verdict
        self.size = size
        self.note = note
    }

    package var canonical: CBOR {
        .map(CBORMap([0: origin.canonical, 1: verdict.canonical, 2: size.canonical, 3: note?.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a witness line")
        origin = try fields.value(0)
        verdict = try fields.value(1)
        size = try fields.value(2)
        note = try fields.optional(3)
        try fields.finish()
        guard verdict != .cosigned || note != nil else {
            throw RecordsError(.malformed, "a cosigned line carries its note")
        }
        guard (note?.bytes.count ?? 0) <= SignedNote.byteCountMax else {
            throw RecordsError(.tooLarge, "a note is at most 64 KiB")
        }
    }
}

/// How many bytes of a class may have been sent in this session, counted from its start.
///
/// A total, so that a repeated or late word changes nothing and neither side can drift.
package struct Credit: Canonical, Hashable {
    /// The class.
    package let trafficClass: TrafficClass
    /// The total of bytes of leaves and bodies.
    package let byteTotal: UInt64

    /// Credit for a class.
    package init(trafficClass: TrafficClass, byteTotal: UInt64) {
        self.trafficClass = trafficClass
        self.byteTotal = byteTotal
    }

    package var canonical: CBOR { .array([trafficClass.canonical, byteTotal.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "credit is a class and a number of bytes")
        }
        trafficClass = try TrafficClass(canonical: parts[0])
        byteTotal = try UInt64(canonical: parts[1])
    }
}

/// Headquarters answers a greeting, after the witness lines.
package struct Welcome: Canonical, Hashable {
    /// What lies at headquarters of the cabinet's logs, every leaf and body: sending goes on from there.
    package let mirrored: [HeldLog]
    /// The answer to the greeting's nonce; nil while the newest head of the cabinet's acts is not cosigned: time would let
    /// a cabinet whose record is contradicted go on.
    package let fresh: SignedFreshNote?
    /// The heads of the logs that the cabinet obeys, proved from what it holds.
    package let heads: [HeadOffer]
    /// How much may be sent, as totals of this session.
    package let credit: [Credit]
    /// Where the greeting names an earlier epoch of `authority` than the one in force: the roots and the openings that lead there.
    package let authority: [SignedStatement]

    /// More roots and epochs of `authority` than an organisation comes to.
    package static let announcementCountMax = 64

    /// An answer.
    package init(
        mirrored: [HeldLog],
        fresh: SignedFreshNote?,
        heads: [HeadOffer],
        credit: [Credit],
        authority: [SignedStatement] = []
    ) {
        self.authority = authority
        self.mirrored = mirrored
        self.fresh = fresh
        self.heads = heads
        self.credit = credit
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: .list(mirrored), 1: fresh?.canonical, 2: .list(heads), 3: .list(credit),
                4: .list(authority),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "WELCOME")
        mirrored = try fields.list(0, countMax: Hello.logCountMax)
        fresh = try fields.optional(1)
        heads = try fields.list(2, countMax: Hello.logCountMax)
        credit = try fields.list(3, countMax: TrafficClass.allCases.count)
        authority = try fields.list(4, countMax: Self.announcementCountMax)
        try fields.finish()
    }
}

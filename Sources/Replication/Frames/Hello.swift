package import Records

/// A signed head of a log and the proof that it continues an earlier size.
package struct HeadOffer: Canonical, Hashable {
    /// The whole signed note.
    package let note: Bytes
    /// The size from which the proof starts.
    package let from: UInt64
    /// The hashes of the consistency proof.
    package let path: [Bytes]

    /// An offer.
    package init(note: Bytes, from: UInt64, path: [Bytes]) {
        self.note = note
        self.from = from
        self.path = path
    }

    package var canonical: CBOR {
        .map(CBORMap([0: note.canonical, 1: from.canonical, 2: .list(path)]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an offered head")
        note = try fields.value(0)
        from = try fields.value(1)
        path = try fields.list(2, countMax: ConsistencyProof.pathCountMax)
        try fields.finish()
        guard note.bytes.count <= SignedNote.byteCountMax, path.allSatisfy({ $0.bytes.count == 32 }) else {
            throw RecordsError(.malformed, "a note is at most 64 KiB, and a proof has hashes of 32 bytes")
        }
    }
}

/// How much of a log somebody holds.
package struct HeldLog: Canonical, Hashable {
    /// The log's origin.
    package let origin: String
    /// How many leaves are held, from the first.
    package let size: UInt64

    /// A log and its held size.
    package init(origin: String, size: UInt64) {
        self.origin = origin
        self.size = size
    }

    package var canonical: CBOR { .array([origin.canonical, size.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a held log is an origin and a size")
        }
        origin = try String(canonical: parts[0])
        size = try UInt64(canonical: parts[1])
    }
}

/// A cabinet opens a session.
package struct Hello: Canonical, Hashable {
    /// More logs than a cabinet has.
    package static let logCountMax = 16

    /// More notes than a cabinet shows, twice as many: two of each of the last two epochs of its acts, one of `authority`, of its
    /// policy and of two epochs of `receipts`.
    package static let noteCountMax = 16

    /// As many epochs as a cabinet announces: four of its acts, and eight of its telemetry.
    package static let epochCountMax = 12

    /// The organisation's DNS name.
    package let organisation: String
    /// The cabinet's name; must be the one that the transport key belongs to.
    package let cabinet: String
    /// Names this start of the cabinet.
    package let boot: Identifier<Boot>
    /// How often the cabinet was started.
    package let startCount: UInt64
    /// 32 fresh bytes that the freshness note must answer.
    package let nonce: Bytes
    /// The newest head of each own log, proved from the size that headquarters last cosigned.
    package let heads: [HeadOffer]
    /// What it holds of headquarters' logs.
    package let held: [HeldLog]
    /// The newest own heads that headquarters cosigned, and the newest heads of its logs whose leaves are here: a restored
    /// headquarters learns from them what it has forgotten.
    package let cosigned: [Bytes]
    /// The first records of the own logs' later epochs among ``heads``.
    package let epochs: [AnnouncedEpoch]

    /// A greeting.
    package init(
        organisation: String,
        cabinet: String,
        boot: Identifier<Boot>,
        startCount: UInt64,
        nonce: Bytes,
        heads: [HeadOffer],
        held: [HeldLog],
        cosigned: [Bytes],
        epochs: [AnnouncedEpoch] = []
    ) {
        self.organisation = organisation
        self.cabinet = cabinet
        self.boot = boot
        self.startCount = startCount
        self.nonce = nonce
        self.heads = heads
        self.held = held
        self.cosigned = cosigned
        self.epochs = epochs
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: organisation.canonical, 1: cabinet.canonical, 2: boot.canonical, 3: startCount.canonical,
                4: nonce.canonical, 5: .list(heads), 6: .list(held),
                7: .list(cosigned), 8: .list(epochs),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "HELLO")
        organisation = try fields.value(0)
        cabinet = try fields.value(1)
        boot = try fields.value(2)
        startCount = try fields.value(3)
        nonce = try fields.value(4)
        heads = try fields.list(5, countMax: Self.logCountMax)
        held = try fields.list(6, countMax: Self.logCountMax)
        cosigned = try fields.list(7, countMax: Self.noteCountMax)
        epochs = try fields.list(8, countMax: Self.epochCountMax)
        try fields.finish()
        guard nonce.bytes.count == 32 else { throw RecordsError(.malformed, "a nonce has 32 bytes") }
        guard cosigned.allSatisfy({ $0.bytes.count <= SignedNote.byteCountMax }) else {
            throw RecordsError(.tooLarge, "a note is at most 64 KiB")
        }
    }
}

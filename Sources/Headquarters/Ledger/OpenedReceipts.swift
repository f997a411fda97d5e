import Authority
import Enrolment
import Records

/// What headquarters knew of its own cosignatures when owners opened an epoch of `receipts`.
///
/// Their receipts stand in an epoch before: that they are not in this one says nothing. Which ones they are is written down, and
/// no clock is asked for it.
struct OpenedReceipts: Equatable, Canonical {
    /// The epoch, as owners signed it.
    let epoch: LogEpoch
    /// The cabinets that had not greeted by then: what they show of our lines may be from before.
    var unmet: Set<String>
    /// The largest heads that were cosigned before and that no note in the evidence says so of, such as those of a mirror that
    /// has lost the leaves.
    var known: [CosignedHeadKey: SignedNote]
    /// Whether the witness has taken over what shut headquarters before the epoch was opened.
    var isSettled = false

    init(_ epoch: LogEpoch, unmet: Set<String>, known: [CosignedHeadKey: SignedNote]) {
        self.epoch = epoch
        self.unmet = unmet
        self.known = known
    }

    /// Whether nothing of it matters any more.
    var isOver: Bool { isSettled && unmet.isEmpty && known.isEmpty }

    /// Learns that the evidence has a note of so large a head.
    mutating func forget(_ key: CosignedHeadKey, below size: UInt64) throws {
        guard let note = known[key], try Checkpoint(note).head.size <= size else { return }
        known[key] = nil
    }

    var canonical: CBOR {
        .map(
            CBORMap([
                0: epoch.canonical, 1: .list(unmet.sorted()), 2: .list(known(as: .witness)),
                3: .list(known(as: .mirror)), 4: .flag(isSettled),
            ])
        )
    }

    private func known(as role: NoteRole) -> [Bytes] {
        known.filter { $0.key.role == role }.sorted { $0.key.origin.text < $1.key.origin.text }
            .map { Bytes($0.value.bytes) }
    }

    init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "what was cosigned before an epoch of receipts")
        epoch = try fields.value(0)
        unmet = Set(try fields.list(1, of: String.self, countMax: ShutNotes.countMax))
        known = [:]
        for (key, role) in [(UInt8(2), NoteRole.witness), (3, .mirror)] {
            for bytes in try fields.list(key, of: Bytes.self, countMax: ShutNotes.countMax) {
                let note = try SignedNote(parsing: bytes.bytes)
                known[CosignedHeadKey(origin: try Checkpoint(note).origin, role: role)] = note
            }
        }
        isSettled = try fields.flag(4)
        try fields.finish()
    }
}

/// A log of a cabinet, and as what headquarters has cosigned it.
struct CosignedHeadKey: Hashable {
    let origin: Origin
    let role: NoteRole
}

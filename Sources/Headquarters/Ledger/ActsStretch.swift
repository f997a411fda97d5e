import Authority
import Custody
import Dispatch
import Records
import Store
import Synchronization

/// Acts of one cabinet that lie here whole and are to be folded next, and what their signatures are judged by.
struct ActsStretch: Sendable {
    let organisation: String
    let cabinet: String
    let origin: Origin
    let epoch: UInt64
    let indices: Range<UInt64>
    /// The keys that officers enrolled, as they are now.
    let keys: ActKeys
    /// How many leaves of `authority` the cabinet had obeyed before the first of them.
    let obeyedSize: UInt64
    /// How many leaves of `authority` lie here: nobody has obeyed more.
    let authoritySize: UInt64
    /// How many the cabinet had obeyed where each later epoch began.
    let openedSizes: [UInt64: UInt64]
    /// By the earlier epochs of its acts, how many leaves lie here, those beyond an end among them: what is carried on and stands there
    /// counts there, or officers cut it off.
    let earlierSizes: [Origin: UInt64]

    /// Bytes of leaves and bodies that are read before they are judged, and one bundle more at the most.
    private static let byteCountMax = 1 << 20
    /// The records that one processor judges before it takes the next ones: few enough that all end at about the same time.
    private static let shareCount = 16

    /// Reads the records and verifies their own signatures, on all processors.
    ///
    /// Blocks until that is done. A leaf that nobody can read and the log signed says nothing; a record that is not what was signed ends
    /// the stretch before it, with the reason.
    func judged(in store: EvidenceFile) -> JudgedActs {
        guard !indices.isEmpty else { return JudgedActs(stretch: self, records: [], problem: nil) }
        do {
            let stretch = try store.records(
                of: origin,
                from: indices.lowerBound,
                byteCountMax: Self.byteCountMax
            )
            let count = min(stretch.bundle.count, indices.count)
            guard count > 0 else {
                return JudgedActs(stretch: self, records: [], problem: "it is not in \(origin)")
            }
            return judged(Array(stretch.bundle.records.prefix(count)), in: store)
        } catch {
            return JudgedActs(stretch: self, records: [], problem: "\(error)")
        }
    }

    private func judged(_ records: [Record], in store: EvidenceFile) -> JudgedActs {
        let opened: [Result<OpenedRecord, any Error>] = Self.onAllProcessors(records.count) { place in
            Result { try records[place].opened() }
        }
        var illegible: Set<Int> = []
        // Nothing behind the first that is damaged here is folded, and so none of it judged.
        let end =
            opened.indices.first { place in
                if case .success(let record) = opened[place],
                    record.leaf.header.sequence == indices.lowerBound + UInt64(place)
                {
                    return false
                }
                illegible.insert(place)
                return !isIllegible(records[place], at: indices.lowerBound + UInt64(place), in: store)
            } ?? opened.count
        let judge = SignatureJudge(
            organisation: organisation,
            cabinet: cabinet,
            origin: origin,
            keys: keys,
            authoritySize: authoritySize,
            openedSizes: openedSizes
        )
        let examined = Self.onAllProcessors(end) { place in
            (try? opened[place].get()).map { judge.examine($0, leafBytes: records[place].leafBytes) }
        }
        var obeyed = obeyedSize
        var entries: [JudgedActs.Entry] = []
        entries.reserveCapacity(end)
        do {
            for (place, examined) in examined.enumerated() {
                guard let record = examined, !illegible.contains(place) else {
                    entries.append(JudgedActs.Entry(examined: nil, verdict: .unreadable))
                    continue
                }
                var verdict = judge.verdict(on: record, obeying: &obeyed)
                if let carried = record.carried, try isThere(carried, in: store) { verdict = .carriedInVain }
                entries.append(JudgedActs.Entry(examined: record, verdict: verdict))
            }
            if end < opened.count {
                _ = try opened[end].get()
                throw RecordsError(.mismatch, "another leaf lies in its place")
            }
        } catch {
            return JudgedActs(stretch: self, records: entries, problem: "\(error)")
        }
        return JudgedActs(stretch: self, records: entries, problem: nil)
    }

    /// Whether a record has a leaf that nobody here can read, as the log signed it.
    private func isIllegible(_ record: Record, at index: UInt64, in store: EvidenceFile) -> Bool {
        guard record.isIllegible(at: index) else { return false }
        return (try? store.isSigned(record, at: index, of: origin)) ?? false
    }

    /// Whether a carried leaf stands at its own place, where it counts.
    private func isThere(_ carried: ExaminedRecord.Carried, in store: EvidenceFile) throws -> Bool {
        guard let size = earlierSizes[carried.origin], carried.index < size else { return false }
        return try store.record(at: carried.index, of: carried.origin)?.leafBytes == carried.leafBytes
    }

    /// Makes one value for each place, on all processors; every place by itself.
    private static func onAllProcessors<Value: Sendable>(
        _ count: Int,
        _ make: @Sendable (Int) -> Value
    ) -> [Value] {
        let shares = (count + shareCount - 1) / shareCount
        guard shares > 1 else { return (0..<count).map(make) }
        let made = Mutex([[Value]](repeating: [], count: shares))
        DispatchQueue.concurrentPerform(iterations: shares) { share in
            let first = share * shareCount
            let values = (first..<min(count, first + shareCount)).map(make)
            made.withLock { $0[share] = values }
        }
        return made.withLock { $0.flatMap(\.self) }
    }
}

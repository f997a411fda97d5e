import Authority
import Records

/// Finds the newest head of `authority` below the end that a majority of its witnesses cosigned.
///
/// The newest head of all has often no cosignature yet; with it alone, what people gave would seem to wait.
struct WitnessedHead<Store: LogStore> {
    private static var windowMin: UInt64 { 64 }
    private static var pageCount: Int { 256 }

    private let store: Store
    private let origin: Origin
    private let end: UInt64

    init(store: Store, origin: Origin, end: UInt64) {
        self.store = store
        self.origin = origin
        self.end = end
    }

    /// Nil where there are no witnesses, or none of their heads is kept.
    func note() throws -> SignedNote? {
        let policies = try policies()
        guard policies.last?.statement.witnesses.isEmpty == false else { return nil }
        var window = Self.windowMin
        while true {
            let from = end > window ? end - window : 0
            if let found = try newest(from: from, policies) {
                return try Checkpoint(found).head.size == end ? nil : found
            }
            guard from > 0 else { return nil }
            window *= 4
        }
    }

    private func newest(from first: UInt64, _ policies: [NamedWitnesses]) throws -> SignedNote? {
        var newest: SignedNote?
        var next = first
        while next <= end {
            let page = try store.notes(of: origin, as: .witness, from: next, limit: Self.pageCount)
            guard let last = page.last else { break }
            newest = try page.last { try isWitnessed($0, policies) } ?? newest
            next = try Checkpoint(last).head.size + 1
        }
        guard let newest, try Checkpoint(newest).head.size <= end else { return nil }
        return newest
    }

    /// Judged by the witnesses who were named below the head, as the reader does.
    private func isWitnessed(_ note: SignedNote, _ policies: [NamedWitnesses]) throws -> Bool {
        let size = try Checkpoint(note).head.size
        let policy = policies.last { $0.index < size }?.statement
        return try policy?.witnessedSize(of: note, origin: origin) ?? 0 > 0
    }

    /// Whom the log names as witnesses, oldest first; the reader checks who signed that.
    private func policies() throws -> [NamedWitnesses] {
        var policies: [NamedWitnesses] = []
        try store.forEachRecord(of: origin, from: 0, to: end) { index, record in
            let opened = try record.opened()
            guard try opened.kind()?.kind == .witnessPolicy,
                let signed: SignedStatement = try opened.detail(),
                let statement = try? WitnessPolicyStatement(decoding: signed.bytes)
            else { return }
            policies.append(NamedWitnesses(index: index, statement: statement))
        }
        return policies
    }
}

/// The witnesses that one leaf names.
private struct NamedWitnesses {
    let index: UInt64
    let statement: WitnessPolicyStatement
}

package import Authority
import Cryptography
package import Custody
import Records
import SealTags

/// The readers of a cabinet's slots: looks into one and says what lies there.
package struct SlotReaders: Sendable {
    private let readers: [String: TagReaderSupervisor]
    private let examiner: TagExaminer<FailureBook>
    private let failures: FailureBook
    private let vault: TagKeyVault
    private let drawers: [String: UInt64]
    private let gauges: Gauges

    /// `drawers` says which drawer's slot a reader looks into; `gauges` is told how it does.
    init(
        readers: [String: TagReaderSupervisor],
        failures: FailureBook,
        vault: TagKeyVault,
        drawers: [String: UInt64] = [:],
        gauges: Gauges = Gauges()
    ) {
        self.readers = readers
        self.drawers = drawers
        self.gauges = gauges
        examiner = TagExaminer(ledger: failures)
        self.failures = failures
        self.vault = vault
    }

    /// What a reader finds, judged by the keys of the site's registered tags.
    ///
    /// A reader that is not there or ill gives `.ill`, never `.empty`; one that falls ill is asked again for
    /// a few seconds, so that a disturbed line costs people a moment and not their visit.
    package func look(through reader: String, obeyed: ObeyedLogs) async -> TagReading {
        guard let supervisor = readers[reader] else { return .ill }
        let (start, drawer) = (ContinuousClock.now, drawers[reader] ?? 0)
        defer {
            let duration = start.duration(to: .now)
            CabinetMetrics.looked(for: duration)
            gauges.note(.readerTime, at: drawer, Int64(duration / .milliseconds(1)))
        }
        do throws(TagError) {
            let reading = try await supervisor.withTagPatiently(askingAgainAfter: Self.saysNothing) {
                tag throws(TagError) in
                try await judge(tag, obeyed: obeyed)
            }
            gauges.note(.readerIll, at: drawer, 0)
            return reading ?? .empty
        } catch {
            gauges.note(.readerIll, at: drawer, error.code == .tagGone ? 0 : 1)
            return error.code == .tagGone ? .unreadable : .ill
        }
    }

    /// Whether nobody can tell from this error what lies there; each such look is counted.
    private static func saysNothing(_ error: TagError) -> Bool {
        guard error.code != .tagGone else { return false }
        CabinetMetrics.readerWasIll()
        return true
    }

    /// Lets a seal's key be tried again, after two custodians set aside what pretended to be the seal.
    func pardon(_ reading: TagReading, obeyed: ObeyedLogs) {
        guard case .failed(let uid) = reading, let seal = obeyed.policy.seal(withTag: uid.bytes),
            let tag = TagUID(uid.bytes),
            let number = KeyNumber(seal.tag.keyNumber)
        else { return }
        // A budget that cannot be written stays spent: the next look says "unreadable", which is the safe side.
        try? failures.clear(tag, number)
    }

    private func judge(_ tag: SelectedTag, obeyed: ObeyedLogs) async throws(TagError) -> TagReading {
        let uid = Bytes(tag.target.uid.bytes)
        guard let seal = obeyed.policy.seal(withTag: uid.bytes) else { return .foreign(uid: uid) }
        // Without its key a registered tag says nothing: neither that it is the seal nor that it is a copy.
        guard let key = try? vault.key(for: seal.tag, obeyed: obeyed),
            let number = KeyNumber(seal.tag.keyNumber)
        else { return .unreadable }
        let grade = try await examiner.prove(tag, uid: tag.target.uid, keyNumber: number, key: key)
        switch grade {
        case .proved: return .proved(seal.tag)
        case .refused(.budgetSpent), .refused(.slowedDown): return .unreadable
        case .refused, .weak: return .failed(uid: uid)
        }
    }
}

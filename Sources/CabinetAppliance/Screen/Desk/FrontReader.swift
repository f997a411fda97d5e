import Authority
import Identity
import Records
import SealTags

/// The reader in front of the cabinet: tells when a card comes to lie on it, and lets a card prove itself.
///
/// The field is on only while it looks.
actor FrontReader {
    /// How often it looks.
    enum Pace: Sendable {
        /// Once a second: for somebody who begins with the card.
        case resting
        /// Five times a second: somebody was asked for a card.
        case waiting
        /// Not at all.
        case still
    }

    private static let beat: Duration = .milliseconds(200)
    private static let restingBeatCount = 5

    private let reader: TagReaderSupervisor
    private let examiner: TagExaminer<FailureBook>
    private let vault: TagKeyVault
    private let arrivals: AsyncStream<Bytes>.Continuation
    /// The UIDs of cards as they come to lie there; for one listener, who hears the newest.
    nonisolated let cards: AsyncStream<Bytes>
    private var pace = Pace.resting
    private var edge = CardEdge()

    init(reader: TagReaderSupervisor, examiner: TagExaminer<FailureBook>, vault: TagKeyVault) {
        self.reader = reader
        self.examiner = examiner
        self.vault = vault
        (cards, arrivals) = AsyncStream.makeStream(of: Bytes.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Looks until the task is cancelled.
    func run() async {
        var beats = 0
        while !Task.isCancelled {
            beats += 1
            switch pace {
            case .still: break
            case .resting: if beats.isMultiple(of: Self.restingBeatCount) { await look() }
            case .waiting: await look()
            }
            try? await Task.sleep(for: Self.beat)
        }
        arrivals.finish()
    }

    /// Looks at this pace from now on; where cards are waited for anew, one that lies there counts.
    func look(at pace: Pace, anew: Bool = false) {
        self.pace = pace
        if anew { edge.forget() }
    }

    /// The UID of what lies there, nil for nothing.
    func uid() async throws(TagError) -> Bytes? {
        try await reader.withTagPatiently { tag throws(TagError) in Bytes(tag.target.uid.bytes) }
    }

    /// Lets the card that lies there prove itself with its key.
    ///
    /// What is wrong with air, reader or keys says nothing about the card.
    func challenge(_ card: TagReference, obeyed: ObeyedLogs) async -> CardProof {
        guard let uid = TagUID(card.uid.bytes), let key = try? vault.key(for: card, obeyed: obeyed),
            let number = KeyNumber(card.keyNumber)
        else { return .vanished }
        do throws(TagError) {
            let examiner = examiner
            let grade = try await reader.withTagAndRelease { tag throws(TagError) in
                try await examiner.prove(tag, uid: uid, keyNumber: number, key: key)
            }
            switch grade {
            case .proved?: return .proved
            case .refused(.budgetSpent)?, .refused(.slowedDown)?: return .vanished
            case .refused?, .weak?: return .failed
            case nil:
                edge.forget()
                return .vanished
            }
        } catch {
            edge.forget()
            return .vanished
        }
    }

    private func look() async {
        let seen: Bytes?
        // An ill reader sees nothing; that it is ill is a finding of its own.
        do {
            seen = try await reader.withTagAndRelease { tag throws(TagError) in Bytes(tag.target.uid.bytes) }
        } catch { return }
        if pace != .still, let uid = edge.see(seen) { arrivals.yield(uid) }
    }
}

package import Authority
import Custody
package import Enrolment
import Records

/// What a machine takes over that was enrolled under the name of another: the epochs of acts that one wrote, up to the head that
/// officers signed.
package struct Inheritance: Sendable {
    /// Where the machine's own record begins.
    package let replacement: Replacement
    /// The epochs before it that count, newest first.
    package let earlier: [EarlierEpoch]

    /// What an answer to an enrolment says of it; nil for the first machine under its name.
    package init?(_ answer: EnrolmentAnswer) throws {
        guard let replacement = try CabinetStatement(decoding: answer.statement.bytes).replacement else {
            return nil
        }
        self.init(replacement, earlier: answer.earlier)
    }

    /// A record that goes on behind another.
    package init(_ replacement: Replacement, earlier: [EarlierEpoch]) {
        self.replacement = replacement
        self.earlier = earlier
    }

    /// Opens copies of the epochs that are to come back; nothing where they are open.
    func open(in store: some LogStore, _ origins: CabinetOrigins) throws {
        for epoch in earlier {
            let origin = try origins.acts(epoch: epoch.epoch)
            guard try store.status(of: origin)?.notes[.witness] == nil else { continue }
            let key = try NoteVerifierKey(log: origin, publicKey: epoch.key.publicKey())
            _ = try store.open(origin, key: key, isOwn: false)
            try store.keep(SignedNote(parsing: epoch.note.bytes), of: origin, as: .witness)
        }
    }

    /// Whether what came back is the record that officers signed, from its last head down to the first leaf.
    ///
    /// They signed the end of the newest epoch. How each one began says where the one before it ended, and stands under what is
    /// proved already; where officers let an epoch count, they said it. An end before the first leaf of an epoch says nothing of what was
    /// before, unless officers did: else it would do without a record by naming an epoch in which nothing was written.
    func isWhole(_ epochs: [ActsEpoch], in store: some LogStore, judge: EpochJudge) throws -> Bool {
        var open = epochs.filter { $0.epoch < replacement.actsEpoch }
        var end: CitedHead? = replacement.cut
        while let head = end {
            let number = try Origin(head.origin).epoch
            var epoch: ActsEpoch?
            // Of an epoch that ended before its first leaf nothing comes back.
            if head.size > 0 {
                guard let place = open.firstIndex(where: { $0.origin.text == head.origin }),
                    let status = try store.status(of: open[place].origin), status.proved.size == head.size,
                    try store.root(of: open[place].origin, size: head.size) == head.root
                else { return false }
                epoch = open.remove(at: place)
            }
            end = Self.endBefore(number, opening: epoch?.opening, judge: judge)
            guard end != nil || number == 1 else { return false }
        }
        return open.isEmpty
    }

    /// The head at which the record before an epoch ended; nil for the first one, and where nothing says it.
    private static func endBefore(_ epoch: UInt64, opening: EpochOpening?, judge: EpochJudge) -> CitedHead? {
        if let cut = judge.machine(beginning: epoch)?.replacement?.cut { return cut }
        if let confirmed = judge.confirmed[epoch] { return confirmed.cut }
        switch opening?.reason {
        case .rotation?: return opening?.lastOwn
        case .restore?, .bitError?: return opening?.lastCosigned
        default: return nil
        }
    }
}

package import Records

/// Notes that gave the time and name heads that are not obeyed here yet: they renew the contact age once they are.
package struct AwaitedHeads: Sendable {
    /// The most notes that wait; where more come, the newest takes the place of the one before it.
    package static let countMax = 16

    /// How a head that a note names stands to what is obeyed here.
    package enum Standing: Sendable, Hashable {
        /// All its leaves are folded, and their root is the one that the note names.
        case folded
        /// It is larger than what is folded, or of a log that is not obeyed.
        case awaited
        /// As many leaves are folded, and their root is another.
        case contradicted
    }

    /// What has become of the notes that waited.
    package struct Settled: Sendable, Hashable {
        /// The latest moment at which the nonce was made of a note that is folded now, in monotonic milliseconds.
        package var asked: UInt64?
        /// The heads that contradict what is obeyed here, each once.
        package var contradicted: [CitedHead] = []
    }

    private struct Note: Sendable {
        let asked: UInt64
        let heads: [CitedHead]
    }

    private var notes: [Note] = []

    /// Nothing waits.
    package init() {}

    /// Keeps a note's heads; its nonce was made at `asked`, in monotonic milliseconds.
    package mutating func add(_ heads: [CitedHead], asked: UInt64) {
        if notes.count == Self.countMax { notes.removeLast() }
        notes.append(Note(asked: asked, heads: heads))
    }

    /// Lets go the notes whose heads are all folded, and those that contradict what is obeyed.
    ///
    /// - Parameters:
    ///   - required: the origins that a note must name to say that everything is here.
    ///   - standing: how one head stands.
    /// - Returns: what has become of the notes that waited.
    /// - Throws: what `standing` throws.
    package mutating func settle(
        required: [String],
        _ standing: (CitedHead) throws(RecordsError) -> Standing
    ) throws(RecordsError) -> Settled {
        var (settled, waiting): (Settled, [Note]) = (Settled(), [])
        for note in notes {
            var found: [Standing] = []
            for head in note.heads {
                let stands = try standing(head)
                found.append(stands)
                if stands == .contradicted, !settled.contradicted.contains(head) {
                    settled.contradicted.append(head)
                }
            }
            let isWhole = required.allSatisfy { origin in note.heads.contains { $0.origin == origin } }
            if found.contains(.contradicted) { continue }
            if isWhole, found.allSatisfy({ $0 == .folded }) {
                settled.asked = max(settled.asked ?? 0, note.asked)
            } else {
                waiting.append(note)
            }
        }
        notes = waiting
        return settled
    }
}

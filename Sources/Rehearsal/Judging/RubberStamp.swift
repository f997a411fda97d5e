import Authority
import Enrolment
import Headquarters
import Records
import Replication
import Simulation
import Synchronization

/// Stands on headquarters' line and cosigns with its key what it refuses.
final class RubberStamp: Sendable {
    private let witness: Cosigner
    private let judge: Judge
    private let refused = Mutex<Set<String>>([])

    init(keys: HeadquartersKeyFile, judge: Judge) throws {
        witness = Cosigner(
            name: try HeadquartersCosigners.name(.witness, Staff.organisation),
            privateKey: keys.current.witness
        )
        self.judge = judge
    }

    func hear(_ passing: Passing) {
        guard let frame = try? Frame(decoding: passing.bytes) else { return }
        switch (passing.direction, frame) {
        case (.down, .witness(let lines))
        where lines.contains { $0.verdict != .cosigned && $0.verdict != .stale }:
            refused.withLock { _ = $0.insert(passing.place) }
        case (.up, .hello(let hello)) where refused.withLock { $0.contains(passing.place) }:
            for offer in hello.heads { stamp(offer) }
        case (.up, .checkpoint(let offer)) where refused.withLock { $0.contains(passing.place) }: stamp(offer)
        default: break
        }
    }

    private func stamp(_ offer: HeadOffer) {
        guard let note = try? SignedNote(parsing: offer.note.bytes), let checkpoint = try? Checkpoint(note),
            judge.hasPromised(checkpoint.origin, size: checkpoint.head.size),
            let line = try? witness.cosign(checkpoint, atSeconds: 1),
            let stamped = try? note.adding(line)
        else { return }
        judge.promise(stamped.bytes)
    }
}

extension Judge {
    /// Whether a head of this size was cosigned before.
    func hasPromised(_ origin: Origin, size: UInt64) -> Bool {
        state.withLock { $0.promises[origin]?[size] != nil }
    }
}

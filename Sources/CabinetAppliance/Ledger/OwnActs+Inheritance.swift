import Authority
import Cryptography
import Custody
import Records

// Acts that go on behind those of another machine.
extension OwnActs {
    /// Whether the record of the machine before is not all here, or it is not known yet who signed it.
    func isInheriting(_ cabinet: String, under standing: Standing) throws -> Bool {
        guard let inherited else { return false }
        guard missing.isEmpty, Self.knows(standing, cabinet, inherited) else { return true }
        return try !inherited.isWhole(epochs, in: store, judge: EpochJudge(of: cabinet, under: standing))
    }

    /// Whether `authority` has come to the statement that enrolled this machine: before, its own key is a stranger's there.
    static func knows(_ standing: Standing, _ cabinet: String, _ inherited: Inheritance) -> Bool {
        standing.machines(of: cabinet).contains { $0.statement.replacement == inherited.replacement }
    }

    /// Writes the first leaf of a machine that takes another's place.
    mutating func begin(
        behind replacement: Replacement,
        _ nextKey: Digest,
        at reading: ClockReading
    ) throws {
        try begin(
            EpochOpening(
                previousOrigin: replacement.cut.origin,
                lastCosigned: replacement.cut,
                reason: .replacement,
                nextKey: Bytes(nextKey.bytes),
                key: Bytes(keys.acts.publicKey.bytes)
            ),
            at: reading
        )
    }
}

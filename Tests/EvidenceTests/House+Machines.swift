import Authority
import Cryptography
import Custody
import Records
import Testing

@testable import Evidence

extension House {
    /// What officers enrol another machine with, whose acts begin behind a cut; every key of it is new.
    func machine(
        acts: Ed25519PrivateKey,
        act: Ed25519PrivateKey,
        epoch: UInt64,
        cut: CitedHead,
        version: UInt64 = 2
    ) throws -> CabinetStatement {
        func fresh() throws -> Bytes { Bytes(try Ed25519PrivateKey().publicKey.bytes) }
        return CabinetStatement(
            head: head,
            version: version,
            cabinet: "c1",
            site: "east",
            name: "1 号柜",
            keys: CabinetKeys(
                acts: Bytes(acts.publicKey.bytes),
                telemetry: try fresh(),
                act: Bytes(act.publicKey.bytes),
                witness: try fresh(),
                device: Bytes([4] + (0..<64).map { _ in UInt8.random(in: 0...255) }),
                transport: try fresh(),
                sealing: try fresh(),
                nextActs: EpochOpening.commitment(to: Bytes(epochKeys[Int(epoch) - 1].publicKey.bytes))
            ),
            request: try fresh(),
            replacement: Replacement(actsEpoch: epoch, cut: cut, telemetryEpoch: version)
        )
    }

    /// Another machine takes the cabinet's name behind the end of what is mirrored, and opens the next epoch.
    ///
    /// `cut` is another end than that, `signedBy` another key of own signatures than officers enrol.
    ///
    /// - Returns: its key of own signatures.
    @discardableResult
    mutating func replaceMachine(cut: CitedHead? = nil, signedBy other: Ed25519PrivateKey? = nil) throws
        -> Ed25519PrivateKey
    {
        try mirror()
        let (acts, act) = (try Ed25519PrivateKey(), try Ed25519PrivateKey())
        let cut = cut ?? end
        try give(try machine(acts: acts, act: act, epoch: epoch + 1, cut: cut), by: officers)
        try openEpoch(.replacement, key: acts, signedBy: other ?? act, isObeying: false, after: cut)
        return act
    }
}

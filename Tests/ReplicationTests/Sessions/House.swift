import Authority
import Cryptography
import Records

@testable import Replication

/// The names and keys of one organisation with one cabinet.
enum House {
    static let organisation = "seals.example"
    static let cabinet = "0c1d"
    static let actsName = "seals.example/cabinet/0c1d/acts/e1"
    static let policyName = "seals.example/hq/policy/north/e1"
    static let foreignName = "seals.example/cabinet/ffff/acts/e1"
    static let nonce = [UInt8](repeating: 0x4E, count: FreshNote.nonceByteCount)

    static func acts(_ count: Int, byteCount: Int = 40) throws -> MemoryLog {
        try MemoryLog(actsName, keySeed: 1, count: count, byteCount: byteCount)
    }

    static func policy(_ count: Int) throws -> MemoryLog {
        try MemoryLog(policyName, keySeed: 2, count: count)
    }

    static func foreign(_ count: Int) throws -> MemoryLog {
        try MemoryLog(foreignName, keySeed: 3, count: count)
    }

    static func hello(
        organisation: String = organisation,
        cabinet: String = cabinet,
        heads: [HeadOffer],
        held: [HeldLog] = [],
        epochs: [AnnouncedEpoch] = []
    ) throws -> Hello {
        var generator = SplitMix(seed: 7)
        return Hello(
            organisation: organisation,
            cabinet: cabinet,
            boot: Identifier(using: &generator),
            startCount: 3,
            nonce: Bytes(nonce),
            heads: heads,
            held: held,
            cosigned: [],
            epochs: epochs
        )
    }

    static func freshNote(_ nonce: [UInt8] = nonce) throws -> SignedFreshNote {
        let note = FreshNote(
            organisation: organisation,
            cabinet: cabinet,
            nonce: Bytes(nonce),
            time: 1_760_000_000_000,
            heads: []
        )
        return try SignedFreshNote(note, by: Ed25519PrivateKey(seed: [UInt8](repeating: 9, count: 32)))
    }

    static func cosigner() throws -> Cosigner {
        Cosigner(
            name: try NoteKeyName("seals.example/hq/witness"),
            privateKey: try Ed25519PrivateKey(seed: [UInt8](repeating: 8, count: 32))
        )
    }

    static func cosigned(_ note: SignedNote) throws -> SignedNote {
        try note.adding(try cosigner().cosign(Checkpoint(note), atSeconds: 1_760_000_000))
    }

    static func welcome(
        mirrored: UInt64 = 0,
        credit: [TrafficClass: UInt64] = [.alarms: 100_000, .acts: 100_000],
        heads: [HeadOffer] = []
    ) throws -> Welcome {
        Welcome(
            mirrored: [HeldLog(origin: actsName, size: mirrored)],
            fresh: try freshNote(),
            heads: heads,
            credit: TrafficClass.allCases.compactMap { trafficClass in
                credit[trafficClass].map { Credit(trafficClass: trafficClass, byteTotal: $0) }
            }
        )
    }

    /// One frame of each type, with every field filled.
    static func frames() throws -> [Frame] {
        let (acts, policy) = (try acts(9), try policy(5))
        let offer = try acts.offer(from: 4)
        return [
            .hello(try hello(heads: [offer], held: [HeldLog(origin: policyName, size: 3)])),
            .witness([
                WitnessLine(
                    origin: actsName,
                    verdict: .cosigned,
                    size: 9,
                    note: Bytes(try cosigned(acts.note()).bytes)
                ),
                WitnessLine(origin: foreignName, verdict: .stale, size: 4, note: nil),
            ]),
            .welcome(try welcome(mirrored: 4, heads: [policy.offer(from: 3)])),
            .data(try acts.data(4..<9)),
            .checkpoint(offer),
            .cosignature(CosignedHead(note: Bytes(try cosigned(acts.note()).bytes), mirroredSize: 9)),
            .pull(Pull(origin: policyName, from: 3, byteCountMax: 49_152)),
            .freshRequest(nonce: Bytes(nonce)),
            .freshNote(try freshNote()),
            .alarm(try acts.alarm(8, from: 4)),
            .credit(Credit(trafficClass: .acts, byteTotal: 1_000)),
            .bye(Bye(code: .unexpected, message: "x", retryAfterMilliseconds: 0)),
        ]
    }
}

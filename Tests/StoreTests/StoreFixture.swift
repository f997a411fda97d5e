import Cryptography
import FoundationEssentials
import GRDB
import Records
import Store

/// A folder of its own with an evidence file, and a log with its keys from fixed seeds.
struct StoreFixture {
    let folder: String
    let signer: CheckpointSigner

    var origin: Origin { signer.origin }
    var path: String { folder + "/evidence.sqlite" }

    /// Runs a body with a fresh folder, which is taken away behind it.
    static func with<Result>(
        _ name: String = "seals.example/cabinet/0c1d/acts/e1",
        _ body: (StoreFixture) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/signet-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(StoreFixture(folder: folder, signer: signer(name)))
    }

    static func signer(_ name: String, seed: UInt8 = 1) throws -> CheckpointSigner {
        try CheckpointSigner(
            origin: Origin(name),
            privateKey: Ed25519PrivateKey(seed: [UInt8](repeating: seed, count: 32))
        )
    }

    func open() throws -> EvidenceFile { try EvidenceFile(path: path) }

    /// Records number `indices`, each with a leaf and a body of its own.
    static func records(_ indices: Range<Int>, salt: UInt8 = 0) -> [Records.Record] {
        indices.map { index in
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: index >> (24 - 8 * $0)) }
            return Records.Record(
                leafBytes: [salt] + bytes,
                bodyBytes: [0xB0, salt] + bytes + [UInt8](repeating: 0x5A, count: index % 7)
            )
        }
    }

    static func bundle(_ indices: Range<Int>, salt: UInt8 = 0) throws -> RecordBundle {
        try RecordBundle(records(indices, salt: salt))
    }

    /// The frontier over the first records.
    static func frontier(_ size: Int, salt: UInt8 = 0) throws -> TreeFrontier {
        var frontier = TreeFrontier()
        _ = try frontier.grow(by: records(0..<size, salt: salt).map { TreeHash.leaf($0.leafBytes) })
        return frontier
    }

    /// The signed checkpoint over the first records.
    func note(_ size: Int, salt: UInt8 = 0) throws -> SignedNote { try checkpoint(size, salt: salt).note }

    /// The same as its signer made it.
    func checkpoint(_ size: Int, salt: UInt8 = 0) throws -> OwnCheckpoint {
        try signer.checkpoint(of: Self.frontier(size, salt: salt).head)
    }

    /// What a writer offers to a witness: the checkpoint over the first records, and the proof from an earlier size.
    func offer(_ size: Int, from: Int = 0, salt: UInt8 = 0) throws -> CheckpointOffer {
        let store = try EvidenceFile(path: folder + "/offer-\(UUID().uuidString).sqlite")
        _ = try store.open(origin, key: signer.verifierKey, isOwn: true)
        var head = TreeHead.empty
        var next = 0
        while next < size {
            let end = min(size, next + RecordBundle.countMax)
            head = try store.append(
                Self.bundle(next..<end, salt: salt),
                to: origin,
                after: head,
                storing: nil
            )
            next = end
        }
        let path = try store.consistency(of: origin, from: UInt64(from), to: UInt64(size)).path
        try store.close()
        return CheckpointOffer(note: try signer.sign(head), from: UInt64(from), path: path)
    }
}

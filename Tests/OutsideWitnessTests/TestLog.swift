import Cryptography
import Foundation
import Records

@testable import OutsideWitness

/// A log whose key lies in the test's hand, with as many leaves as are asked for.
struct TestLog {
    static let name = "seals.example/hq/authority/e1"

    let origin: Origin
    let privateKey: Ed25519PrivateKey
    let signer: CheckpointSigner

    init() throws {
        origin = try Origin(Self.name)
        privateKey = try Ed25519PrivateKey()
        signer = try CheckpointSigner(origin: origin, privateKey: privateKey)
    }

    var key: NoteVerifierKey { signer.verifierKey }

    /// The head over some leaves; `story` makes another history.
    func head(_ size: UInt64, story: String = "leaf") throws -> TreeHead {
        var frontier = TreeFrontier()
        for index in 0..<size { try frontier.append(TreeHash.leaf(Array("\(story) \(index)".utf8))) }
        return frontier.head
    }

    /// What a witness is shown: a head, with the proof from nothing or from the same size.
    func submission(_ size: UInt64, from old: UInt64 = 0, story: String = "leaf") throws -> [UInt8] {
        let path: [Digest] = old == 1 && size == 2 ? [TreeHash.leaf(Array("\(story) 1".utf8))] : []
        return try WitnessSubmission(oldSize: old, path: path, note: signer.sign(head(size, story: story)))
            .bytes
    }
}

/// A folder for one test, gone afterwards.
final class TestFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "signet-witness-\(UUID())").path

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func make() throws -> WitnessFolder {
        try WitnessFolder.make(path: path, name: "notary.example.net/witness")
    }
}

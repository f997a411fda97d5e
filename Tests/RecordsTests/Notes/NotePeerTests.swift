import Cryptography
import PeerPrograms
import Records
import Testing

/// Our notes against an implementation on pyca/cryptography, byte for byte: Ed25519 signs deterministically.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(1)))
struct NotePeerTests {
    @Test(arguments: [0, 1, 1_679_315_147, UInt64(Int64.max)])
    func `another implementation writes the same keys, signatures and cosignatures`(seconds: UInt64) throws {
        let log = try LogFixture(leafCount: 33)
        let note = try log.note(33)
        let seed = [UInt8](repeating: 1, count: 32)
        let lines = try Peer.lines(
            "note_peer.py",
            [Hex.encode(seed), log.origin.text, Hex.encode(note.text), "\(seconds)"]
        )
        let cosigner = Cosigner(
            name: log.signer.verifierKey.name,
            privateKey: try Ed25519PrivateKey(seed: seed)
        )
        let cosignature = try cosigner.cosign(Checkpoint(note), atSeconds: seconds)
        #expect(
            lines == [
                log.signer.verifierKey.text, String(note.signatures[0].line.dropLast()),
                cosigner.verifierKey.text, String(cosignature.line.dropLast()),
            ]
        )
    }
}

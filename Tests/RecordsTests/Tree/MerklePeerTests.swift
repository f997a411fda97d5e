import Cryptography
import PeerPrograms
import Records
import Testing

/// Our tree against pymerkle's.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(2)))
struct MerklePeerTests {
    @Test func `pymerkle computes the same roots and inclusion paths`() throws {
        let leaves = ReferenceTree.leaves(130)
        let tiles = try MemoryTiles(leaves)
        let lines = try Peer.lines("merkle_peer.py", ["\(leaves.count)"])
        #expect(lines.count == 130 + 130 * 131 / 2)
        var frontier = TreeFrontier()
        var prover = try TreeProver(reader: tiles, size: 0)
        for line in lines {
            let words = line.split(separator: " ")
            let numbers = words.compactMap { UInt64($0) }
            if words[0] == "root" {
                try frontier.append(TreeHash.leaf(leaves[Int(frontier.size)]))
                #expect(frontier.size == numbers[0])
                #expect(frontier.root.description == words[2])
                prover = try TreeProver(reader: tiles, size: frontier.size)
            } else {
                let proof = try prover.inclusion(of: UInt64(try #require(UInt64(words[1]))))
                #expect(proof.path.map(\.description) == words[3...].map(String.init))
            }
        }
    }
}

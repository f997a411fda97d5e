import Cryptography
import FoundationEssentials
import Records
import Testing

/// Proofs made and judged by another implementation: Tests/Vectors/tree.
@Suite struct TreeVectorTests {
    @Test func `inclusion proofs of another implementation come out as it says`() throws {
        let vectors = try Vector.read("tree/inclusion.txt")
        #expect(vectors.count > 80)
        for vector in vectors {
            #expect(vector.inclusionHolds == (vector["expect"] == "holds"), "\(vector)")
        }
    }

    @Test func `consistency proofs of another implementation come out as it says`() throws {
        let vectors = try Vector.read("tree/consistency.txt")
        #expect(vectors.count > 80)
        for vector in vectors {
            #expect(vector.consistencyHolds == (vector["expect"] == "holds"), "\(vector)")
        }
    }
}

extension Vector {
    fileprivate func digest(_ key: String) -> Digest? { Hex.decode(self[key]).flatMap { Digest($0) } }

    fileprivate var path: [Digest]? {
        guard self["path"] != "none" else { return [] }
        let texts = self["path"].split(separator: " ")
        let digests = texts.compactMap { Hex.decode($0).flatMap { Digest($0) } }
        return digests.count == texts.count ? digests : nil
    }

    // A hash that is none refuses before any proof is looked at.
    fileprivate var inclusionHolds: Bool {
        guard let index = UInt64(self["index"]), let size = UInt64(self["size"]), let leaf = digest("leaf"),
            let root = digest("root"), let path
        else { return false }
        return InclusionProof(index: index, size: size, path: path)
            .holds(leafHash: leaf, head: TreeHead(size: size, root: root))
    }

    fileprivate var consistencyHolds: Bool {
        guard let from = UInt64(self["from"]), let to = UInt64(self["to"]), let earlier = digest("earlier"),
            let later = digest("later"), let path
        else { return false }
        return ConsistencyProof(from: from, to: to, path: path)
            .holds(from: TreeHead(size: from, root: earlier), to: TreeHead(size: to, root: later))
    }
}

import Cryptography
import Records

/// The tree as RFC 6962 §2.1 defines it, by recursion over the leaves: slow, and written without our own tree.
enum ReferenceTree {
    static func root(_ leaves: ArraySlice<[UInt8]>) -> Digest {
        switch leaves.count {
        case 0: return SHA256.hash([])
        case 1: return SHA256.hash([0] + leaves[leaves.startIndex])
        default:
            let middle = leaves.startIndex + split(leaves.count)
            return SHA256.hash([1] + root(leaves[..<middle]).bytes + root(leaves[middle...]).bytes)
        }
    }

    /// §2.1.1, PATH(m, D[n]).
    static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [Digest] {
        guard leaves.count > 1 else { return [] }
        let offset = split(leaves.count)
        let middle = leaves.startIndex + offset
        return index < offset
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - offset, leaves[middle...]) + [root(leaves[..<middle])]
    }

    /// §2.1.2, SUBPROOF(m, D[n], b); PROOF is b = true.
    static func proof(_ count: Int, _ leaves: ArraySlice<[UInt8]>, whole: Bool = true) -> [Digest] {
        if count == leaves.count { return whole ? [] : [root(leaves)] }
        let offset = split(leaves.count)
        let middle = leaves.startIndex + offset
        return count <= offset
            ? proof(count, leaves[..<middle], whole: whole) + [root(leaves[middle...])]
            : proof(count - offset, leaves[middle...], whole: false) + [root(leaves[..<middle])]
    }

    /// Leaves that differ from each other.
    static func leaves(_ count: Int) -> [[UInt8]] {
        (0..<count).map { index in (0..<4).map { UInt8(truncatingIfNeeded: index >> (24 - 8 * $0)) } }
    }

    private static func split(_ count: Int) -> Int {
        var split = 1
        while split * 2 < count { split *= 2 }
        return split
    }
}

/// How much work a password costs (RFC 7914).
///
/// Stored with every verifier, so that it can be raised later.
package struct PasswordParameters: Sendable, Hashable {
    /// The exponent of N: memory and time are 2 to this.
    package let costExponent: Int
    /// The block size, r.
    package let blockSize: Int
    /// The parallelism, p.
    package let parallelism: Int

    /// Parameters within what is accepted: N to 2^18, r to 16, p to 8, and N times r to 256 MiB of memory.
    package init?(costExponent: Int, blockSize: Int, parallelism: Int) {
        guard (10...18).contains(costExponent), (1...16).contains(blockSize), (1...8).contains(parallelism),
            128 * blockSize << costExponent < 256 << 20
        else { return nil }
        self.init(checkedCostExponent: costExponent, blockSize: blockSize, parallelism: parallelism)
    }

    private init(checkedCostExponent: Int, blockSize: Int, parallelism: Int) {
        costExponent = checkedCostExponent
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// 32 MiB three times over: one of the equal choices of OWASP's Password Storage Cheat Sheet, the one with memory
    /// for a small machine.
    package static let standard = PasswordParameters(checkedCostExponent: 15, blockSize: 8, parallelism: 3)
}

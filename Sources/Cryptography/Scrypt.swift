import COpenSSL

/// Keys from passwords and PINs at a price in time and memory (RFC 7914).
package enum Scrypt {
    /// The most memory that one derivation may take, 256 MiB: parameters come from files that others write.
    package static let memoryByteCountMax = 256 << 20
    /// The most lanes; each costs the whole time again.
    package static let parallelismMax = 64
    /// The most bytes that can be derived.
    package static let byteCountMax = 1024
    /// The most bytes in a password or a salt.
    package static let inputByteCountMax = 64 << 10

    /// `byteCount` bytes; `cost` is N, a power of two from 2, and the memory taken is 128 · N · `blockSize`.
    package static func derive(
        password: [UInt8],
        salt: [UInt8],
        cost: Int,
        blockSize: Int,
        parallelism: Int,
        byteCount: Int
    ) throws(CryptographyError) -> [UInt8] {
        try check(cost: cost, blockSize: blockSize, parallelism: parallelism)
        guard (1...byteCountMax).contains(byteCount) else {
            throw CryptographyError(
                .invalidParameter,
                "scrypt was asked for \(byteCount) bytes; ask for 1 to \(byteCountMax)"
            )
        }
        guard password.count <= inputByteCountMax, salt.count <= inputByteCountMax else {
            throw CryptographyError(
                .invalidLength,
                "scrypt takes at most \(inputByteCountMax) bytes of password and of salt"
            )
        }
        // An own copy as C characters, so that the signature stays one of bytes.
        var characters = password.map { CChar(bitPattern: $0) }
        defer {
            unsafe characters.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
        }
        var output = [UInt8](repeating: 0, count: byteCount)
        guard
            unsafe EVP_PBE_scrypt(
                characters,
                characters.count,
                salt,
                salt.count,
                UInt64(cost),
                UInt64(blockSize),
                UInt64(parallelism),
                libraryMemoryMax,
                &output,
                output.count
            ) == 1
        else { throw .library("deriving with scrypt") }
        return output
    }

    /// libcrypto counts its lanes' blocks too; ours is the limit that is met first.
    private static let libraryMemoryMax = UInt64(memoryByteCountMax) * 2

    private static func check(
        cost: Int,
        blockSize: Int,
        parallelism: Int
    ) throws(CryptographyError) {
        let costs = 2...memoryByteCountMax / 128
        guard costs.contains(cost), cost.nonzeroBitCount == 1 else {
            throw CryptographyError(
                .invalidParameter,
                "scrypt's cost \(cost) is no power of two from 2 to \(costs.upperBound)"
            )
        }
        guard blockSize >= 1, blockSize <= costs.upperBound / cost else {
            throw CryptographyError(
                .invalidParameter,
                "scrypt's block size \(blockSize) is below 1 or takes more than \(memoryByteCountMax) bytes"
            )
        }
        guard (1...parallelismMax).contains(parallelism) else {
            throw CryptographyError(
                .invalidParameter,
                "scrypt's parallelism \(parallelism) is not from 1 to \(parallelismMax)"
            )
        }
    }
}

import COpenSSL

/// Whether two byte strings are the same, in a time that does not tell where they differ.
///
/// Their counts are taken as public: strings of different counts are unequal at once.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    unsafe left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
}

extension [UInt8] {
    /// Overwrites the bytes with zeros in a way the compiler may not leave out, and keeps the count.
    ///
    /// Reaches only this array's own storage: bytes that another array still shares stay as they are.
    package mutating func wipe() {
        unsafe withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}

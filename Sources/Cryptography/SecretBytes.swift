import COpenSSL

/// Key bytes at rest in memory, overwritten when the last owner lets go.
///
/// One allocation that is never moved or copied by the language, unlike an array. It is not locked against
/// swapping: the machines it is meant for run without swap, and a core dump is switched off in their units.
@safe package final class SecretBytes: @unchecked Sendable {
    // Written in the initialisers and in deinit only, so sharing between threads is sound.
    private let storage: UnsafeMutableRawBufferPointer

    /// Copies the bytes; the caller's own copy stays, see `init(moving:)`.
    package init(_ bytes: [UInt8]) {
        unsafe storage = .allocate(byteCount: bytes.count, alignment: 16)
        unsafe storage.copyBytes(from: bytes)
    }

    /// Copies the bytes and overwrites the caller's array, which keeps its count in zeros.
    package convenience init(moving bytes: inout [UInt8]) {
        self.init(bytes)
        bytes.wipe()
    }

    /// So many fresh unpredictable bytes.
    package convenience init(randomByteCount count: Int) throws(CryptographyError) {
        var bytes = try SecureRandom.bytes(count)
        self.init(moving: &bytes)
    }

    deinit {
        unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
        unsafe storage.deallocate()
    }

    /// The number of bytes.
    package var count: Int { unsafe storage.count }

    /// Lends the bytes to a piece of code without a copy.
    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(storage.bindMemory(to: UInt8.self).span)
    }

    /// A copy that nobody wipes: for the moment in which the bytes leave memory, sealed or shown.
    package func exposedCopy() -> [UInt8] {
        unsafe [UInt8](storage)
    }
}

extension SecretBytes: Equatable {
    /// Compares in constant time; counts are public.
    package static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        unsafe left.count == right.count
            && CRYPTO_memcmp(left.storage.baseAddress, right.storage.baseAddress, left.count) == 0
    }
}

extension SecretBytes: CustomStringConvertible {
    package var description: String { "\(count) secret bytes" }
}

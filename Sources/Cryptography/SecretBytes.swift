import COpenSSL

/// Key bytes at rest in memory, overwritten when the last owner lets go.
///
/// One allocation that is never moved or copied by the language, unlike an array. It is not locked against
/// swapping and core dumps: keeping both off is for the machine and the service's unit to do.
@safe package final class SecretBytes: @unchecked Sendable {
    // Written in the initialisers and in deinit only, so sharing between threads is sound.
    private let storage: UnsafeMutableRawBufferPointer
    private let release: (UnsafeMutableRawBufferPointer) -> Void

    /// Copies the bytes; the caller's own copy stays, see `init(moving:)`.
    package convenience init(_ bytes: [UInt8]) {
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        unsafe storage.copyBytes(from: bytes)
        unsafe self.init(adopting: storage) { unsafe $0.deallocate() }
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

    /// Takes over memory that holds a secret already, and hands it back overwritten.
    @unsafe init(
        adopting storage: UnsafeMutableRawBufferPointer,
        release: @escaping (UnsafeMutableRawBufferPointer) -> Void
    ) {
        unsafe self.storage = storage
        unsafe self.release = release
    }

    deinit {
        unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
        unsafe release(storage)
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

extension SecretBytes: CustomReflectable {
    /// Nothing to look into, so that neither a dump nor a failed test leads to the bytes.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension SecretBytes: CustomStringConvertible {
    /// The count and nothing else, so that a log cannot leak a key.
    package var description: String { "\(count) secret bytes" }
}

import COpenSSL

/// A key that libcrypto holds (EVP_PKEY(3)): made once, used for any number of operations on any thread.
///
/// libcrypto counts references atomically, never changes a key that is only used, and wipes it when it goes.
@safe final class AsymmetricKey: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Takes over a key that a call of libcrypto made.
    @unsafe init(taking pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    /// A public key of an algorithm whose keys are plain bytes: "ED25519" or "X25519".
    init(_ algorithm: String, publicBytes bytes: [UInt8]) throws(CryptographyError) {
        guard let pointer = unsafe EVP_PKEY_new_raw_public_key_ex(nil, algorithm, nil, bytes, bytes.count)
        else { throw .library("taking a public \(algorithm) key") }
        unsafe self.pointer = unsafe pointer
    }

    /// A private key of an algorithm whose keys are plain bytes: "ED25519" or "X25519".
    init(_ algorithm: String, privateBytes bytes: SecretBytes) throws(CryptographyError) {
        let made = unsafe bytes.withBytes { span in
            unsafe span.withUnsafeBufferPointer { buffer in
                unsafe EVP_PKEY_new_raw_private_key_ex(
                    nil,
                    algorithm,
                    nil,
                    buffer.baseAddress,
                    buffer.count
                )
            }
        }
        guard let pointer = unsafe made else { throw .library("taking a private \(algorithm) key") }
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe EVP_PKEY_free(pointer)
    }

    /// Lends the key to calls of libcrypto.
    func withPointer<Result, Failure: Error>(
        _ body: (OpaquePointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(pointer)
    }

    /// The 32 public bytes of an algorithm whose keys are plain bytes.
    func rawPublicBytes() throws(CryptographyError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = bytes.count
        guard unsafe EVP_PKEY_get_raw_public_key(pointer, &bytes, &count) == 1, count == bytes.count else {
            throw .library("reading a public key")
        }
        return bytes
    }
}

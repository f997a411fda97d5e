import COpenSSL

/// A cipher that libcrypto has looked up once for the whole process.
///
/// A look-up by name costs about as much as a short encryption (OSSL_PROVIDER(7), "fetching"), so each is done
/// once. The national algorithms get their room here: SM4-CBC and SM4-CTR as further ciphers, SM3 as a hasher
/// beside `SHA256Hasher`, SM2 as a further `EllipticCurve`.
@safe struct FetchedAlgorithm: @unchecked Sendable {
    // Never freed: a static lives as long as the process. libcrypto counts references atomically.
    private let pointer: OpaquePointer?
    private let name: String

    static let aes128ECB = FetchedAlgorithm(cipher: "AES-128-ECB")
    static let aes128CBC = FetchedAlgorithm(cipher: "AES-128-CBC")
    static let aes128GCM = FetchedAlgorithm(cipher: "AES-128-GCM")
    static let aes256GCM = FetchedAlgorithm(cipher: "AES-256-GCM")

    private init(cipher name: String) {
        self.name = name
        unsafe pointer = EVP_CIPHER_fetch(nil, name, nil)
    }

    /// The cipher, or the error that libcrypto has none of this name.
    @unsafe func cipher() throws(CryptographyError) -> OpaquePointer {
        guard let pointer = unsafe pointer else { throw .library("looking up \(name)") }
        return unsafe pointer
    }
}

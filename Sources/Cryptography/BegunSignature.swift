import COpenSSL
import Synchronization

/// A signature or verification that libcrypto has begun with one key (EVP_DigestSignInit(3)), copied for each message.
///
/// To begin one it looks the algorithm up among all names that it knows. Where messages come now and then, and other work
/// lies between them, that costs a sixth of the signature itself; a copy costs little. libcrypto counts references
/// atomically and changes nothing in what it copies from.
@safe final class BegunSignature: @unchecked Sendable {
    private let begin: @Sendable () -> OpaquePointer?
    // Made when it is first needed: most keys that are read are never used.
    private let template = Mutex<UInt?>(nil)

    /// `begin` makes a context and begins.
    @unsafe init(_ begin: @escaping @Sendable () -> OpaquePointer?) { unsafe self.begin = unsafe begin }

    deinit {
        let address = template.withLock { $0 }
        unsafe EVP_MD_CTX_free(address.flatMap { unsafe OpaquePointer(bitPattern: $0) })
    }

    /// Lends a context that is ready for one message; nil where libcrypto has none.
    func withContext<Result>(_ body: (OpaquePointer) -> Result) -> Result? {
        guard let context = unsafe copy() ?? begin() else { return nil }
        defer { unsafe EVP_MD_CTX_free(context) }
        return unsafe body(context)
    }

    // Older libraries copy no context without a digest.
    private func copy() -> OpaquePointer? {
        let address = template.withLock { address in
            if address == nil { address = unsafe begin().map { UInt(bitPattern: $0) } }
            return address
        }
        guard let template = unsafe address.flatMap({ unsafe OpaquePointer(bitPattern: $0) }),
            let context = unsafe EVP_MD_CTX_new()
        else { return nil }
        guard unsafe EVP_MD_CTX_copy_ex(context, template) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            ERR_clear_error()
            return nil
        }
        return unsafe context
    }
}

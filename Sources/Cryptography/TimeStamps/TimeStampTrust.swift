import COpenSSL

/// The certificates under which an organisation believes time stamps: an authority's own, or those of who vouches for it.
package struct TimeStampTrust: Hashable, Sendable {
    /// The most bytes of a file of certificates.
    package static let byteCountMax = 65_536
    /// The most certificates in it.
    package static let certificateCountMax = 16

    /// The certificates, as text with lines between BEGIN and END CERTIFICATE (RFC 7468).
    package let text: [UInt8]
    /// How many there are.
    package let certificateCount: Int

    /// Takes the bytes of a file of certificates.
    ///
    /// - Throws: `.malformed` for a file without one, or with more than the limits.
    package init(text: [UInt8]) throws(CryptographyError) {
        self.text = text
        guard text.count <= Self.byteCountMax, let store = CertificateStore(text: text),
            (1...Self.certificateCountMax).contains(store.count)
        else {
            throw CryptographyError(
                .malformed,
                "a file of certificates holds 1 to \(Self.certificateCountMax) of them between BEGIN and END CERTIFICATE"
            )
        }
        certificateCount = store.count
    }

    /// Checks a token's signature, and the certificates that lead from it to one of these, as they were at a moment.
    ///
    /// `seconds` since 1970: now for a token that has just come, its own time for one that is looked at years later.
    ///
    /// - Throws: `.notAuthentic` with libcrypto's reason: changed, by another authority, not for time stamps, expired.
    package func check(_ token: TimeStampToken, at seconds: Int64) throws(CryptographyError) {
        guard let parsed = ParsedToken(der: token.bytes), let store = CertificateStore(text: text) else {
            throw .library("taking a time stamp and its certificates")
        }
        ERR_clear_error()
        guard store.accepts(parsed, at: seconds) else {
            throw CryptographyError(.notAuthentic, "the time stamp does not verify: \(Self.libraryReason())")
        }
    }

    /// What libcrypto says last, and what it adds.
    private static func libraryReason() -> String {
        var added: UnsafePointer<CChar>?
        var flags: Int32 = 0
        let number = unsafe ERR_peek_last_error_data(&added, &flags)
        defer { ERR_clear_error() }
        guard let reason = unsafe ERR_reason_error_string(number) else { return "no reason was given" }
        let detail =
            unsafe flags & ERR_TXT_STRING == 0 ? "" : added.map { unsafe ", " + String(cString: $0) } ?? ""
        return unsafe String(cString: reason) + detail
    }
}

/// Certificates as libcrypto holds them (X509_STORE_new(3)).
@safe private struct CertificateStore: ~Copyable {
    private let pointer: OpaquePointer
    let count: Int

    init?(text: [UInt8]) {
        guard let pointer = unsafe X509_STORE_new() else { return nil }
        guard let count = unsafe Self.add(text, to: pointer) else {
            unsafe X509_STORE_free(pointer)
            return nil
        }
        unsafe self.pointer = unsafe pointer
        self.count = count
    }

    deinit {
        unsafe X509_STORE_free(pointer)
    }

    func accepts(_ token: borrowing ParsedToken, at seconds: Int64) -> Bool {
        // A certificate that is named is trusted by itself: it need not be a root.
        unsafe X509_STORE_set_flags(pointer, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        unsafe X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(pointer), time_t(seconds))
        guard let context = unsafe TS_VERIFY_CTX_new() else { return false }
        defer { unsafe TS_VERIFY_CTX_free(context) }
        unsafe TS_VERIFY_CTX_set_flags(context, Int32(TS_VFY_VERSION | TS_VFY_SIGNATURE))
        // The context frees what it is given.
        guard unsafe X509_STORE_up_ref(pointer) == 1 else { return false }
        unsafe TS_VERIFY_CTX_set_store(context, pointer)
        return unsafe token.withPointer { unsafe TS_RESP_verify_token(context, $0) == 1 }
    }

    /// Adds every certificate of a text.
    private static func add(_ text: [UInt8], to store: OpaquePointer) -> Int? {
        // A file that ends is an error to libcrypto too.
        defer { ERR_clear_error() }
        return unsafe text.withUnsafeBufferPointer { buffer in
            guard let source = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count))
            else {
                return nil
            }
            defer { unsafe BIO_free(source) }
            var count = 0
            while let certificate = unsafe PEM_read_bio_X509(source, nil, nil, nil) {
                defer { unsafe X509_free(certificate) }
                guard unsafe X509_STORE_add_cert(store, certificate) == 1 else { return nil }
                count += 1
            }
            return count
        }
    }
}

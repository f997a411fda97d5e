import COpenSSL

/// Who signed a time stamp, by the certificate that lies in it.
///
/// Whether anybody vouches for the certificate is another question: ``TimeStampTrust/check(_:at:)``.
package struct TimeStampSigner: Hashable, Sendable {
    /// The subject of the certificate in one line (RFC 4514).
    package let subject: String
    /// SHA-256 of the certificate.
    package let certificate: Digest
}

extension TimeStampToken {
    /// The one who signed this token, where the signature is good under the certificate in it.
    ///
    /// - Throws: `.notAuthentic` for a signature that is not, for none or several, and for a certificate that is not in the token.
    package func signer() throws(CryptographyError) -> TimeStampSigner {
        guard let parsed = ParsedToken(der: bytes), let signer = parsed.signer else {
            ERR_clear_error()
            throw CryptographyError(
                .notAuthentic,
                "the time stamp is not signed by the one certificate that lies in it"
            )
        }
        return signer
    }
}

extension ParsedToken {
    private static let subjectByteCountMax = 2_048

    /// The signer whose signature is good under the certificate in the token; no chain is looked at (PKCS7_verify(3)).
    fileprivate var signer: TimeStampSigner? {
        unsafe withPointer { token in
            guard unsafe PKCS7_verify(token, nil, nil, nil, nil, PKCS7_NOVERIFY) == 1,
                let signers = unsafe PKCS7_get0_signers(token, nil, 0)
            else { return nil }
            defer { unsafe OPENSSL_sk_free(signers) }
            guard unsafe OPENSSL_sk_num(signers) == 1, let certificate = unsafe OPENSSL_sk_value(signers, 0)
            else { return nil }
            return unsafe Self.signer(OpaquePointer(certificate))
        }
    }

    private static func signer(_ certificate: OpaquePointer) -> TimeStampSigner? {
        guard let sink = unsafe BIO_new(BIO_s_mem()),
            let der = unsafe DERBytes.written({ unsafe i2d_X509(certificate, $0) })
        else { return nil }
        defer { unsafe BIO_free(sink) }
        guard unsafe signet_certificate_subject(certificate, sink) >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: subjectByteCountMax)
        let count = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe BIO_read(sink, $0.baseAddress, Int32(subjectByteCountMax))
        }
        let subject = String(validating: bytes.prefix(Int(max(0, count))), as: UTF8.self)
        return subject.map { TimeStampSigner(subject: $0, certificate: SHA256.hash(der)) }
    }
}

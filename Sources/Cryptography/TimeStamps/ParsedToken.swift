import COpenSSL

/// A token as libcrypto holds it (PKCS7_verify(3)).
@safe struct ParsedToken: ~Copyable {
    /// What a token says.
    struct Content {
        let imprint: Digest
        let nonce: [UInt8]
        let seconds: Int64
        let serial: [UInt8]
    }

    private let pointer: UnsafeMutablePointer<PKCS7>

    /// Takes bytes that are one structure from the first to the last.
    init?(der: [UInt8]) {
        guard
            let pointer = unsafe DERBytes.whole(
                der,
                { next, count in unsafe d2i_PKCS7(nil, next, count) },
                freeing: { pointer in unsafe PKCS7_free(pointer) }
            )
        else { return nil }
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe PKCS7_free(pointer)
    }

    /// The structure as libcrypto writes it.
    var der: [UInt8]? { unsafe DERBytes.written { unsafe i2d_PKCS7(pointer, $0) } }

    /// Lends the token to calls of libcrypto.
    func withPointer<Result>(_ body: (UnsafeMutablePointer<PKCS7>) -> Result) -> Result {
        unsafe body(pointer)
    }

    /// What the token says, nil where it is none, or stamps another digest than one of SHA-256.
    var content: Content? {
        guard let info = unsafe PKCS7_to_TS_TST_INFO(pointer) else {
            ERR_clear_error()
            return nil
        }
        defer { unsafe TS_TST_INFO_free(info) }
        guard let stamped = unsafe TS_TST_INFO_get_msg_imprint(info), unsafe isSHA256(stamped),
            let imprint = Digest(unsafe Self.bytes(TS_MSG_IMPRINT_get_msg(stamped))),
            let seconds = unsafe Self.seconds(TS_TST_INFO_get_time(info)),
            let serial = unsafe TS_TST_INFO_get_serial(info)
        else { return nil }
        return Content(
            imprint: imprint,
            nonce: unsafe Self.bytes(TS_TST_INFO_get_nonce(info)),
            seconds: seconds,
            serial: unsafe Self.bytes(serial)
        )
    }

    private func isSHA256(_ imprint: OpaquePointer) -> Bool {
        guard let algorithm = unsafe TS_MSG_IMPRINT_get_algo(imprint) else { return false }
        var object: OpaquePointer?
        unsafe X509_ALGOR_get0(&object, nil, nil, algorithm)
        return unsafe OBJ_obj2nid(object) == NID_sha256
    }

    /// The bytes of a string or number, highest first; none for none.
    private static func bytes(_ string: UnsafePointer<ASN1_STRING>?) -> [UInt8] {
        guard let string = unsafe string, let start = unsafe ASN1_STRING_get0_data(string) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(ASN1_STRING_length(string))))
    }

    /// A moment in seconds since 1970, counted by libcrypto from its own beginning of that year.
    private static func seconds(_ time: UnsafePointer<ASN1_GENERALIZEDTIME>?) -> Int64? {
        guard let time = unsafe time, let start = unsafe ASN1_TIME_set(nil, 0) else { return nil }
        defer { unsafe ASN1_STRING_free(start) }
        var (days, seconds): (Int32, Int32) = (0, 0)
        guard unsafe ASN1_TIME_diff(&days, &seconds, start, time) == 1 else {
            ERR_clear_error()
            return nil
        }
        return Int64(days) * 86_400 + Int64(seconds)
    }
}

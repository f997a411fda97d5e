import COpenSSL

/// An authority's answer as libcrypto holds it: a status, and a token where it was granted (RFC 3161, section 2.4.2).
@safe struct ParsedAnswer: ~Copyable {
    private let pointer: OpaquePointer

    /// Takes bytes that are one structure from the first to the last.
    init?(der: [UInt8]) {
        guard
            let pointer = unsafe DERBytes.whole(
                der,
                { next, count in unsafe d2i_TS_RESP(nil, next, count) },
                freeing: { pointer in unsafe TS_RESP_free(pointer) }
            )
        else { return nil }
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe TS_RESP_free(pointer)
    }

    /// 0 granted, 1 granted with changes, above that a refusal; −1 where it cannot be read.
    var status: Int {
        guard let info = unsafe TS_RESP_get_status_info(pointer),
            let status = unsafe TS_STATUS_INFO_get0_status(info)
        else { return -1 }
        return unsafe ASN1_INTEGER_get(status)
    }

    /// Whether the authority did what it was asked.
    var isGranted: Bool { status == 0 || status == 1 }

    /// The bytes of the token; nil where none is there.
    var token: [UInt8]? {
        guard let token = unsafe TS_RESP_get_token(pointer) else { return nil }
        return unsafe DERBytes.written { unsafe i2d_PKCS7(token, $0) }
    }
}

/// What libcrypto reads and writes in DER.
enum DERBytes {
    /// Calls one of libcrypto's readers; nil unless it takes the bytes from the first to the last.
    static func whole<Structure>(
        _ der: [UInt8],
        _ read: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> Structure?,
        freeing free: (Structure) -> Void
    ) -> Structure? {
        let structure = unsafe der.withUnsafeBufferPointer { buffer -> Structure? in
            var next = buffer.baseAddress
            guard let structure = unsafe read(&next, buffer.count) else { return nil }
            guard unsafe next == buffer.baseAddress?.advanced(by: buffer.count) else {
                free(structure)
                return nil
            }
            return structure
        }
        if structure == nil { ERR_clear_error() }
        return structure
    }

    /// Calls one of libcrypto's writers twice: for the count, and for the bytes.
    static func written(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8]? {
        let count = write(nil)
        guard count > 0 else {
            ERR_clear_error()
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(count))
        let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            return unsafe write(&next)
        }
        return written == count ? bytes : nil
    }
}

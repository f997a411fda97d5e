import COpenSSL

/// The two numbers of an ECDSA signature, as libcrypto holds them (ECDSA_SIG_new(3)).
@safe struct ECDSASignature: ~Copyable {
    private let pointer: OpaquePointer

    /// Takes r ‖ s, two halves of the same count.
    init?(raw: [UInt8]) {
        let half = raw.count / 2
        guard raw.count == 2 * half, half > 0, let pointer = unsafe ECDSA_SIG_new() else { return nil }
        let r = unsafe BN_bin2bn(raw, Int32(half), nil)
        let s = unsafe BN_bin2bn([UInt8](raw[half...]), Int32(half), nil)
        // Takes both numbers over, and neither unless both are there.
        guard unsafe ECDSA_SIG_set0(pointer, r, s) == 1 else {
            unsafe BN_free(r)
            unsafe BN_free(s)
            unsafe ECDSA_SIG_free(pointer)
            return nil
        }
        unsafe self.pointer = pointer
    }

    /// Takes what libcrypto wrote when it signed.
    init?(der: [UInt8]) {
        let parsed = unsafe der.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            return unsafe d2i_ECDSA_SIG(nil, &next, buffer.count)
        }
        guard let pointer = unsafe parsed else {
            ERR_clear_error()
            return nil
        }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe ECDSA_SIG_free(pointer)
    }

    /// The structure of RFC 3279, section 2.2.3, in DER.
    var der: [UInt8]? {
        let count = unsafe i2d_ECDSA_SIG(pointer, nil)
        guard count > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(count))
        let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            return unsafe i2d_ECDSA_SIG(pointer, &next)
        }
        return written == count ? bytes : nil
    }

    /// r ‖ s, each filled with zeros in front to `halfByteCount`.
    func raw(halfByteCount: Int) -> [UInt8]? {
        var r = [UInt8](repeating: 0, count: halfByteCount)
        var s = [UInt8](repeating: 0, count: halfByteCount)
        let half = Int32(halfByteCount)
        guard unsafe BN_bn2binpad(ECDSA_SIG_get0_r(pointer), &r, half) == half,
            unsafe BN_bn2binpad(ECDSA_SIG_get0_s(pointer), &s, half) == half
        else { return nil }
        return r + s
    }
}

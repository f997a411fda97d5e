import COpenSSL

/// A named curve of libcrypto with points of 65 bytes, and what ECDSA and its like need of it.
///
/// The room for SM2 is here: another name and identifier, with `EVP_PKEY` of algorithm "SM2".
struct EllipticCurve: Sendable {
    private let name: String
    private let identifier: Int32
    /// The number of bytes in a coordinate, in a private number and in each half of a signature.
    let coordinateByteCount: Int

    /// NIST P-256, also called secp256r1 and prime256v1 (FIPS 186-4, D.1.2.3; SEC 2, 2.4.2).
    static let p256 = EllipticCurve(
        name: "prime256v1",
        identifier: NID_X9_62_prime256v1,
        coordinateByteCount: 32
    )

    /// The number of bytes in an uncompressed point: the byte 4 and two coordinates.
    var pointByteCount: Int { 1 + 2 * coordinateByteCount }

    /// The key of an uncompressed point; `invalidKey` when the point is not on the curve.
    func publicKey(point: [UInt8]) throws(CryptographyError) -> AsymmetricKey {
        guard point.count == pointByteCount else {
            throw CryptographyError(
                .invalidLength,
                "a public key on \(name) has \(pointByteCount) bytes, not \(point.count)"
            )
        }
        // Other first bytes mean compressed and hybrid points (SEC 1, 2.3.4): second texts for the same key.
        guard point[0] == 4, let pointer = unsafe signet_curve_key(name, point, point.count, nil) else {
            ERR_clear_error()
            throw CryptographyError(.invalidKey, "these bytes are no uncompressed point of \(name)")
        }
        return unsafe AsymmetricKey(taking: pointer)
    }

    /// The key of a private number and its point; `invalidKey` when it is zero or not below the order.
    func privateKey(
        number bytes: SecretBytes
    ) throws(CryptographyError) -> (key: AsymmetricKey, point: [UInt8]) {
        guard bytes.count == coordinateByteCount else {
            throw CryptographyError(
                .invalidLength,
                "a private key on \(name) has \(coordinateByteCount) bytes, not \(bytes.count)"
            )
        }
        // Secure numbers make libcrypto wipe the parameter lists that they are copied into.
        guard let number = unsafe BN_secure_new() else { throw .library("a secret number") }
        defer { unsafe BN_clear_free(number) }
        let read = unsafe bytes.withBytes { span in
            unsafe span.withUnsafeBufferPointer { unsafe BN_bin2bn($0.baseAddress, Int32($0.count), number) }
        }
        guard unsafe read != nil else { throw .library("reading a secret number") }
        let point = try unsafe point(of: number)
        guard let pointer = unsafe signet_curve_key(name, point, point.count, number) else {
            throw .library("taking a private key on \(name)")
        }
        return (unsafe AsymmetricKey(taking: pointer), point)
    }

    private func point(of number: OpaquePointer) throws(CryptographyError) -> [UInt8] {
        guard let group = unsafe EC_GROUP_new_by_curve_name(identifier) else { throw .library("a curve") }
        defer { unsafe EC_GROUP_free(group) }
        unsafe BN_set_flags(number, BN_FLG_CONSTTIME)
        guard unsafe BN_is_zero(number) == 0, unsafe BN_cmp(number, EC_GROUP_get0_order(group)) < 0 else {
            throw CryptographyError(
                .invalidKey,
                "a private key on \(name) is a number from 1 to below the curve's order"
            )
        }
        guard let point = unsafe EC_POINT_new(group) else { throw .library("a point") }
        defer { unsafe EC_POINT_free(point) }
        var bytes = [UInt8](repeating: 0, count: pointByteCount)
        guard unsafe EC_POINT_mul(group, point, number, nil, nil, nil) == 1,
            unsafe EC_POINT_point2oct(
                group,
                point,
                POINT_CONVERSION_UNCOMPRESSED,
                &bytes,
                bytes.count,
                nil
            ) == bytes.count
        else { throw .library("computing a public key") }
        return bytes
    }
}

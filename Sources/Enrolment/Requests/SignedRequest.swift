import Authority
package import Cryptography
package import Records

/// A request with the proofs that the cabinet holds its keys and the slip.
///
/// An array: the request's bytes; ECDSA by the device key and Ed25519 by the act key, each over
/// "signet/request/v1" ‖ 00 ‖ bytes; HMAC-SHA-256 under the slip's secret over "signet/request/v1" ‖ 00 ‖ bytes ‖ both
/// signatures. Without the secret nobody can make headquarters look at a signature.
package struct SignedRequest: Canonical, Hashable {
    /// The most bytes of a signed request.
    package static let byteCountMax = 16_384
    private static let compactMark = "signet-request-1:"

    /// The canonical bytes of the request.
    package let bytes: [UInt8]
    /// 64 bytes by the device key (P-256).
    package let deviceSignature: [UInt8]
    /// 64 bytes by the act key (Ed25519).
    package let actSignature: [UInt8]
    /// 32 bytes under the slip's secret.
    package let code: Digest

    /// Signs a request with the cabinet's keys and the slip's secret.
    ///
    /// - Throws: `mismatch` when an own signature does not verify, which is what a bit error in memory looks like.
    package init(_ request: EnrolmentRequest, secrets: CabinetSecrets, slip: Slip) throws(EnrolmentError) {
        let bytes = request.encoded
        let message = Domain.request.prefix + bytes
        let (device, act) = try withCryptography { () throws(CryptographyError) in
            (try secrets.device.signature(for: message), try secrets.act.signature(for: message))
        }
        guard request.keys == (try secrets.publicKeys()), request.slip == slip.slip,
            secrets.device.publicKey.isValid(device, for: message),
            secrets.act.publicKey.isValid(act, for: message)
        else {
            throw EnrolmentError(
                .mismatch,
                "an own signature on the request did not verify; it was not given away"
            )
        }
        self.bytes = bytes
        deviceSignature = device
        actSignature = act
        code = HMACSHA256.code(key: slip.secret, message: message + device + act)
    }

    package var canonical: CBOR {
        .array([.bytes(bytes), .bytes(deviceSignature), .bytes(actSignature), code.canonical])
    }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 4, case .bytes(let bytes) = parts[0],
            case .bytes(let device) = parts[1], device.count == P256PublicKey.signatureByteCount,
            case .bytes(let act) = parts[2], act.count == Ed25519PublicKey.signatureByteCount
        else { throw RecordsError(.malformed, "a signed request is its bytes, two signatures and a code") }
        self.bytes = bytes
        deviceSignature = device
        actSignature = act
        code = try Digest(canonical: parts[3])
    }

    /// The request as it says, unproved: to find the slip whose secret proves it.
    package func claimed() throws(EnrolmentError) -> EnrolmentRequest {
        guard bytes.count <= Self.byteCountMax else {
            throw EnrolmentError(.tooLarge, "a request has at most \(Self.byteCountMax) bytes")
        }
        return try withRecords { () throws(RecordsError) in try EnrolmentRequest(decoding: bytes) }
    }

    /// The request, when its sender holds the slip and the keys.
    ///
    /// - Throws: `malformed`; `signatureInvalid`; `mismatch` for the slip of another cabinet.
    package func verified(by slip: Slip) throws(EnrolmentError) -> EnrolmentRequest {
        let message = Domain.request.prefix + bytes
        let expected = HMACSHA256.code(key: slip.secret, message: message + deviceSignature + actSignature)
        guard constantTimeEqual(expected.bytes, code.bytes) else {
            throw EnrolmentError(.signatureInvalid, "the sender of the request does not hold the slip")
        }
        let request = try claimed()
        guard request.slip == slip.slip, request.organisation == slip.organisation,
            request.cabinet == slip.cabinet
        else { throw EnrolmentError(.mismatch, "the request was made under another slip") }
        guard let device = try? P256PublicKey(bytes: request.keys.device.bytes),
            let act = try? Ed25519PublicKey(bytes: request.keys.act.bytes),
            device.isValid(deviceSignature, for: message), act.isValid(actSignature, for: message)
        else {
            throw EnrolmentError(.signatureInvalid, "the request is not signed by the keys that it names")
        }
        return request
    }

    /// The request as a file.
    package var armored: String { Armor(.request, encoded).text }

    /// The request as the text of a QR code; nil when it is too long for one.
    package var compact: String? {
        let text = Self.compactMark + Base64.encodeURL(encoded)
        return text.utf8.count < CompactText.byteCountMax ? text : nil
    }

    /// Reads either text.
    package init(text: [UInt8]) throws(EnrolmentError) {
        let bytes: [UInt8]
        if text.starts(with: Self.compactMark.utf8) {
            bytes = try CompactText.bytes(of: text, mark: Self.compactMark)
        } else {
            bytes = try Armor.bytes(of: text, .request)
        }
        self = try withRecords { () throws(RecordsError) in try SignedRequest(decoding: bytes) }
    }
}

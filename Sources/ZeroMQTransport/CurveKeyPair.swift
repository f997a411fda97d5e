import CZeroMQ
package import Replication

/// The transport key pair of one end (CurveZMQ, ZeroMQ RFC 26).
package struct CurveKeyPair: Sendable {
    /// What the other end pins or lists.
    package let publicKey: TransportKey
    /// 32 bytes; sealed at rest by whoever keeps them.
    package let secretKey: [UInt8]

    /// The number of characters of a key as Z85, and one for the terminating zero.
    private static let textByteCount = 41

    /// Makes a new pair from the system's randomness.
    package init() throws(ZeroMQError) {
        var publicText = [CChar](repeating: 0, count: Self.textByteCount)
        var secretText = publicText
        guard unsafe zmq_curve_keypair(&publicText, &secretText) == 0 else {
            throw .last("Making a transport key")
        }
        guard let publicKey = Self.key(publicText), let secretKey = Self.key(secretText) else {
            throw ZeroMQError(.keyInvalid, "libzmq made a key that is not 32 bytes. Reinstall libzmq5.")
        }
        self.publicKey = publicKey
        self.secretKey = secretKey.bytes
    }

    /// Takes a kept secret key and derives its public key.
    /// - Throws: `keyInvalid` unless `secretKey` has 32 bytes.
    package init(secretKey: [UInt8]) throws(ZeroMQError) {
        guard secretKey.count == TransportKey.byteCount, let secretText = Z85.encode(secretKey) else {
            throw ZeroMQError(.keyInvalid, "A transport key has 32 bytes, this has \(secretKey.count).")
        }
        var publicText = [CChar](repeating: 0, count: Self.textByteCount)
        guard unsafe zmq_curve_public(&publicText, secretText) == 0, let publicKey = Self.key(publicText)
        else { throw .last("Deriving a transport key") }
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// The secret key as 40 characters of Z85, for a key file.
    package var secretText: String {
        // 32 is divisible by four, so that there always is a text.
        Z85.encode(secretKey) ?? ""
    }

    private static func key(_ text: [CChar]) -> TransportKey? {
        TransportKey(
            text: String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        )
    }
}

import Cryptography

/// The keys and counters of one authenticated session, EV2 secure messaging with AES (NT4H2421Gx, 9.1).
struct SecureSession: Equatable {
    let keyNumber: UInt8
    let transactionIdentifier: [UInt8]
    let encryptionKey: [UInt8]
    let authenticationKey: [UInt8]
    /// CmdCtr: commands since AuthenticateEV2First.
    var commandCount: UInt16 = 0
}

/// An authentication whose second part has not come yet.
struct Challenge: Equatable {
    let keyNumber: UInt8
    let challenge: [UInt8]
    /// PCDcap2 as the reader gave it, padded to six bytes.
    let readerCapabilities: [UInt8]
    /// The session that AuthenticateEV2NonFirst continues; nil after AuthenticateEV2First.
    let continued: SecureSession?
}

/// The cryptography of the chip: AES with its own conventions for padding, initial vectors and short codes.
enum TagCryptography {
    static let blockByteCount = 16
    private static let zeroVector = [UInt8](repeating: 0, count: blockByteCount)

    static func encrypt(_ bytes: [UInt8], key: [UInt8], vector: [UInt8] = zeroVector) throws(Refusal)
        -> [UInt8]
    {
        do {
            return try AES128.encryptCBC(bytes, key: key, initialVector: vector)
        } catch {
            throw Refusal(.memoryError)
        }
    }

    static func decrypt(_ bytes: [UInt8], key: [UInt8], vector: [UInt8] = zeroVector) throws(Refusal)
        -> [UInt8]
    {
        do {
            return try AES128.decryptCBC(bytes, key: key, initialVector: vector)
        } catch {
            throw Refusal(.memoryError)
        }
    }

    static func code(_ message: [UInt8], key: [UInt8]) throws(Refusal) -> [UInt8] {
        do {
            return try AESCMAC.code(key: key, message: message)
        } catch {
            throw Refusal(.memoryError)
        }
    }

    /// Every second byte of the code, beginning with the second (NT4H2421Gx, 9.1.3).
    static func shortCode(_ message: [UInt8], key: [UInt8]) throws(Refusal) -> [UInt8] {
        let full = try code(message, key: key)
        return stride(from: 1, to: full.count, by: 2).map { full[$0] }
    }

    /// Padding method 2 of ISO/IEC 9797-1: 80, then zeros, always at least one byte.
    static func padded(_ bytes: [UInt8]) -> [UInt8] {
        let marked = bytes + [0x80]
        let missing = (blockByteCount - marked.count % blockByteCount) % blockByteCount
        return marked + [UInt8](repeating: 0, count: missing)
    }

    /// What stood before the padding, or nil when there is none.
    static func unpadded(_ bytes: [UInt8]) -> [UInt8]? {
        guard let mark = bytes.lastIndex(where: { $0 != 0 }), bytes[mark] == 0x80,
            bytes.count - mark <= blockByteCount
        else { return nil }
        return Array(bytes[..<mark])
    }

    /// CRC32 of ISO/IEC 13239 without the last inversion, lowest byte first, as ChangeKey wants it.
    static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 {
                remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
            }
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: remainder >> (UInt32($0) * 8)) }
    }
}

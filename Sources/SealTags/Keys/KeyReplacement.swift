import Cryptography

/// What ChangeKey sends (NT4H2421Gx, 10.6.1, table 63).
enum KeyReplacement {
    /// The data of a change of the key that one is authenticated with; it ends the session.
    static func ofOwnKey(by new: TagKey) -> [UInt8] { new.secret.exposedCopy() + [new.version] }

    /// The data of a change of another key: the difference, the version, and a CRC of the new key, which is all that
    /// lets the tag notice that we have the old key wrong.
    static func ofOtherKey(_ old: TagKey, by new: TagKey) -> [UInt8] {
        var bytes = new.secret.exposedCopy()
        defer { bytes.wipe() }
        let difference = zip(old.secret.exposedCopy(), bytes).map { $0 ^ $1 }
        return difference + [new.version] + checksum(bytes)
    }

    /// CRC-32 without the last inversion, low byte first.
    static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        let checksum = CRC32.checksumWithoutInversion(bytes)
        return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: checksum >> $0) }
    }
}

package import Authority
package import Cryptography
import Records

/// What two people compare by phone before a cabinet is enrolled, one at the cabinet, one with the officer's own tool.
///
/// Both compute it from what they hold themselves: the cabinet from its own keys and the slip, the officer from the statement
/// to be signed and from the root and the services that owners signed. It is equal only if nobody stands between.
///
/// SHA-256("signet/words/v1" ‖ 00 ‖ CBOR [cabinet's keys, root's digest, notes key, replication key, enrolment key]); its
/// first 80 bits are five words, or its first 128 bits modulo 10²⁰ are twenty digits (66.4 bits).
package struct ComparisonWords: Sendable, Hashable {
    /// How many words.
    package static let wordCount = 5
    /// How many digits.
    package static let digitCount = 20

    private let digest: Digest

    /// Over the cabinet's keys, the root, and the keys by which the cabinet knows headquarters (32 bytes each).
    package init(
        cabinet: CabinetKeys,
        root: Digest,
        notesKey: [UInt8],
        transportKey: [UInt8],
        enrolmentKey: [UInt8]
    ) {
        let content = CBOR.array([
            cabinet.canonical, root.canonical, .bytes(notesKey), .bytes(transportKey), .bytes(enrolmentKey),
        ])
        digest = SHA256.hash(parts: [Domain.words.prefix, content.encoded])
    }

    /// Over one person's public key, for the phone call with which it is handed over: SHA-256("signet/words/v1" ‖ 00 ‖ CBOR
    /// of the key's bytes).
    package init(publicKey: Ed25519PublicKey) {
        digest = SHA256.hash(parts: [Domain.words.prefix, CBOR.bytes(publicKey.bytes).encoded])
    }

    /// As the cabinet sees it.
    package init(cabinet: CabinetKeys, slip: Slip) {
        self.init(
            cabinet: cabinet,
            root: slip.root,
            notesKey: slip.notesKey.bytes,
            transportKey: slip.transportKey.bytes,
            enrolmentKey: slip.enrolmentKey.bytes
        )
    }

    /// As the officer sees it, from what owners signed.
    package init(cabinet: CabinetStatement, root: Digest, services: ServicesStatement) {
        self.init(
            cabinet: cabinet.keys,
            root: root,
            notesKey: services.notesKey.bytes,
            transportKey: services.transportKey.bytes,
            enrolmentKey: services.enrolmentKey.bytes
        )
    }

    /// Five words of five letters: 80 bits.
    package var words: [String] {
        let bytes = digest.bytes
        return (0..<Self.wordCount).map {
            Proquint.word(UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]))
        }
    }

    /// Five groups of four digits: 66.4 bits, for those who would rather read out numbers.
    package var digitGroups: [String] {
        var number = digest.bytes.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        var digits: [Character] = []
        for _ in 0..<Self.digitCount {
            digits.insert(Character("\(number % 10)"), at: 0)
            number /= 10
        }
        return stride(from: 0, to: Self.digitCount, by: 4).map { String(digits[$0..<$0 + 4]) }
    }
}

/// A SHA-256 digest: 32 bytes, comparable and usable as a key of a dictionary.
///
/// Four words instead of an array, so that trees of millions of nodes need no allocation per node.
package struct Digest: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The number of bytes in a digest.
    package static let byteCount = 32

    /// Takes 32 bytes, or returns nil when there are more or fewer.
    package init?(_ bytes: some Collection<UInt8>) {
        self.init([UInt8](bytes))
    }

    /// Takes 32 bytes, or returns nil when there are more or fewer.
    package init?(_ bytes: [UInt8]) {
        self.init(bytes.span)
    }

    /// Takes 32 bytes, or returns nil when there are more or fewer.
    package init?(_ bytes: ArraySlice<UInt8>) {
        self.init(bytes.span)
    }

    /// Takes 32 bytes, or returns nil when there are more or fewer.
    package init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        func word(_ start: Int) -> UInt64 {
            var word: UInt64 = 0
            for offset in start..<start + 8 {
                word = word << 8 | UInt64(bytes[offset])
            }
            return word
        }
        words = (word(0), word(8), word(16), word(24))
    }

    /// Takes the digest as it lies in memory: four words whose first byte is the most significant.
    init(bigEndianWords words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = (
            UInt64(bigEndian: words.0), UInt64(bigEndian: words.1),
            UInt64(bigEndian: words.2), UInt64(bigEndian: words.3)
        )
    }

    /// The digest as it lies in memory: four words whose first byte is the most significant.
    var bigEndianWords: (UInt64, UInt64, UInt64, UInt64) {
        (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    }

    /// The 32 bytes, first byte first.
    package var bytes: [UInt8] {
        unsafe withUnsafeBytes(of: bigEndianWords) { unsafe [UInt8]($0) }
    }

    /// Puts the 32 bytes, first byte first, behind others.
    package func append(to bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: bigEndianWords) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Whether all 32 bytes are the same.
    package static func == (left: Digest, right: Digest) -> Bool {
        left.words == right.words
    }

    /// Feeds half of the digest, which is as random as the whole.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

extension Digest: Comparable {
    /// The order of the bytes, first byte first.
    package static func < (left: Digest, right: Digest) -> Bool {
        left.words < right.words
    }
}

extension Digest: CustomStringConvertible {
    /// Hexadecimal text, 64 characters.
    package var description: String { Hex.encode(bytes) }
}

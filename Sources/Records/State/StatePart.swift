package import Cryptography

/// One named piece of what a program folded from its logs, in canonical bytes.
package struct StatePart: Hashable, Sendable {
    /// What it is, once in a manifest.
    package let name: String
    /// The canonical bytes.
    package let bytes: [UInt8]

    /// A piece by its name.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// A piece that is the canonical encoding of a value.
    package init(name: String, _ value: some Canonical) { self.init(name: name, bytes: value.encoded) }

    /// SHA-256 of the bytes.
    package var digest: Digest { SHA256.hash(bytes) }
}

package import Cryptography

/// How much of a file that a grant or a seal names is at this cabinet.
package struct FileStanding: Sendable, Equatable {
    /// The chunks that are here.
    package internal(set) var heldCount: Int
    /// The chunks that there are.
    package let chunkCount: Int
    /// The picture that screens may show, by the digest of its content; nil where none is here.
    package let picture: Digest?
    /// Whether the picture is the file itself, whose digest people signed, and not a preview.
    package let isPictureSigned: Bool

    /// Whether every chunk is here.
    package var isWhole: Bool { heldCount == chunkCount }
    /// How much is here, in whole percent.
    package var percent: Int { chunkCount == 0 ? 0 : heldCount * 100 / chunkCount }
}

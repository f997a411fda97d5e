package import Cryptography

/// Everything that names one blob and opens it; lies in the body of a record, and is gone when that body is.
package struct BlobReference: Canonical, Hashable {
    /// The manifest.
    package let manifest: BlobManifest
    /// The key of its chunks.
    package let key: Bytes
    /// SHA-256 of the content: what people signed, where they signed anything about it.
    package let content: Digest

    /// A manifest with its key.
    package init(manifest: BlobManifest, key: Bytes, content: Digest) {
        self.manifest = manifest
        self.key = key
        self.content = content
    }

    /// The blob's name.
    package var digest: Digest { manifest.digest }

    package var canonical: CBOR { .array([manifest.canonical, key.canonical, content.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 3 else {
            throw RecordsError(
                .malformed,
                "a blob is named by its manifest, its key and its content's digest"
            )
        }
        manifest = try BlobManifest(canonical: parts[0])
        key = try Bytes(canonical: parts[1])
        content = try Digest(canonical: parts[2])
        guard key.bytes.count == SealedBlob.keyByteCount else {
            throw RecordsError(.malformed, "the key of a blob has \(SealedBlob.keyByteCount) bytes")
        }
    }
}

/// The detail of a record that lays a file or a picture beside what its subject names.
///
/// Adds no right. Whoever shows the content compares its digest with the one that people signed: the grant's, or the seal's.
package struct BlobNamed: Canonical, Hashable {
    /// The content itself.
    package let original: BlobReference
    /// A small part or picture of it, which is fetched first.
    package let preview: BlobReference?

    /// An original and perhaps a preview.
    package init(original: BlobReference, preview: BlobReference? = nil) {
        self.original = original
        self.preview = preview
    }

    package var canonical: CBOR {
        .map(CBORMap([0: original.canonical, 1: preview?.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a named blob")
        original = try fields.value(0)
        preview = try fields.optional(1)
        try fields.finish()
    }
}

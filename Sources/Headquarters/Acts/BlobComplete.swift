package import Cryptography
package import Records

/// The detail of `blobComplete`: the receipt for the bytes, of which the record that names them says nothing.
package struct BlobComplete: Canonical, Hashable {
    /// The blob's name.
    package let blob: Digest
    /// The bytes of its sealed chunks, all of which were on disk when this was written.
    package let sealedByteCount: UInt64

    /// A receipt for a blob that lies here whole.
    package init(_ manifest: BlobManifest) {
        blob = manifest.digest
        sealedByteCount = UInt64(manifest.sealedByteCount)
    }

    package var canonical: CBOR { .map(CBORMap([0: blob.canonical, 1: sealedByteCount.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a receipt for a blob")
        blob = try fields.value(0)
        sealedByteCount = try fields.value(1)
        try fields.finish()
    }
}

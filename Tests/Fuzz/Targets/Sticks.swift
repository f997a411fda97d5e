import FormatVectors
import Records
import Replication

extension FuzzTarget {
    /// Files of a stick, and what names the files beside records.
    static let sticks = FuzzTarget(
        name: "sticks",
        seeds: {
            var file = StickFile()
            for frame in try Seeds.vectors("frames") { _ = file.append(frame) }
            return try [file.bytes, StickFile().bytes] + Seeds.vectors("blobs")
        },
        read: { bytes in
            if let file = try? StickFile(reading: bytes) {
                require(
                    !file.isWhole || file.bytes == bytes,
                    "a stick's file is written otherwise than it was read"
                )
                for frame in file.frames { _ = try? Frame(decoding: frame) }
            }
            reread(BlobManifest.self, bytes)
            reread(BlobReference.self, bytes)
            reread(BlobNamed.self, bytes)
            guard let count = bytes.first,
                let bitmap = BlobBitmap(bytes: Array(bytes.dropFirst()), count: Int(count))
            else { return }
            require(
                bitmap.bytes == Array(bytes.dropFirst()),
                "a bitmap is written otherwise than it was read"
            )
        }
    )
}

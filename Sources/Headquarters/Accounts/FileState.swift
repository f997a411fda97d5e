import Glibc

/// What tells a file from the one that stood at its path before, or from itself before it was changed (stat(2)).
struct FileState: Sendable, Hashable {
    private let device: UInt64
    private let inode: UInt64
    private let byteCount: Int64
    /// The last change of content, owner or mode, in seconds and nanoseconds since 1970.
    private let changed: [Int64]

    /// The file at a path; nil where none can be seen.
    init?(of path: String) {
        var state = stat()
        guard unsafe stat(path, &state) == 0 else { return nil }
        device = UInt64(state.st_dev)
        inode = UInt64(state.st_ino)
        byteCount = Int64(state.st_size)
        changed = [Int64(state.st_ctim.tv_sec), Int64(state.st_ctim.tv_nsec)]
    }
}

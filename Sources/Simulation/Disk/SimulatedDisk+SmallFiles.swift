// Small files that are there whole or not at all, as programs keep keys and marks beside their databases.
extension SimulatedDisk {
    /// The bytes of a file; nil where it is not there.
    ///
    /// - Throws: what the drive refuses.
    package func read(_ name: String) throws -> [UInt8]? {
        try perform(generation: nil, .reads) { state throws(DiskFailure) in
            state.places[folder + name].map { state.files[$0].current }
        }
    }

    /// Writes a file in place of the one that may be there.
    ///
    /// It is written beside that one, synced, and takes its name (rename(2)): whatever ends this leaves one of the two, whole.
    /// - Throws: what the drive refuses.
    package func replace(_ name: String, _ bytes: [UInt8]) throws {
        // Once written, once synced.
        for _ in 0..<2 {
            try perform(generation: nil, .writes) { state throws(DiskFailure) in
                if let free = state.faults.freeByteCount, bytes.count > free { throw .full }
            }
        }
        try perform(generation: nil, .writes) { state throws(DiskFailure) in
            let file = DiskFile(path: folder + name, bytes: bytes)
            if let place = state.places[file.path] {
                state.files[place] = file
            } else {
                state.places[file.path] = state.files.count
                state.files.append(file)
            }
        }
    }

    /// Deletes a file, where it is there.
    ///
    /// - Throws: what the drive refuses.
    package func remove(_ name: String) throws { try delete(folder + name) }
}

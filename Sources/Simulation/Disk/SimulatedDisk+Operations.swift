// What SQLite asks of a file. An operation that the drive can refuse counts as one towards a power cut.
extension SimulatedDisk {
    /// Opens a file; makes it where it is not there and may be made.
    ///
    /// - Returns: its place and the generation of the handle; nil where it is not there.
    func open(_ path: String, creates: Bool) throws(DiskFailure) -> (place: Int, generation: Int)? {
        try perform(generation: nil, .writes) { state throws(DiskFailure) in
            if let place = state.places[path] { return (place, state.generation) }
            guard creates else { return nil }
            state.places[path] = state.files.count
            state.files.append(DiskFile(path: path))
            return (state.files.count - 1, state.generation)
        }
    }

    func exists(_ path: String) throws(DiskFailure) -> Bool {
        try perform(generation: nil, .none) { state throws(DiskFailure) in
            // As the file system of Unix has it for SQLite: an empty file is not there yet.
            state.places[path].map { !state.files[$0].current.isEmpty } ?? false
        }
    }

    /// Deletes a file; the directory is synced with it.
    func delete(_ path: String) throws(DiskFailure) {
        try perform(generation: nil, .writes) { state throws(DiskFailure) in
            guard let place = state.places.removeValue(forKey: path) else { return }
            state.files[place].isDeleted = true
        }
    }

    func read(_ file: Int, _ generation: Int, at offset: Int, count: Int) throws(DiskFailure) -> [UInt8] {
        try perform(generation: generation, .reads) { state throws(DiskFailure) in
            let size = state.files[file].current.count
            guard offset < size else { return [] }
            return Array(state.files[file].current[offset..<min(size, offset + count)])
        }
    }

    func write(_ file: Int, _ generation: Int, _ bytes: [UInt8], at offset: Int) throws(DiskFailure) {
        try perform(generation: generation, .writes) { state throws(DiskFailure) in
            let growth = offset + bytes.count - state.files[file].current.count
            if growth > 0, let free = state.faults.freeByteCount {
                guard growth <= free else { throw .full }
                state.faults.freeByteCount = free - growth
            }
            state.files[file].write(bytes, at: offset)
        }
    }

    func truncate(_ file: Int, _ generation: Int, to size: Int) throws(DiskFailure) {
        try perform(generation: generation, .writes) { state throws(DiskFailure) in
            state.files[file].truncate(to: size)
        }
    }

    func sync(_ file: Int, _ generation: Int) throws(DiskFailure) {
        try perform(generation: generation, .writes) { state throws(DiskFailure) in
            if !state.faults.liesAboutSync { state.files[file].sync() }
        }
    }

    func size(_ file: Int, _ generation: Int) throws(DiskFailure) -> Int {
        try perform(generation: generation, .none) { state throws(DiskFailure) in
            state.files[file].current.count
        }
    }

    func withLocks<Result: Sendable>(
        _ file: Int,
        _ generation: Int,
        _ body: (inout FileLocks) -> Result
    ) throws(DiskFailure) -> Result {
        try perform(generation: generation, .none) { state throws(DiskFailure) in
            body(&state.locks[file, default: FileLocks()])
        }
    }

    /// The memory that the connections of a database share; a handle keeps it, because SQLite touches it after a power cut.
    func memory(_ file: Int, _ generation: Int) throws(DiskFailure) -> SharedMemory {
        try perform(generation: generation, .none) { state throws(DiskFailure) in
            let memory = state.memories[file] ?? SharedMemory()
            state.memories[file] = memory
            return memory
        }
    }

    /// The last connection has left, and takes the shared memory with it.
    func unmap(_ file: Int, _ generation: Int) throws(DiskFailure) {
        try perform(generation: generation, .none) { state throws(DiskFailure) in
            state.memories[file] = nil
        }
    }
}

extension KeyFile {
    /// Reads a key file that its owner alone can read.
    ///
    /// - Throws: as ``ProtectedFile/read(_:readers:byteCountMax:)`` and ``init(_:)``.
    package init(path: String) throws(EnrolmentError) {
        try self.init(ProtectedFile.read(path, readers: .ownerOnly, byteCountMax: Self.byteCountMax))
    }

    /// Writes the file for its owner alone (mode 0600), and never over another one.
    package func write(to path: String) throws(EnrolmentError) {
        try ProtectedFile.create(path, bytes, readers: .ownerOnly)
    }
}

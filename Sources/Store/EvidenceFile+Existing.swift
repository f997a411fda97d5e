import FoundationEssentials
package import Records

extension EvidenceFile {
    /// Opens a file that is there, also one that another process writes; never makes one.
    ///
    /// - Throws: ``RecordsError`` `.unavailable` where there is none or it cannot be read; `.mismatch` where it is no evidence file.
    package convenience init(existing path: String) throws(RecordsError) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw RecordsError(.unavailable, "there is no file \(path)")
        }
        try self.init(path: path)
    }
}

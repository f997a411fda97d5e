import FoundationEssentials

/// A folder for one test.
enum Scratch {
    /// Runs a body with an empty folder, which is taken away behind it.
    static func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let path =
            "\(FileManager.default.temporaryDirectory.path)/signet-measures-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}

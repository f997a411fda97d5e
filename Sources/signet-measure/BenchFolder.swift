import ArgumentParser
import FoundationEssentials

/// Where a measurement writes its files: on the disk whose syncs it measures.
struct BenchFolder: ParsableArguments {
    @Option(help: "A folder on the disk that is measured; what is made in it is removed.")
    var state = ".build-bench"

    /// Gives a fresh folder to a body and removes it, however that ended.
    func use<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let path = "\(URL(filePath: state).path)/\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}

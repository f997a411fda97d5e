import Enrolment
import FoundationEssentials

/// Counts the starts of the cabinet in a file beside the evidence, so that a restored evidence file is noticed.
enum StartCounter {
    /// The number of this start, durable when this returns.
    static func next(path: String) throws -> UInt64 {
        var count: UInt64 = 0
        if FileManager.default.fileExists(atPath: path) {
            let text = String(
                decoding: try ProtectedFile.read(path, readers: .ownerOnly, byteCountMax: 32),
                as: UTF8.self
            )
            guard let known = UInt64(text) else {
                throw CabinetError(
                    .refused,
                    "the file \(path) does not hold a number of starts; take it away to begin anew"
                )
            }
            count = known
        }
        let (next, overflow) = count.addingReportingOverflow(1)
        guard !overflow else {
            throw CabinetError(.refused, "the number of starts in \(path) cannot be counted on")
        }
        try ProtectedFile.replace(path, Array(String(next).utf8), readers: .ownerOnly)
        return next
    }
}

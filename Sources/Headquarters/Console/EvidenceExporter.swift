package import Evidence

/// Makes the file with which somebody outside can check what headquarters holds, and the report that people read with it.
package protocol EvidenceExporter: Sendable {
    /// The file about a claim.
    func export(_ claim: EvidenceClaim) async throws -> [UInt8]

    /// The report about a file that was exported here, as HTML or as PDF.
    func report(on file: [UInt8], as form: EvidenceForm) async throws -> [UInt8]
}

/// In what form evidence leaves headquarters.
package enum EvidenceForm: String, Sendable {
    /// The file itself.
    case file
    /// The report, for a browser.
    case html
    /// The report, for paper.
    case pdf

    /// The media type of the answer.
    var mediaType: String {
        switch self {
        case .file: "application/octet-stream"
        case .html: "text/html; charset=utf-8"
        case .pdf: "application/pdf"
        }
    }

    /// The ending of the file's name.
    var ending: String { self == .file ? "signet" : rawValue }
}

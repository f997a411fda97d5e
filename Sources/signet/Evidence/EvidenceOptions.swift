import ArgumentParser
import Cryptography
import Enrolment
import Evidence

/// A file of evidence and the root to check it under.
struct EvidenceOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The file.", valueName: "FILE"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "The digest of the owners' root: 64 hexadecimal digits, as printed and compared on site.",
            valueName: "HEX"
        )
    )
    var root: String

    /// What the file shows.
    ///
    /// - Throws: ``Failure`` where it is refused.
    func report() throws -> EvidenceReport { try checked().report }

    /// What the file shows, and its bytes.
    ///
    /// - Throws: ``Failure`` where it is refused.
    func checked() throws -> (report: EvidenceReport, file: [UInt8]) {
        guard let pinned = Hex.decode(root).flatMap({ Digest($0) }) else {
            throw ValidationError("--root is a digest of 64 hexadecimal digits")
        }
        let bytes = try ProtectedFile.read(
            file,
            readers: .anyone,
            byteCountMax: EvidenceDocument.byteCountMax
        )
        do { return (try EvidenceVerifier(pinnedRoot: pinned).verify(bytes), bytes) } catch {
            throw Failure.refused("\(file) is refused: \(error)")
        }
    }
}

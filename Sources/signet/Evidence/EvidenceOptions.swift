import ArgumentParser
import Cryptography
import Enrolment
import Evidence
import Records

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

    @Option(
        help: ArgumentHelp(
            "Certificates of time-stamping authorities, as each of them told you (PEM); without them stamps are not believed.",
            valueName: "FILE"
        )
    )
    var certificates: String?

    @Option(
        name: .customLong("witness"),
        help: ArgumentHelp(
            "The key of a witness outside, as that witness told you: NAME+ID+KEY; may be given again.",
            valueName: "KEY"
        )
    )
    var witnesses: [String] = []

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
        let verifier = EvidenceVerifier(pinnedRoot: pinned, trust: try trust())
        do { return (try verifier.verify(bytes), bytes) } catch {
            throw Failure.refused("\(file) is refused: \(error)")
        }
    }

    /// What outsiders told whoever checks the file.
    private func trust() throws -> OutsideTrust {
        var certificateText: TimeStampTrust?
        if let certificates {
            let text = try ProtectedFile.read(
                certificates,
                readers: .anyone,
                byteCountMax: TimeStampTrust.byteCountMax
            )
            do { certificateText = try TimeStampTrust(text: text) } catch {
                throw Failure.data("\(certificates): \(error.message)")
            }
        }
        var keys: [NoteVerifierKey] = []
        for text in witnesses {
            do { keys.append(try NoteVerifierKey(text: text)) } catch {
                throw ValidationError("--witness \(text): \(error.message)")
            }
        }
        return OutsideTrust(certificates: certificateText, witnesses: keys)
    }
}

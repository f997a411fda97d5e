import ArgumentParser
import Evidence

/// `signet evidence verify`.
struct EvidenceVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Accept or refuse a file of evidence; exit code 0 when it is accepted.",
        discussion: """
            Accepted means that every leaf, signature and head in the file is what it claims to be under the owners' root. \
            What has to be explained, and what the file does not show, is counted here and told by «show».
            """
    )

    @OptionGroup var options: EvidenceOptions

    func run() throws {
        try reporting {
            let report = try options.report()
            for line in report.summary { print(line) }
            print(
                "ACCEPTED: \(report.acts.count) acts under \(report.heads.count) heads, "
                    + "\(report.findings.count) to be explained, \(report.gaps.count) things not shown"
            )
        }
    }
}

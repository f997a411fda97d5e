import ArgumentParser
import Enrolment
import Evidence

/// `signet evidence report`.
struct EvidenceReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Check a file of evidence and write the report that people read: 出证报告, as PDF or HTML.",
        discussion: """
            The report stands beside the file, under its name with .pdf or .html behind it. PDF is made by weasyprint, in a process \
            without a network; where it is missing the HTML is written, and the exit code says so.
            """
    )

    @OptionGroup var options: EvidenceOptions

    @Flag(help: "HTML only.")
    var html = false

    @Option(
        help: ArgumentHelp(
            "The zone in which moments are printed, in minutes east of Greenwich.",
            valueName: "MINUTES"
        )
    )
    var zone = 480

    func validate() throws {
        guard (-840...840).contains(zone) else { throw ValidationError("a zone is at most 14 hours off") }
    }

    func run() async throws {
        var failure: Failure?
        let checked = try checkedPaper()
        if html {
            try reporting { try write(Array(checked.html.utf8), "html") }
            return
        }
        do {
            let pdf = try await PaperPrinter().pdf(of: checked)
            try reporting { try write(pdf, "pdf") }
        } catch let error as EvidenceError {
            try reporting { try write(Array(checked.html.utf8), "html") }
            failure = Failure(message: "the report is HTML only: \(error)", code: 69)
        }
        if let failure { try reporting { throw failure } }
    }

    private func checkedPaper() throws -> EvidencePaper {
        var paper: EvidencePaper?
        try reporting {
            let (report, file) = try options.checked()
            paper = EvidencePaper(report, file: file, minutesEast: zone)
        }
        guard let paper else { throw ExitCode(70) }
        return paper
    }

    private func write(_ bytes: [UInt8], _ ending: String) throws {
        let path = "\(options.file).\(ending)"
        try ProtectedFile.replace(path, bytes, readers: .ownerOnly)
        print(path)
    }
}

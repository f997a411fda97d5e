import ArgumentParser
import FoundationEssentials
import Simulation

/// Where a measurement's report goes.
struct ReportOptions: ParsableArguments {
    @Option(help: "Where the report is written as JSON, besides standard output.")
    var report: String?

    /// Prints a report, and writes it where that was asked for.
    func give(_ measured: BenchReport) throws {
        let text = try measured.json
        tell(text)
        if let report { try Data((text + "\n").utf8).write(to: URL(filePath: report), options: .atomic) }
    }
}

/// The folder of the built programs, where this one lies too.
func programsFolder() -> String {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
}

import Foundation
import Testing

/// The stories as `./test simulate` has them told: the program, and one seed of it in two processes.
@Suite(.timeLimit(.minutes(5))) struct SimulateTests {
    private func simulate(_ arguments: [String]) throws -> CommandRun {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "signet-stories-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try CommandRun(CommandRun.program("signet-simulate"), arguments: arguments, in: folder)
    }

    @Test func `one seed is told alike in two processes, to the last event`() throws {
        let arguments = ["--first", "1", "--seeds", "12", "--digests"]
        let (one, other) = (try simulate(arguments), try simulate(arguments))
        #expect(one.code == 0)
        #expect(one.output == other.output)
        #expect(one.output.split(separator: "\n").count { $0.contains(" events, ") } == 12)
    }

    @Test func `a story does not depend on those that were told before it`() throws {
        let many = try simulate(["--first", "1", "--seeds", "6", "--digests"]).output.split(separator: "\n")
        let last = try simulate(["--first", "6", "--seeds", "1", "--digests"]).output.split(separator: "\n")
        #expect(many.first { $0.hasPrefix("seed 6:") } == last.first)
    }

    @Test func `a broken promise is told with its seed, step, events and the command that plays it again`()
        throws
    {
        let run = try simulate(["--seeds", "1000", "--planted", "endless-credit"])
        #expect(run.code == 0)
        #expect(run.output.contains(/seed \d+, step \d+/))
        #expect(run.output.contains("memory stays within named limits"))
        #expect(run.output.contains(/\.\/test simulate --seeds 1 --first \d+ --planted endless-credit/))
    }
}

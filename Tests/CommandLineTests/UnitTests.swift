import Foundation
import Testing

/// The units of Systemd start our programs with what these understand: the real programs, run with the real lines.
@Suite(.timeLimit(.minutes(2))) struct UnitTests {
    /// EX_USAGE of sysexits(3): a command line that is none.
    private static let usage: Int32 = 64
    /// EX_UNAVAILABLE of sysexits(3): a tag reader that nobody handed a socket.
    private static let unavailable: Int32 = 69

    @Test func `there are units`() {
        #expect(
            Unit.all == [
                "signet-cabinet.service", "signet-hq-keys.service", "signet-hq.service",
                "signet-tag-reader@.service",
            ]
        )
    }

    @Test(arguments: Unit.all)
    func `a unit's command line is understood, and the program asks for what is missing`(name: String) throws
    {
        let unit = try Unit(name: name)
        try Desk.with { folder in
            let missing = folder.appending(path: "not-there.yaml").path()
            let arguments = unit.arguments(configuration: missing)
            let run = try CommandRun(
                CommandRun.program(unit.program),
                arguments: arguments ?? unit.arguments,
                in: folder
            )
            if arguments != nil {
                #expect(run.code == EXIT_FAILURE, "\(run.error)")
                #expect(run.error.contains(missing), "\(run.error)")
                #expect(!run.error.contains("Usage:"), "\(run.error)")
            } else {
                #expect(run.code == Self.unavailable, "\(run.error)")
            }
        }
    }

    @Test(arguments: Unit.all)
    func `a misspelt option of a unit would be seen`(name: String) throws {
        let unit = try Unit(name: name)
        let misspelt = unit.arguments.map { $0.hasPrefix("--") ? $0 + "s" : $0 }
        try #require(misspelt != unit.arguments)
        try Desk.with { folder in
            let run = try CommandRun(CommandRun.program(unit.program), arguments: misspelt, in: folder)
            #expect(run.code == Self.usage, "\(run.error)")
        }
    }
}

import Foundation

/// One run of a built program, without a terminal.
struct CommandRun {
    let code: Int32
    let output: String
    let error: String

    /// The tool of people.
    static let tool = program("signet")

    /// A program beside the running tests.
    static func program(_ name: String) -> URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(
            path: name
        )
    }

    static let environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"]

    init(code: Int32, output: String, error: String) {
        self.code = code
        self.output = output
        self.error = error
    }

    /// timeout(1) ends a run that hangs, with SIGKILL because a thread of the tests may pass on blocked signals; setsid(1) takes the terminal away, where the tests have one.
    init(_ program: URL = tool, arguments: [String], in folder: URL) throws {
        let (output, error) = (folder.appending(path: ".stdout"), folder.appending(path: ".stderr"))
        for url in [output, error] { try Data().write(to: url) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments =
            ["--kill-after=5", "120", "/usr/bin/setsid", "--wait", program.path()] + arguments
        process.currentDirectoryURL = folder
        process.environment = Self.environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: error)
        try process.run()
        process.waitUntilExit()
        code = process.terminationStatus
        self.output = try String(contentsOf: output, encoding: .utf8)
        self.error = try String(contentsOf: error, encoding: .utf8)
    }
}

import Foundation
import Glibc
import SerialLines
import Testing

/// The tool at a terminal: what it asks, what it hides, and that "no" means no.
@Suite struct TerminalTests {
    /// A pseudo-terminal with the tool at its far end.
    private struct Sitting: ~Copyable {
        let terminal: PseudoTerminal
        let process: Process
        var screen = ""

        init(_ arguments: [String], in folder: URL) throws {
            let terminal = try PseudoTerminal()
            try Self.makeCooked(terminal.descriptor)
            let far = unsafe open(terminal.path, O_RDWR | O_NOCTTY)
            try #require(far >= 0)
            let handle = FileHandle(fileDescriptor: far, closeOnDealloc: true)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/timeout")
            process.arguments =
                ["--kill-after=5", "60", "/usr/bin/setsid", "--ctty", "--wait", CommandRun.tool.path()]
                + arguments
            process.currentDirectoryURL = folder
            process.environment = CommandRun.environment
            process.standardInput = handle
            process.standardOutput = handle
            process.standardError = handle
            try process.run()
            self.process = process
            self.terminal = terminal
        }

        /// As a login finds a terminal: lines, echo, Ctrl-C and Ctrl-D.
        private static func makeCooked(_ descriptor: Int32) throws {
            var state = termios()
            try #require(unsafe tcgetattr(descriptor, &state) == 0)
            state.c_lflag |= tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
            state.c_iflag |= tcflag_t(ICRNL)
            state.c_oflag |= tcflag_t(OPOST | ONLCR)
            (state.c_cc.0, state.c_cc.4, state.c_cc.11) = (3, 4, 0)  // VINTR, VEOF, VEOL
            try #require(unsafe tcsetattr(descriptor, TCSANOW, &state) == 0)
        }

        /// Reads until the text shows, or fails after a minute.
        mutating func expect(_ text: String) throws {
            let deadline = ContinuousClock.now + .seconds(60)
            while !screen.contains(text), ContinuousClock.now < deadline {
                screen += String(
                    decoding: try terminal.readSome(countMax: 4_096, until: deadline),
                    as: UTF8.self
                )
            }
            try #require(screen.contains(text), "\(screen)")
        }

        func type(_ text: String) throws {
            try terminal.write(Array(text.utf8), until: .now + .seconds(10))
        }

        func ended() -> Int32 {
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    private func makeKey(in folder: URL) throws {
        let made = try CommandRun(
            arguments: [
                "key", "new", "--role", "approver", "--person", String(repeating: "04", count: 16), "--out",
                "a.key",
                "--passphrase-file", "passphrase",
            ],
            in: folder
        )
        try #require(made.code == 0, "\(made.error)")
    }

    @Test(.timeLimit(.minutes(3)))
    func `it shows the text, asks, hides the passphrase, and approves`() throws {
        try Desk.with { folder in
            try makeKey(in: folder)
            var sitting = try Sitting(
                ["approve", "grant.statement", "--key", "a.key", "--out", "g.approval", "--language", "en"],
                in: folder
            )
            try sitting.expect("Type yes: ")
            #expect(sitting.screen.contains("Grant to use seals"))
            try sitting.type("yes\n")
            try sitting.expect("Passphrase of the key: ")
            try sitting.type("correct horse battery\n")
            #expect(sitting.ended() == 0)
            #expect(!sitting.screen.contains("correct horse"))
            #expect(FileManager.default.fileExists(atPath: folder.appending(path: "g.approval").path()))
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["no\n", "\n", "y\n", "Yes\n", "\u{4}"])
    func `any answer but yes signs nothing`(answer: String) throws {
        try Desk.with { folder in
            try makeKey(in: folder)
            var sitting = try Sitting(
                ["approve", "grant.statement", "--key", "a.key", "--out", "g.approval", "--language", "en"],
                in: folder
            )
            try sitting.expect("Type yes: ")
            try sitting.type(answer)
            #expect(sitting.ended() == 2)
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "g.approval").path()))
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `a new passphrase is typed twice, and Ctrl-C leaves no key and a terminal that shows again`() throws
    {
        try Desk.with { folder in
            let arguments = ["key", "new", "--role", "owner", "--out", "o.key", "--language", "en"]
            var differing = try Sitting(arguments, in: folder)
            try differing.expect("New passphrase")
            try differing.type("correct horse battery\n")
            try differing.expect("Once more: ")
            try differing.type("correct horse buttery\n")
            #expect(differing.ended() == 1)

            var broken = try Sitting(arguments, in: folder)
            try broken.expect("New passphrase")
            try broken.type("corr\u{3}")
            #expect(broken.ended() == 2)
            var state = termios()
            #expect(unsafe tcgetattr(broken.terminal.descriptor, &state) == 0)
            #expect(state.c_lflag & tcflag_t(ECHO) != 0)
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "o.key").path()))

            var same = try Sitting(arguments, in: folder)
            try same.expect("New passphrase")
            try same.type("correct horse battery\n")
            try same.expect("Once more: ")
            try same.type("correct horse battery\n")
            try same.expect("Role: owner")
            #expect(same.ended() == 0)
        }
    }
}

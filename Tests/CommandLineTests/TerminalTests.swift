import Foundation
import Glibc
import Testing

/// The tool at a terminal: what it asks, what it hides, and that "no" means no.
@Suite struct TerminalTests {
    /// A pseudo-terminal with the tool at its far end.
    private struct Sitting: ~Copyable {
        let master: Int32
        let process: Process
        var screen = ""

        init(_ arguments: [String], in folder: URL) throws {
            master = posix_openpt(O_RDWR | O_NOCTTY)
            try #require(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0)
            var name = [CChar](repeating: 0, count: 128)
            try #require(unsafe ptsname_r(master, &name, name.count) == 0)
            let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            let far = unsafe open(path, O_RDWR | O_NOCTTY)
            try #require(far >= 0)
            let handle = FileHandle(fileDescriptor: far, closeOnDealloc: true)
            process = Process()
            process.executableURL = URL(filePath: "/usr/bin/timeout")
            process.arguments =
                ["60", "/usr/bin/setsid", "--ctty", "--wait", CommandRun.tool.path()] + arguments
            process.currentDirectoryURL = folder
            process.environment = CommandRun.environment
            process.standardInput = handle
            process.standardOutput = handle
            process.standardError = handle
            try process.run()
        }

        deinit { _ = close(master) }

        /// Reads until the text shows; poll(2) bounds the wait.
        mutating func expect(_ text: String) throws {
            let clock = ContinuousClock()
            let deadline = clock.now + .seconds(60)
            while !screen.contains(text), clock.now < deadline {
                var wish = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
                guard unsafe poll(&wish, 1, 1_000) > 0 else { continue }
                var bytes = [UInt8](repeating: 0, count: 4_096)
                let count = unsafe read(master, &bytes, bytes.count)
                guard count > 0 else { break }
                screen += String(decoding: bytes.prefix(count), as: UTF8.self)
            }
            try #require(screen.contains(text), "\(screen)")
        }

        func type(_ text: String) {
            let bytes = Array(text.utf8)
            _ = unsafe write(master, bytes, bytes.count)
        }

        mutating func ended() -> Int32 {
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
            sitting.type("yes\n")
            try sitting.expect("Passphrase of the key: ")
            sitting.type("correct horse battery\n")
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
            sitting.type(answer)
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
            differing.type("correct horse battery\n")
            try differing.expect("Once more: ")
            differing.type("correct horse buttery\n")
            #expect(differing.ended() == 1)

            var broken = try Sitting(arguments, in: folder)
            try broken.expect("New passphrase")
            broken.type("corr\u{3}")
            #expect(broken.ended() == 2)
            var state = termios()
            #expect(unsafe tcgetattr(broken.master, &state) == 0)
            #expect(state.c_lflag & tcflag_t(ECHO) != 0)
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "o.key").path()))

            var same = try Sitting(arguments, in: folder)
            try same.expect("New passphrase")
            same.type("correct horse battery\n")
            try same.expect("Once more: ")
            same.type("correct horse battery\n")
            try same.expect("Role: owner")
            #expect(same.ended() == 0)
        }
    }
}

import Foundation

/// Every shell script is one that bash can read.
enum ShellRule {
    static func isShell(_ file: SourceFile) -> Bool {
        guard !file.path.hasSuffix(".sh") else { return true }
        guard let first = file.lines.first, first.hasPrefix("#!") else { return false }
        return first.hasSuffix("/bash") || first.hasSuffix("/sh") || first.hasSuffix(" bash")
    }

    /// Asks `bash -n`, which parses and runs nothing.
    static func violations(in file: SourceFile) throws -> [Violation] {
        let bash = Process()
        bash.executableURL = URL(filePath: "/bin/bash")
        bash.arguments = ["-n"]
        let input = Pipe()
        let output = Pipe()
        bash.standardInput = input
        bash.standardError = output
        try bash.run()
        try input.fileHandleForWriting.write(contentsOf: Data(file.text.utf8))
        try input.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        bash.waitUntilExit()
        guard bash.terminationStatus != 0 || !said.isEmpty else { return [] }
        return [Violation(path: file.path, line: 0, message: String(decoding: said, as: UTF8.self))]
    }
}

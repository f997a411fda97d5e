import Foundation
import Testing

/// A script of the command line, one step a line.
///
/// ```
/// # a comment
/// run 0 signet key show officer.key    runs it and wants this exit code
/// stdout Role: officer                 wants this text on standard output of the last run
/// no-stdout secret                     wants this text not there
/// stderr no such file                  wants this text on standard error of the last run
/// mode 600 officer.key                 wants these permission bits
/// absent out.signature                 wants no such file
/// change FILE from to                  replaces text in a file
/// copy FILE NEW                        copies a file
/// ```
struct CommandScript {
    struct Step {
        let number: Int
        let word: String
        let rest: String
    }

    let name: String
    let steps: [Step]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts")

    static var all: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []).filter {
            $0.hasSuffix(".txt")
        }.sorted()
    }

    init(name: String) throws {
        self.name = name
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        steps = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            index,
            line in
            guard !line.isEmpty, !line.hasPrefix("#") else { return nil }
            let parts = line.split(separator: " ", maxSplits: 1)
            return Step(
                number: index + 1,
                word: String(parts[0]),
                rest: parts.count > 1 ? String(parts[1]) : ""
            )
        }
    }

    /// Plays the steps in a folder that holds what they need.
    func play(in folder: URL) throws {
        var last = CommandRun(code: 0, output: "", error: "")
        for step in steps {
            let place = Comment("\(name):\(step.number): \(step.word) \(step.rest)")
            let words = step.rest.split(separator: " ").map(String.init)
            switch step.word {
            case "run":
                try #require(words.count >= 2 && words[1] == "signet", place)
                last = try CommandRun(arguments: Array(words.dropFirst(2)), in: folder)
                #expect("\(last.code)" == words[0], "\(place): \(last.error)")
            case "stdout": #expect(last.output.contains(step.rest), "\(place): \(last.output)")
            case "no-stdout": #expect(!last.output.contains(step.rest), place)
            case "stderr": #expect(last.error.contains(step.rest), "\(place): \(last.error)")
            case "mode":
                let path = folder.appending(path: words[1]).path()
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == Int(words[0], radix: 8), place)
            case "absent":
                #expect(
                    !FileManager.default.fileExists(atPath: folder.appending(path: words[0]).path()),
                    place
                )
            case "change":
                let url = folder.appending(path: words[0])
                let text = try String(contentsOf: url, encoding: .utf8)
                try #require(text.contains(words[1]), place)
                // In place, so that the mode stays.
                let handle = try FileHandle(forWritingTo: url)
                try handle.truncate(atOffset: 0)
                try handle.write(
                    contentsOf: Data(text.replacingOccurrences(of: words[1], with: words[2]).utf8)
                )
                try handle.close()
            case "copy":
                try FileManager.default.copyItem(
                    at: folder.appending(path: words[0]),
                    to: folder.appending(path: words[1])
                )
            default: Issue.record("\(place): no such step")
            }
        }
    }
}

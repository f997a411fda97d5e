import Foundation
import Testing

@testable import Cryptography

/// The rows of a file under Tests/Vectors/Cryptography: words, with `-` for no bytes and `#` before remarks.
struct VectorFile {
    struct Row: CustomStringConvertible {
        let number: Int
        let words: [String]

        var verdict: String { words[0] }
        var description: String { "line \(number)" }

        func bytes(_ index: Int) throws -> [UInt8] {
            words[index] == "-" ? [] : try #require(Hex.decode(words[index]))
        }
    }

    let rows: [Row]

    init(_ name: String, filePath: String = #filePath) throws {
        let folder = URL(filePath: filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: folder.appending(path: "Vectors/Cryptography/\(name)"),
            encoding: .utf8
        )
        rows = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            (index, line) in
            guard !line.isEmpty, !line.hasPrefix("#") else { return nil }
            return Row(number: index + 1, words: line.split(separator: " ").map(String.init))
        }
    }
}

/// The bytes of hexadecimal text that a test was written with.
func hex(_ text: String) throws -> [UInt8] {
    try #require(Hex.decode(text.filter { !$0.isWhitespace }))
}

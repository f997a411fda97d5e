import Cryptography
import Foundation
import Testing

@testable import Enrolment

/// Key files that another program made, refusals included.
@Suite struct KeyFileVectorTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Vectors/Enrolment/keys")

    static var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []).sorted()
    }

    @Test func `there are vectors`() { #expect(Self.names.count >= 10) }

    @Test(arguments: names)
    func `a file opens to its seed or is refused`(name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let split = try #require(text.range(of: "\n\n"))
        var header: [String: String] = [:]
        for line in text[..<split.lowerBound].split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            header[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        let bytes = Array(text[split.upperBound...].utf8)
        let words = header["passphrase"] ?? ""
        let phrase = words.isEmpty ? Passphrase.empty : try passphrase(words)
        switch header["expect"] {
        case "opens":
            let file = try KeyFile(bytes)
            #expect(Hex.encode(try file.opened(with: phrase).privateKey.seed) == header["seed"])
            #expect(file.bytes == bytes)
        case "refused": #expect(throws: EnrolmentError.self) { try KeyFile(bytes).opened(with: phrase) }
        default: Issue.record("\(name) does not say what to expect")
        }
    }
}

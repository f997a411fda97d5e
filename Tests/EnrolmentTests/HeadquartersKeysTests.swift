import Testing

@testable import Enrolment

@Suite struct HeadquartersKeysTests {
    @Test func `the file comes back as it was written`() throws {
        let keys = try HeadquartersSecrets(making: credential()).publicKeys()
        #expect(try HeadquartersKeys(keys.bytes) == keys)
    }

    @Test func `a missing, foreign or reordered line is refused`() throws {
        let text = String(
            decoding: try HeadquartersSecrets(making: credential()).publicKeys().bytes,
            as: UTF8.self
        )
        var lines = text.split(separator: "\n")
        lines.swapAt(1, 2)
        let swapped = lines.joined(separator: "\n") + "\n"
        for changed in [
            swapped, text + "x: 00\n", text.replacing("safe: ", with: "safe:  "),
            text.replacing("/v1", with: "/v2"),
            text.replacing("acts", with: "Acts"), String(text.dropLast()), text.uppercased(),
        ] {
            #expect(throws: EnrolmentError.self) { try HeadquartersKeys(Array(changed.utf8)) }
        }
    }

    @Test func `damaged files are refused or read to the same bytes`() throws {
        let bytes = try HeadquartersSecrets(making: credential()).publicKeys().bytes
        var generator = SplitMix(seed: 8)
        for _ in 0..<5_000 {
            let damaged = bytes.damaged(using: &generator)
            if let keys = try? HeadquartersKeys(damaged) { #expect(keys.bytes == damaged) }
        }
    }
}

import Authority
import Testing

@testable import Enrolment

@Suite struct ArmorTests {
    private let bytes = (0..<200).map { UInt8($0) }

    @Test(arguments: PaperKind.allCases)
    func `a paper comes back as it was written`(kind: PaperKind) throws {
        for count in [1, 2, 3, 47, 48, 49, 200] {
            let paper = Armor(kind, Array(bytes.prefix(count)))
            #expect(try Armor(Array(paper.text.utf8)) == paper)
            #expect(paper.text.split(separator: "\n").allSatisfy { $0.count <= Armor.lineCharacterCount })
        }
    }

    @Test func `mail may put text around it and change the ends of lines`() throws {
        let paper = Armor(.signature, bytes)
        let mailed = "您好！\r\n\r\n" + paper.text.replacing("\n", with: " \t\r\n") + "\r\n-- \r\n王\r\n"
        #expect(try Armor(Array(mailed.utf8)) == paper)
        let joined = paper.text.split(separator: "\n")
        let oneLine = ([joined[0], Substring(joined[1..<joined.count - 2].joined())] + joined.suffix(2))
            .joined(separator: "\n")
        #expect(try Armor(Array(oneLine.utf8)) == paper)
    }

    @Test func `a lost or changed character is found`() throws {
        let text = Armor(.statement, bytes).text
        var generator = SplitMix(seed: 3)
        var refused = 0
        for _ in 0..<20_000 {
            let damaged = Array(text.utf8).damaged(using: &generator)
            guard let armor = try? Armor(damaged) else {
                refused += 1
                continue
            }
            #expect(armor.bytes == bytes)
        }
        #expect(refused > 19_000)
    }

    @Test func `two papers, a cut one and another kind are refused`() throws {
        let text = Armor(.statement, bytes).text
        #expect(throws: EnrolmentError(.malformed, "")) { try Armor(Array((text + text).utf8)) }
        #expect(throws: EnrolmentError(.malformed, "")) { try Armor(Array(text.utf8.dropLast(40))) }
        #expect(throws: EnrolmentError(.malformed, "")) { try Armor([]) }
        #expect(throws: EnrolmentError(.unknownKind, "")) {
            try Armor(Array(text.replacing("STATEMENT", with: "WISH").utf8))
        }
        #expect(throws: EnrolmentError(.unknownKind, "")) { try Armor.bytes(of: Array(text.utf8), .approval) }
        let other = Armor(.statement, [1]).text.split(separator: "\n")[2]
        let check = try #require(text.split(separator: "\n").first { $0.hasPrefix("check: ") })
        #expect(throws: EnrolmentError(.mismatch, "")) {
            try Armor(Array(text.replacing(check, with: other).utf8))
        }
    }

    @Test func `the check code of a grant is the one that cabinets show`() {
        for count in 0..<50 {
            let bytes = [UInt8](repeating: UInt8(count), count: count)
            #expect(CheckCode(of: bytes).description == ApprovedGrant(bytes: bytes).checkCode)
        }
    }
}

import Authority
import Custody
import Records
import Testing

@testable import Evidence

/// Texts that others wrote into a file, on the screen of whoever reads it.
@Suite(.timeLimit(.minutes(1))) struct ForeignTextTests {
    @Test func `what others wrote begins no line, moves no cursor and turns no writing`() throws {
        let hostile = "x\nACCEPTED: all is well\u{1B}[2J\u{202E}\u{2028}\u{85}"
        let house = try House.day { house in
            try house.file(
                PersonStatement(
                    head: house.head,
                    person: House.taker,
                    generation: 1,
                    version: 2,
                    name: hostile,
                    rights: [.companion]
                ),
                by: house.officers
            )
            try house.act(
                Draft(
                    .alarm,
                    .findingOpened,
                    actor: Actor(component: "custody"),
                    subject: Subject(seal: House.seal, finding: id(71), drawer: 1),
                    detail: FindingOpened(kind: .substitute, note: hostile, reading: .empty).canonical,
                    isSigned: true
                )
            )
        }
        let report = try house.report()
        #expect(report.names[House.taker] == hostile)
        let lines = report.lines + report.summary
        #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy(PlainText.isPlain) })
        let escaped = "x\\u{A}ACCEPTED: all is well\\u{1B}[2J\\u{202E}\\u{2028}\\u{85}"
        #expect(lines.contains { $0.contains("FINDING") && $0.contains(escaped) })
        #expect(EvidenceError(.malformed, hostile, line: 3).description == "line 3: " + escaped)
        #expect(PlainText.visible("合同专用章 «A» 𠀀") == "合同专用章 «A» 𠀀")
    }
}

import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// Who outside keeps which head over what a file shows, since when; or that nobody does.
@Suite(.timeLimit(.minutes(5))) struct OutsideAnchorTests {
    @Test func `a witness who keeps a head of receipts keeps the acts under it, and what these obeyed`()
        throws
    {
        var house = try House.day()
        try house.writeReceipts()
        let outsider = try House.stranger()
        try house.keepOutside(by: outsider)
        let document = try house.exported()
        #expect(try EvidenceDocument(parsing: document.bytes).bytes == document.bytes)
        let report = try house.verified(document)
        let anchor = try #require(report.outside.first)
        #expect(report.outside.count == 1)
        #expect(anchor.outsider == .witness(outsider.verifierKey, .headquarters))
        #expect(anchor.milliseconds == Int64(House.night) * 1_000)
        let acts = try #require(report.heads.first { $0.origin == house.acts.writer.origin })
        #expect(anchor.covers == [.init(origin: acts.origin, size: acts.size)])
        // The last act obeyed all of both logs.
        #expect(
            anchor.obeyed == [
                .init(origin: house.authority.writer.origin, size: house.authority.writer.head.size),
                .init(origin: house.policy.writer.origin, size: house.policy.writer.head.size),
            ]
        )
        #expect(report.unanchored.isEmpty)
        #expect(report.summary.first?.hasPrefix("Outside example.org tlog.example.net/w1 cosigned") == true)
        #expect(report.summary.first?.contains("HEADQUARTERS' OWN WORD") == true)
        let html = EvidencePaper(report, file: document.bytes).html
        #expect(html.contains("tlog.example.net/w1 于") && !html.contains("没有外部锚定"))
    }

    @Test func `whose key it is says the reader, or owners, or headquarters alone`() throws {
        var house = try House.day(withWitness: true)
        try house.writeReceipts()
        try house.keepOutside(by: house.witness)
        let outsider = try House.stranger()
        try house.keepOutside(by: outsider)
        let document = try house.exported()
        let trust = OutsideTrust(witnesses: [outsider.verifierKey])
        let sources = try house.verified(document, trust: trust).outside.map(\.outsider)
        #expect(
            sources == [
                .witness(house.witness.verifierKey, .owners), .witness(outsider.verifierKey, .reader),
            ]
        )
        #expect(
            try house.verified(document).outside.last?.outsider
                == .witness(outsider.verifierKey, .headquarters)
        )
    }

    @Test func `where nobody outside keeps anything, page one begins with that`() throws {
        var house = try House.day()
        try house.writeReceipts()
        let report = try house.report()
        #expect(report.outside.isEmpty)
        #expect(report.summary.first?.hasPrefix("NO OUTSIDE ANCHOR: nobody outside example.org") == true)
    }

    @Test func `acts that nobody outside keeps yet are named on page one`() throws {
        var house = try House.rotatedDay()
        try house.writeReceipts()
        try house.keepOutside(by: try House.stranger())
        try house.writeReceipts(of: 2...2)
        let document = try house.exported()
        let report = try house.verified(document)
        #expect(report.outside.first?.covers.map(\.origin.epoch) == [1])
        let first = try #require(report.summary.first)
        #expect(first.hasPrefix("NO OUTSIDE ANCHOR OF THE ACTS OF c1 below leaf e2/"))
        let html = EvidencePaper(report, file: document.bytes).html
        #expect(html.contains("下列部分没有外部锚定：印章柜 c1 的记录"))
        // The next head outside is over both.
        try house.keepOutside(by: try House.stranger())
        let later = try house.report()
        #expect(later.unanchored.isEmpty)
    }

    @Test func `of many heads the first over all that is shown is taken: it says since when`() throws {
        var house = try House.day()
        let outsider = try House.stranger()
        try house.keepOutside(by: outsider, at: House.night - 60)
        try house.writeReceipts()
        for minute in 0..<5 { try house.keepOutside(by: outsider, at: House.night + UInt64(minute) * 60) }
        let anchors = try house.report().outside
        #expect(anchors.map(\.milliseconds) == [Int64(House.night) * 1_000])
    }

    @Test func `a witness of authority whom owners have not named is told, and that the acts are not kept`()
        throws
    {
        var house = try House.day()
        try house.writeReceipts()
        try house.keepOutside(by: try House.stranger(), of: \.authority)
        let report = try house.report()
        let anchor = try #require(report.outside.first)
        #expect(
            anchor.covers == [
                .init(origin: house.authority.writer.origin, size: house.authority.writer.head.size)
            ]
        )
        #expect(report.summary.first?.hasPrefix("NO OUTSIDE ANCHOR OF POLICY AND ACTS") == true)
        #expect(report.summary[1].hasPrefix("Outside example.org tlog.example.net/w1 cosigned the head of"))
    }

    @Test
    func `the result of a count lies under the head too; what headquarters wrote about asking does not`()
        throws
    {
        var house = try House.day { house in try house.count() }
        try house.writeReceipts()
        try house.keepOutside(by: try House.stranger())
        let document = try house.exported(.count(House.run))
        let report = try house.verified(document)
        #expect(report.outside.first?.records == [0])
        #expect(report.unanchored.map(\.english) == ["THE LOG example.org/hq/acts/e1"])
        // What is closed is in no other place of the file.
        let section = try #require(document.proofs.first { $0.subject == .receipts })
        let body = try #require(section.entries.first?.entry.body)
        let closed = try document.closing(Set(Group.allCases), in: .receipts, leaves: 0...99)
        #expect(!closed.bytes.contains(Array(Base64.encode(body).utf8)))
        #expect(try house.verified(closed).outside.first?.records == [0])
        let open = try #require(document.anchors.first)
        let receipts = open.receipts.map { receipt in
            let entry = receipt.proof.index == 0 ? section.entries[0].entry : receipt.entry
            return ProofSection.ProvedEntry(entry: entry, proof: receipt.proof)
        }
        let twice = AnchorSection(
            outsider: open.outsider,
            origin: open.origin,
            note: open.note,
            receipts: receipts
        )
        #expect(throws: EvidenceError(.malformed, "")) {
            _ = try house.verified(document.changing(anchors: [twice]))
        }
    }

    @Test func `an act that claims a later time than the outsider's who had its head is explained by nobody`()
        throws
    {
        var house = try House.day()
        try house.writeReceipts()
        try house.keepOutside(by: try House.stranger(), at: UInt64(House.morning / 1_000))
        let report = try house.report()
        #expect(report.findings.contains { $0.message.english.contains("one of the clocks was wrong") })
    }
}

import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

extension House {
    /// A day whose receipt stands in a second epoch of `receipts`, of which a head is stamped; a larger head than the receipt's index, of
    /// the epoch before, is stamped there too.
    static func stampedOverEpochs(by answer: (TimeStampRequest) throws -> TimeStampToken) throws -> House {
        var house = try day()
        for _ in 0..<3 { try house.receiveReceipt(of: house.policy.writer.checkpoint) }
        let before = house.receipts.writer.checkpoint
        try house.goOn(withStatement: true)
        try house.writeReceipts()
        try house.stamp(before, answer)
        for _ in 0..<3 { try house.receiveReceipt(of: house.policy.writer.checkpoint) }
        try house.stamp(answer)
        return house
    }
}

/// What outsiders keep, where headquarters' own logs go on in new epochs.
@Suite(.timeLimit(.minutes(5))) struct EpochAnchorTests {
    @Test func `a record is kept outside in the epoch in which it stands, and in no other`() throws {
        var house = try House.day { house in try house.count() }
        try house.keepOutside(by: try House.stranger())
        try house.goOn(withStatement: true)
        // The same index in the next epoch.
        try house.close(over: [], equal: 0, differing: 1, revision: 2)
        let report = try house.report(.count(House.run))
        #expect(report.outside.map(\.records) == [[0]])
        let logs = report.unanchored.map(\.english)
        #expect(logs.contains("THE LOG example.org/hq/receipts/e2"))
        #expect(!logs.contains("THE LOG example.org/hq/receipts/e1"))
    }

    @Test func `a head of an epoch that was kept only after the next one began covers its own epoch`() throws
    {
        var house = try House.day()
        try house.writeReceipts()
        let note = house.receipts.writer.checkpoint
        try house.goOn(withStatement: true)
        try house.keepOutside(note, by: try House.stranger())
        let document = try house.exported()
        #expect(document.anchors.map(\.origin.epoch) == [1])
        #expect(document.anchors.map(\.receipts.count) == [1])
        let report = try house.verified(document)
        #expect(report.unanchored.isEmpty)
    }

    @Test func `a stamp of the epoch before hides no stamp of the one in which the receipts stand`() throws {
        // Whose token it is and over what is for the verifier: EvidenceAnchorPeerTests has an authority that answers.
        let token = try TimeStampToken(bytes: vector("TimeStamps/token.der"))
        let house = try House.stampedOverEpochs { _ in token }
        let document = try house.exported()
        #expect(document.anchors.map(\.origin.epoch) == [2])
        #expect(document.anchors.map(\.receipts.count) == [1])
    }

    @Test func `an epoch whose first leaf was never signed does not stop evidence`() throws {
        var house = try House.day { house in try house.count() }
        let notes = house.notes
        try house.goOn(withStatement: true)
        try house.close(over: [], equal: 0, differing: 1, revision: 2)
        let origin = house.receipts.writer.origin
        #expect(try house.store.status(of: origin)?.head.size == 1)
        #expect(try house.store.status(of: origin)?.notes.isEmpty == true)
        let authority = house.authority.writer
        let exporter = EvidenceExporter(
            store: house.store,
            organisation: House.name,
            newestNotes: notes.merging([authority.origin: authority.checkpoint]) { $1 }
        )
        for claim in [try house.claim, .count(House.run)] {
            let document = try exporter.export(claim)
            #expect(!document.proofs.contains { $0.origin == origin })
            _ = try house.verified(document)
        }
    }
}

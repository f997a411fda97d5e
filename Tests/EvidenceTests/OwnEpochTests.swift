import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// Evidence of a count over the end of an epoch of headquarters' own logs.
@Suite(.timeLimit(.minutes(5))) struct OwnEpochTests {
    private static func counted(_ meanwhile: (inout House) throws -> Void = { _ in }) throws -> EvidenceReport
    {
        try House.day { house in try house.count(meanwhile: meanwhile) }.report(.count(House.run))
    }

    @Test func `a count that headquarters began before a restore and ended after it is shown whole`() throws {
        let plain = try Self.counted()
        let report = try Self.counted { house in try house.goOn(withStatement: true) }
        let count = try #require(report.count)
        #expect(count.closed?.equalCount == 1)
        #expect(count.cabinets(.answered) == ["c1"])
        #expect(report.findings == plain.findings)
        let origins = report.heads.map(\.origin.text)
        #expect(origins.contains("example.org/hq/acts/e1") && origins.contains("example.org/hq/acts/e2"))
        #expect(origins.contains("example.org/hq/receipts/e2"))
        #expect(report.givings.contains { $0.title.english.hasPrefix("new epochs of headquarters' logs") })
    }

    @Test func `an epoch that owners did not open is refused`() throws {
        #expect(throws: EvidenceError(.incomplete, "")) {
            try Self.counted { house in try house.goOn(withStatement: false) }
        }
    }

    @Test func `an epoch under another key than owners signed is refused`() throws {
        let stranger = Bytes(try Ed25519PrivateKey().publicKey.bytes)
        #expect(throws: EvidenceError(.signatureInvalid, "")) {
            try Self.counted { house in try house.goOn(withStatement: true, signedFor: stranger) }
        }
    }

    @Test func `what does not stand under the end that owners gave a log attests nothing`() throws {
        let house = try House.day { house in
            try house.count()
            // Of receipts nothing counts, of acts all of it.
            try house.end(at: house.headquarters.writer.head.size)
        }
        let report = try house.report(.count(House.run))
        let findings = report.findings.filter { $0.message.english.contains("owners ended") }
        #expect(findings.map(\.origin.text) == ["example.org/hq/receipts/e1"])
        #expect(report.count?.closed == nil)
        let file = try house.exported(.count(House.run)).bytes
        #expect(EvidencePaper(report, file: file).html.contains("所有人已在第"))
    }

    @Test func `another history than the one that owners ended attests nothing`() throws {
        let house = try House.day { house in
            try house.count()
            try house.end(at: house.headquarters.writer.head.size, root: SHA256.hash([1]))
        }
        let error = #expect(throws: EvidenceError(.treeDiffers, "")) { try house.report(.count(House.run)) }
        #expect(error?.message.contains("two histories") == true && error?.line != nil)
    }

    @Test(arguments: [true, false])
    func `whoever has the key of an ended epoch cannot show another end of it`(isBeyond: Bool) throws {
        // The end lies below the head of the file, or the head below the end: the leaves are the same, and may have been others.
        let house = try House.day { house in
            try house.count()
            try house.end(at: isBeyond ? 1 : house.headquarters.writer.head.size)
        }
        var document = try house.exported(.count(House.run))
        if !isBeyond {
            document = try house.headquartersUnderOneLeaf(document)
        }
        // Not even that the run was asked for.
        #expect(throws: EvidenceError(.incomplete, "")) { _ = try house.verified(document) }
    }
}

extension House {
    /// Headquarters goes on in second epochs of its own logs.
    mutating func goOn(withStatement: Bool, signedFor other: Bytes? = nil) throws {
        let (actsKey, receiptsKey) = (try Ed25519PrivateKey(), try Ed25519PrivateKey())
        if withStatement {
            try give(
                LogEpochsStatement(
                    head: head,
                    reason: .restore,
                    epochs: [
                        Self.epoch(
                            "acts",
                            other ?? Bytes(actsKey.publicKey.bytes),
                            headquarters.writer.head
                        ),
                        Self.epoch("receipts", Bytes(receiptsKey.publicKey.bytes), receipts.writer.head),
                    ]
                ),
                by: Array(owners.prefix(2))
            )
        }
        try headquarters.writer.storeCheckpoint()
        try receipts.writer.storeCheckpoint()
        headquarters = try TestLog(store, LogNames.headquartersActs(Self.name, epoch: 2), actsKey)
        receipts = try TestLog(store, LogNames.receipts(Self.name, epoch: 2), receiptsKey)
    }

    /// Owners end the first epochs: acts at a leaf, receipts before the first or under a head.
    mutating func end(at size: UInt64, root: Digest? = nil, receipts end: TreeHead = .empty) throws {
        let root = try root ?? store.root(of: headquarters.writer.origin, size: size)
        let epochs = try [
            Self.epoch(
                "acts",
                Bytes(Ed25519PrivateKey().publicKey.bytes),
                TreeHead(size: size, root: root)
            ), Self.epoch("receipts", Bytes(Ed25519PrivateKey().publicKey.bytes), end),
        ]
        try give(
            LogEpochsStatement(head: head, reason: .restore, epochs: epochs),
            by: Array(owners.prefix(2))
        )
    }

    private static func epoch(_ log: String, _ key: Bytes, _ end: TreeHead) -> LogEpoch {
        let cut = CitedHead(origin: "\(name)/hq/\(log)/e1", size: end.size, root: end.root)
        return LogEpoch(origin: "\(name)/hq/\(log)/e2", key: key, last: cut, cut: cut)
    }
}

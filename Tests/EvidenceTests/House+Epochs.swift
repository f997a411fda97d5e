import Authority
import Cryptography
import Custody
import Records
import Testing

@testable import Evidence

extension House {
    /// The epoch that is being written.
    var epoch: UInt64 { acts.writer.origin.epoch }
    /// The last head of it.
    var end: CitedHead {
        CitedHead(
            origin: acts.writer.origin.text,
            size: acts.writer.head.size,
            root: acts.writer.head.root
        )
    }

    /// Ends the epoch in order, and goes on in the next one under the key that was promised.
    mutating func rotate(signedBy signer: Ed25519PrivateKey? = nil) throws {
        try act(
            Draft(
                .system,
                .epochClosed,
                actor: Actor(component: "boot"),
                detail: EpochClosing(reason: .rotation).canonical
            )
        )
        try mirror()
        try openEpoch(.rotation, signedBy: signer)
    }

    /// Begins the next epoch; with other keys than it should, or citing another end, where that is said.
    ///
    /// `isObeying`: whether its first leaf cites what was obeyed.
    mutating func openEpoch(
        _ reason: EpochReason,
        key: Ed25519PrivateKey? = nil,
        signedBy other: Ed25519PrivateKey? = nil,
        isSigned: Bool = true,
        isObeying: Bool = true,
        after cited: CitedHead? = nil
    ) throws {
        let (number, end) = (epoch + 1, cited ?? end)
        let key = key ?? epochKeys[Int(number) - 2]
        acts = try TestLog(
            store,
            LogNames.acts(Self.name, cabinet: "c1", epoch: number),
            key,
            actKey: other ?? actKey
        )
        let opening = EpochOpening(
            previousOrigin: end.origin,
            lastCosigned: end,
            lastOwn: end,
            reason: reason,
            nextKey: EpochOpening.commitment(to: Bytes(epochKeys[Int(number) - 1].publicKey.bytes)),
            key: Bytes(key.publicKey.bytes)
        )
        let first = Draft(
            .system,
            .epochOpened,
            actor: Actor(component: "boot"),
            detail: opening.canonical,
            isSigned: isSigned
        )
        guard !isObeying else { return try act(first) }
        try acts.append(first, at: now, obeying: nil)
    }

    /// Two officers let an epoch count, and end the one before.
    mutating func confirm(epoch: UInt64, key: Ed25519PrivateKey? = nil, cut: CitedHead) throws {
        let key = key ?? epochKeys[Int(epoch) - 2]
        try give(
            EpochStatement(
                head: head,
                cabinet: "c1",
                epoch: epoch,
                key: Bytes(key.publicKey.bytes),
                cut: cut
            ),
            by: officers
        )
    }

    /// The seal leaves, and nobody asks under which grant.
    mutating func leave(visit number: Int = 20) throws {
        try visit(.takeBegun, VisitBegun(persons: []).canonical, visit: number)
        try visit(.takeEnded, TakeEnded(outcome: .taken, reading: .empty).canonical, visit: number)
    }

    /// The seal comes back, and its tag is proved.
    mutating func comeBack(visit number: Int = 21) throws {
        try visit(.returnBegun, VisitBegun(persons: []).canonical, visit: number)
        try visit(
            .returnEnded,
            ReturnEnded(outcome: .proved, reading: .proved(Self.tag)).canonical,
            visit: number
        )
    }

    /// A day on which the cabinet rotates its key, and the seal leaves afterwards.
    static func rotatedDay(_ body: (inout House) throws -> Void = { try $0.leave() }) throws -> House {
        try day { house in
            try house.rotate()
            try body(&house)
        }
    }

    func verified(_ document: EvidenceDocument, trust: OutsideTrust = OutsideTrust()) throws -> EvidenceReport
    {
        try EvidenceVerifier(pinnedRoot: pinnedRoot, trust: trust).verify(document.bytes)
    }

    /// The names of the epochs that a file holds as stretches, and as single records.
    static func epochs(_ document: EvidenceDocument) -> (stretches: [UInt64], links: [UInt64]) {
        let acts = LogSection.Subject.acts(cabinet: "c1")
        return (
            document.sections.filter { $0.subject == acts }.map(\.origin.epoch),
            document.proofs.filter { $0.subject == acts }.map(\.origin.epoch)
        )
    }
}

extension EvidenceDocument {
    /// The same file with other stretches, single records or anchors.
    func changing(
        sections: [LogSection]? = nil,
        proofs: [ProofSection]? = nil,
        anchors: [AnchorSection]? = nil
    ) -> EvidenceDocument {
        EvidenceDocument(
            version: version,
            organisation: organisation,
            claim: claim,
            sections: sections ?? self.sections,
            proofs: proofs ?? self.proofs,
            anchors: anchors ?? self.anchors
        )
    }

    /// The same file without the acts of an epoch.
    func leavingOut(epoch: UInt64) -> EvidenceDocument {
        func isMeant(_ subject: LogSection.Subject, _ origin: Origin) -> Bool {
            subject == .acts(cabinet: "c1") && origin.epoch == epoch
        }
        return changing(
            sections: sections.filter { !isMeant($0.subject, $0.origin) },
            proofs: proofs.filter { !isMeant($0.subject, $0.origin) }
        )
    }
}

extension House {
    /// A file in which the first record of headquarters' acts stands alone under a head of one leaf, signed with the key of that log.
    func headquartersUnderOneLeaf(_ document: EvidenceDocument) throws -> EvidenceDocument {
        let index = try #require(document.proofs.firstIndex { $0.subject == .headquarters })
        let section = document.proofs[index]
        let entry = try #require(section.entries.first).entry
        let signer = try CheckpointSigner(origin: section.origin, privateKey: logKeys[0])
        let note = try signer.sign(TreeHead(size: 1, root: TreeHash.leaf(entry.leaf)))
        var proofs = document.proofs
        proofs[index] = ProofSection(
            subject: .headquarters,
            origin: section.origin,
            entries: [.init(entry: entry, proof: try LogProof(index: 0, path: [], note: note))]
        )
        return document.changing(proofs: proofs)
    }
}

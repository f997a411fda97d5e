import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// A cabinet that rotated its key has several logs of acts: a file tells them as one history, and shows why each counts.
@Suite(.timeLimit(.minutes(5))) struct EpochsShownTests {
    @Test func `an epoch before that reaches into the interval is a gap where only its last leaf is shown`()
        throws
    {
        var turned: Int64 = 0
        let house = try House.day { house in
            try house.leave()
            try house.mirror()
            turned = house.now
            house.now -= 600_000
            try house.openEpoch(.restore)
            try house.comeBack()
        }
        let range = try #require(MomentRange(from: turned - 300_000, to: House.evening))
        let document = try house.exported(.seal(House.seal, range))
        #expect(House.epochs(document).stretches == [1, 2])
        #expect(try house.verified(document).gaps.allSatisfy { !$0.english.contains("lie in the interval") })
        // Who edits a file can compute the path of the last leaf.
        let first = try #require(
            document.sections.first { $0.subject == .acts(cabinet: "c1") && $0.origin.epoch == 1 }
        )
        let note = try #require(first.notes.last)
        let path = try house.store.inclusion(of: first.end - 1, in: first.origin, size: first.end)
        let link = ProofSection(
            subject: first.subject,
            origin: first.origin,
            entries: [
                .init(
                    entry: try #require(first.entries.last),
                    proof: try LogProof(index: first.end - 1, path: path.path, note: note)
                )
            ]
        )
        let report = try house.verified(
            document.changing(
                sections: document.sections.filter { $0.origin != first.origin },
                proofs: [link]
            )
        )
        #expect(report.gaps.contains { $0.english.contains("in epoch 1 lie in the interval") })
        let left = try #require(report.neverLeft.first)
        #expect(left.gaps.contains { $0.kind == .epoch && $0.to == turned })
    }

    private static let late = House.evening + 1_800_000

    @Test func `a day over a rotated key is one history, in (epoch, index) order`() throws {
        let house = try House.rotatedDay()
        let document = try house.exported()
        #expect(House.epochs(document) == ([1, 2], []))
        #expect(try EvidenceDocument(parsing: document.bytes).bytes == document.bytes)
        let report = try house.verified(document)
        #expect(report.epochWarnings.isEmpty)
        #expect(report.epochs.count == 1)
        #expect(report.epochs.first?.english.contains("its key was rotated") == true)
        #expect(report.epochs.first?.chinese.contains("密钥轮换") == true)
        #expect(report.acts.map(\.place.epoch) == report.acts.map(\.place.epoch).sorted())
        #expect(report.acts.last?.place == ActPlace(epoch: 2, index: 2))
        #expect(report.lines.contains { $0.contains("c1 leaf e2/2: take ended: taken") })
        #expect(report.gaps.allSatisfy { !$0.english.contains("end at leaf 1") })
        #expect(report.heads.map(\.origin.text).filter { $0.contains("/acts/") }.count == 2)
    }

    @Test func `a change of epochs is a gap where «never left» is asked`() throws {
        let house = try House.rotatedDay { _ in }
        let left = try #require(try house.report().neverLeft.first)
        let epoch = try #require(left.gaps.first { $0.kind == .epoch })
        #expect(epoch.place == ActPlace(epoch: 2, index: 0))
        #expect(epoch.to - epoch.from == 60_000)
        #expect(left.first.epoch == 1 && left.last.epoch == 2)
    }

    @Test func `custody goes on over epochs: who had the seal, and that it came back`() throws {
        let out = try House.rotatedDay().report(.users(House.seal, at: Self.late))
        guard case .inHand(let actor, _) = out.users?.place else {
            Issue.record("\(String(describing: out.users?.place))")
            return
        }
        #expect(actor?.person == House.taker)
        let back = try House.day { house in
            try house.leave()
            try house.rotate()
            try house.comeBack()
        }.report(.users(House.seal, at: Self.late))
        guard case .inSlot("c1", drawer: 1, _) = back.users?.place else {
            Issue.record("\(String(describing: back.users?.place))")
            return
        }
    }

    @Test func `of epochs before the interval only their first and last leaves are in the file`() throws {
        let house = try House.rotatedDay { house in
            try house.rotate()
            house.now += 7_200_000
            for _ in 0..<9 { try house.act(Draft(.system, .started, actor: Actor(component: "boot"))) }
            try house.leave()
        }
        let moment = try #require(try house.report().acts.last).time.milliseconds
        let claim = try #require(
            EvidenceClaim(seal: House.seal, from: moment - 60_000, to: moment)
        )
        let document = try house.exported(claim)
        #expect(House.epochs(document) == ([3], [1, 2]))
        let links = document.proofs.map { $0.entries.map(\.proof.index) }
        #expect(links[1].first == 0 && links[1].count == 2 && links[0].count == 1)
        let report = try house.verified(document)
        #expect(report.epochs.count == 2)
        #expect(report.acts.allSatisfy { $0.place.epoch == 3 })
        #expect(report.epochWarnings.isEmpty)
    }

    @Test func `a stretch from the middle of a later epoch shows how the epoch was opened`() throws {
        let house = try House.rotatedDay { house in
            house.now += 7_200_000
            for _ in 0..<9 { try house.act(Draft(.system, .started, actor: Actor(component: "boot"))) }
            house.now += 7_200_000
            try house.leave()
        }
        let moment = try #require(try house.report().acts.last).time.milliseconds
        let claim = try #require(EvidenceClaim(seal: House.seal, from: moment, to: moment))
        let document = try house.exported(claim)
        #expect(House.epochs(document) == ([2], [1, 2]))
        #expect(try house.verified(document).acts.count == 1)

        #expect(throws: EvidenceError(.incomplete, "")) {
            _ = try house.verified(document.changing(proofs: document.proofs.filter { $0.origin.epoch == 1 }))
        }
        // Under another head of the same log it would be another history.
        let other = try house.exported(.act(cabinet: "c1", ActPlace(epoch: 2, index: 1)))
        let opening = try #require(other.proofs.last)
        let signer = try CheckpointSigner(origin: opening.origin, privateKey: house.epochKeys[0])
        let head = TreeHead(size: 1, root: TreeHash.leaf(opening.entries[0].entry.leaf))
        let forged = ProofSection(
            subject: opening.subject,
            origin: opening.origin,
            entries: [
                .init(
                    entry: opening.entries[0].entry,
                    proof: try LogProof(index: 0, path: [], note: try signer.sign(head))
                )
            ]
        )
        #expect(throws: EvidenceError(.treeDiffers, "")) {
            _ = try house.verified(document.changing(proofs: [document.proofs[0], forged]))
        }
    }

    @Test func `one act and one count of a later epoch lead back to the first`() throws {
        let house = try House.rotatedDay { house in
            try house.leave()
            try house.count()
        }
        let act = try house.exported(.act(cabinet: "c1", ActPlace(epoch: 2, index: 2)))
        #expect(try EvidenceDocument(parsing: act.bytes).bytes == act.bytes)
        #expect(act.claim.text == "act c1 2 epoch 2")
        #expect(House.epochs(act) == ([], [1, 2]))
        #expect(try house.verified(act).acts.map(\.place) == [1, 2].map { ActPlace(epoch: 2, index: $0) })
        let count = try house.report(.count(House.run))
        #expect(count.count?.lines.map(\.response) == [.answered])
        #expect(count.gaps.allSatisfy { !$0.english.contains("about seals are closed") })
        #expect(throws: EvidenceError(.incomplete, "")) { _ = try house.verified(act.leavingOut(epoch: 1)) }
    }

    @Test func `an epoch that is left out, before others or between them, refuses`() throws {
        let house = try House.rotatedDay { house in
            try house.leave()
            try house.rotate()
            try house.comeBack()
        }
        let document = try house.exported()
        #expect(House.epochs(document) == ([1, 2, 3], []))
        for epoch in [UInt64(1), 2] {
            #expect(throws: EvidenceError(.incomplete, ""), "\(epoch)") {
                _ = try house.verified(document.leavingOut(epoch: epoch))
            }
        }
        // The last one may be missing: what is shown says that the log goes on.
        let report = try house.verified(document.leavingOut(epoch: 3))
        #expect(report.epochWarnings.contains { $0.english.hasPrefix("LATER EPOCHS") })
    }

    @Test func `an epoch between others that is shown by its ends alone refuses a claim about time`() throws {
        let house = try House.rotatedDay { house in
            try house.leave()
            try house.rotate()
        }
        let document = try house.exported()
        let late = try house.exported(.act(cabinet: "c1", ActPlace(epoch: 3, index: 0)))
        let link = try #require(late.proofs.first { $0.origin.epoch == 2 })
        let shortened = document.leavingOut(epoch: 2).changing(proofs: [link])
        #expect(throws: EvidenceError(.incomplete, "")) { _ = try house.verified(shortened) }
    }

    @Test func `the opening cannot be closed, and groups can be closed in one epoch alone`() throws {
        let house = try House.rotatedDay()
        let document = try house.exported()
        let acts = LogSection.Subject.acts(cabinet: "c1")
        #expect(throws: EvidenceError(.malformed, "")) {
            _ = try document.closing([.detail], in: acts, leaves: 0...9)
        }
        let closed = try document.closing([.actor], in: acts, epoch: 2, leaves: 0...99)
        let report = try house.verified(closed)
        #expect(report.acts.filter { $0.place.epoch == 2 }.allSatisfy { $0.actor == nil })
        #expect(report.acts.filter { $0.place.epoch == 1 }.contains { $0.actor != nil })
        #expect(throws: EvidenceError(.malformed, "")) {
            _ = try document.closing([.actor], in: acts, epoch: 3, leaves: 0...9)
        }
    }
}

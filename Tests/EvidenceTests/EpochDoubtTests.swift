import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// Epochs that do not count, or that officers let count: what does not attest is kept, told on page one, and left out.
@Suite(.timeLimit(.minutes(5))) struct EpochDoubtTests {
    private func requireLeftOut(_ house: House, saying reason: String) throws {
        let document = try house.exported()
        let report = try house.verified(document)
        let warning = try #require(report.epochWarnings.first { $0.english.contains("PROVISIONAL") })
        #expect(warning.english.contains(reason))
        #expect(report.summary.contains { $0.contains("EPOCH 2 of the acts of c1 is PROVISIONAL") })
        #expect(report.acts.allSatisfy { $0.place.epoch == 1 })
        #expect(report.epochs.isEmpty)
        let left = try #require(report.neverLeft.first)
        #expect(left.gaps.contains { $0.kind == .epoch })
        let html = EvidencePaper(report, file: document.bytes).html
        #expect(html.contains("第 2 期记录未生效") && html.contains("is PROVISIONAL"))
    }

    @Test func `an epoch under a key that nobody promised says nothing`() throws {
        try requireLeftOut(
            try House.day { house in
                try house.mirror()
                try house.openEpoch(.rotation, key: try Ed25519PrivateKey())
                try house.leave()
            },
            saying: "promised another key"
        )
    }

    @Test func `an epoch after a fork or a lost disk says nothing until officers sign`() throws {
        try requireLeftOut(
            try House.day { house in
                try house.mirror()
                try house.openEpoch(.diskLost)
                try house.leave()
            },
            saying: "does not begin in order"
        )
    }

    @Test func `an epoch after another end than the one shown says nothing`() throws {
        let house = try House.rotatedDay { house in try house.leave() }
        // Of the first epoch the file shows less than what the opening cites.
        let document = try house.exported()
        let index = try #require(
            document.sections.firstIndex { $0.origin.epoch == 1 && $0.subject == .acts(cabinet: "c1") }
        )
        let section = document.sections[index]
        let size = section.end - 1
        let signer = try CheckpointSigner(origin: section.origin, privateKey: house.logKeys[2])
        var note = try signer.sign(
            TreeHead(size: size, root: house.store.root(of: section.origin, size: size))
        )
        let mirror = try #require(house.cosigners[.mirror])
        note = try note.adding(try mirror.cosign(try Checkpoint(note), atSeconds: 1_770_100_000))
        var sections = document.sections
        sections[index] = LogSection(
            subject: section.subject,
            origin: section.origin,
            before: section.before,
            entries: section.entries.dropLast(),
            notes: [note]
        )
        let report = try house.verified(document.changing(sections: sections))
        #expect(report.acts.allSatisfy { $0.place.epoch == 1 })
        #expect(report.epochWarnings.contains { $0.english.contains("is not cosigned") })
    }

    @Test func `where a seal was is not said over an epoch that does not count`() throws {
        let house = try House.day { house in
            try house.mirror()
            try house.openEpoch(.fork)
            try house.leave()
        }
        let report = try house.report(.users(House.seal, at: House.evening + 1_800_000))
        guard case .lastShown(.inSlot, let doubts) = report.users?.place else {
            Issue.record("\(String(describing: report.users?.place))")
            return
        }
        #expect(doubts.contains { $0.english.contains("attest nothing") })
    }

    @Test func `officers let an epoch count and cut the one before: what lies beyond is told and left out`()
        throws
    {
        var cutSize: UInt64 = 0
        let house = try House.day { house in
            try house.mirror()
            cutSize = house.end.size - 3
            let cut = CitedHead(
                origin: house.end.origin,
                size: cutSize,
                root: try house.store.root(of: house.acts.writer.origin, size: cutSize)
            )
            let key = try Ed25519PrivateKey()
            try house.openEpoch(.diskLost, key: key)
            try house.confirm(epoch: 2, key: key, cut: cut)
            try house.leave()
        }
        let report = try house.report()
        #expect(report.epochWarnings.isEmpty)
        #expect(report.epochs.first?.english.contains("two officers signed for it") == true)
        #expect(
            report.findings.contains { $0.message.english.contains("3 records from here on attest nothing") }
        )
        #expect(report.acts.last?.place.epoch == 2)
        #expect(report.acts.allSatisfy { $0.place.epoch == 2 || $0.index < cutSize })
        let left = try #require(report.neverLeft.first)
        #expect(left.gaps.contains { $0.kind == .epoch && $0.place == ActPlace(epoch: 2, index: 0) })
    }

    @Test func `a cut beyond what the file shows of the epoch before is a gap`() throws {
        let house = try House.day { house in
            try house.mirror()
            let size = house.end.size
            try house.act(Draft(.system, .started, actor: Actor(component: "boot")))
            let cut = house.end
            try house.openEpoch(.diskLost)
            try house.confirm(epoch: 2, cut: cut)
            #expect(cut.size > size)
        }
        let report = try house.report()
        #expect(report.gaps.contains { $0.english.contains("the file shows it only below leaf") })
    }

    @Test func `where officers signed for an epoch the earlier ones may be missing, and page one says so`()
        throws
    {
        let house = try House.day { house in
            try house.mirror()
            let cut = house.end
            try house.openEpoch(.diskLost)
            try house.confirm(epoch: 2, cut: cut)
            try house.leave()
        }
        let report = try house.verified(try house.exported().leavingOut(epoch: 1))
        #expect(report.epochWarnings.contains { $0.english.hasPrefix("EARLIER EPOCHS") })
        #expect(report.gaps.contains { $0.english.contains("before leaf e2/0 are not shown") })
        #expect(report.acts.allSatisfy { $0.place.epoch == 2 })
    }

    @Test
    func `an opening that the cabinet did not sign, and a head under another key than it names, refuse`()
        throws
    {
        let strange = try House.day { house in
            try house.mirror()
            try house.openEpoch(.rotation, signedBy: try Ed25519PrivateKey())
        }
        #expect(throws: EvidenceError(.signatureInvalid, "")) { _ = try strange.report() }
        let unsigned = try House.day { house in
            try house.mirror()
            try house.openEpoch(.rotation, isSigned: false)
        }
        #expect(throws: EvidenceError(.signatureInvalid, "")) { _ = try unsigned.report() }

        let house = try House.rotatedDay()
        let document = try house.exported()
        let section = try #require(document.sections.last)
        let signer = try CheckpointSigner(origin: section.origin, privateKey: house.epochKeys[1])
        var note = try signer.sign(try Checkpoint(try #require(section.notes.last)).head)
        let mirror = try #require(house.cosigners[.mirror])
        note = try note.adding(try mirror.cosign(try Checkpoint(note), atSeconds: 1_770_100_000))
        let forged = LogSection(
            subject: section.subject,
            origin: section.origin,
            before: section.before,
            entries: section.entries,
            notes: [note]
        )
        #expect(throws: EvidenceError(.signatureInvalid, "")) {
            _ = try house.verified(document.changing(sections: document.sections.dropLast() + [forged]))
        }
    }

    @Test func `an end that headquarters did not cosign as mirrored refuses`() throws {
        let house = try House.rotatedDay()
        let document = try house.exported(.act(cabinet: "c1", ActPlace(epoch: 2, index: 1)))
        let link = try #require(document.proofs.first)
        let entries = try link.entries.map { proved in
            let own = try #require(proved.proof.note.signatures.first)
            let note = try SignedNote(text: proved.proof.note.text, signatures: [own])
            return ProofSection.ProvedEntry(
                entry: proved.entry,
                proof: try LogProof(index: proved.proof.index, path: proved.proof.path, note: note)
            )
        }
        let bare = ProofSection(subject: link.subject, origin: link.origin, entries: entries)
        #expect(throws: EvidenceError(.notMirrored, "")) {
            _ = try house.verified(document.changing(proofs: [bare] + document.proofs.dropFirst()))
        }
    }
}

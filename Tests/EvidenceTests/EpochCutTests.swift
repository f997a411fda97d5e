import Authority
import Cryptography
import Custody
import Records
import Store
import Testing

@testable import Evidence

/// Officers end an epoch of a cabinet's acts: what stands beyond the cut attests nothing any more.
@Suite(.timeLimit(.minutes(5))) struct EpochCutTests {
    /// A day of which two officers cut the acts below its last `count` leaves, or at another history.
    private static func cutDay(below count: UInt64, root: Digest? = nil) throws -> House {
        try House.day { house in
            let origin = house.acts.writer.origin
            let size = house.acts.writer.head.size - count
            let key = Bytes(try Ed25519PrivateKey().publicKey.bytes)
            let cut = CitedHead(
                origin: origin.text,
                size: size,
                root: try root ?? house.store.root(of: origin, size: size)
            )
            try house.give(
                EpochStatement(head: house.head, cabinet: "c1", epoch: 2, key: key, cut: cut),
                by: house.officers
            )
        }
    }

    @Test func `leaves beyond the cut are a finding and no acts, and end «never left»`() throws {
        let whole = try House.day().report()
        // The last three acts of the day: a return begun, its end, and the finding about it.
        let house = try Self.cutDay(below: 3)
        let report = try house.report()
        #expect(report.acts.map(\.event.text) == whole.acts.dropLast(3).map(\.event.text))
        let cut = try #require(
            report.findings.first { $0.message.english.contains("officers ended this epoch") }
        )
        #expect(cut.origin == house.acts.writer.origin)
        // Three acts, and three leaves of the day after.
        #expect(cut.message.english.contains("6 records from here on attest nothing"))
        let left = try #require(report.neverLeft.first)
        #expect(left.gaps.contains { $0.kind == .epoch })
        #expect(report.epochWarnings.count == 1)
        #expect(report.lines.contains { $0.hasPrefix("LATER EPOCHS of the acts of c1") })
        #expect(report.givings.contains { $0.title.english.hasPrefix("epoch 2 of the acts of c1") })
    }

    @Test func `a stretch below the cut attests as before, and says that the log goes on`() throws {
        let house = try Self.cutDay(below: 0)
        let claim = try #require(
            EvidenceClaim(seal: House.seal, from: House.morning, to: House.morning + 600_000)
        )
        let report = try house.report(claim)
        #expect(!report.acts.isEmpty)
        #expect(report.epochWarnings.count == 1)
        let bytes = try house.exported(claim).bytes
        let html = EvidencePaper(report, file: bytes).html
        #expect(html.contains("另有新的一期（epoch）"))
        #expect(html.contains("LATER EPOCHS of the acts of c1"))
        #expect(try House.day().report().epochWarnings.isEmpty)
    }

    @Test func `another history than the one that officers cut attests nothing`() throws {
        let report = try Self.cutDay(below: 3, root: SHA256.hash([1])).report()
        #expect(report.acts.isEmpty)
        #expect(
            report.gaps.contains { $0.english.contains("another history than the one that officers ended") }
        )
    }

    @Test func `single acts beyond the cut attest nothing`() throws {
        let house = try Self.cutDay(below: 3)
        let index = house.acts.writer.head.size - 4
        let report = try house.report(.act(cabinet: "c1", ActPlace(index: index)))
        #expect(report.acts.isEmpty)
        #expect(report.findings.contains { $0.message.english.contains("officers ended this epoch") })
    }

    @Test func `where a seal was is not said beyond the cut`() throws {
        let house = try Self.cutDay(below: 0)
        let moment = House.evening + 3_600_000
        let report = try house.report(.users(House.seal, at: moment))
        guard case .lastShown(_, let doubts) = report.users?.place else {
            Issue.record("\(String(describing: report.users?.place))")
            return
        }
        #expect(doubts.contains { $0.english.hasPrefix("records of c1 end at") })
    }

    @Test func `the end of an epoch in order is shown, and that the log goes on`() throws {
        let house = try House.day { house in
            try house.act(
                Draft(
                    .system,
                    .epochClosed,
                    actor: Actor(component: "boot"),
                    detail: EpochClosing(reason: .rotation).canonical
                )
            )
        }
        #expect(try house.report().epochWarnings.map(\.english).first?.hasPrefix("LATER EPOCHS") == true)
    }
}

import Authority
import CabinetAppliance
import Cryptography
import Enrolment
import HTTPTypes
import Records
import Replication
import ScreensProbe
import Testing
import ZeroMQTransport

@testable import Headquarters

@Suite(.timeLimit(.minutes(3))) struct EnrolmentServiceTests {
    @Test func `a cabinet enrols with a slip of two administrators and the signatures of two officers`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        var asking = try await bench.browser(as: "systemAdministrator")
        var releasing = try await bench.browser(as: "securityAdministrator")
        _ = try await asking.get("/api/session")
        let asked = try await asking.post(
            "/api/enrolment",
            [("cabinet", "c7"), ("site", "east"), ("name", "7 号柜")]
        )
        #expect(asked.status == .ok)
        let request = try #require(office.ledger.view.desks.slipRequests.keys.first).bytes
        let released = try await releasing.post("/api/enrolment/\(Hex.encode(request))/release")
        #expect(released.status == .ok)
        let entry = try #require(await bench.enrolment.entries.first)
        let slip = try entry.signed.opened()
        let secrets = try CabinetSecrets(making: office.credential)
        let signed = try SignedRequest(
            EnrolmentRequest(slip: slip, keys: try secrets.publicKeys(), selfTest: []),
            secrets: secrets,
            slip: slip
        )
        let (enrolment, lines) = (bench.enrolment, bench.lines)
        try await with([{ try await enrolment.run() }, { try await lines.service.run() }]) {
            let door = try Door(slip)
            #expect(try await ask(signed, door) == .waiting)
            let proposal = try #require(
                office.ledger.view.desks.proposals.values.first { $0.kind.kind == .cabinet }
            )
            let words = ComparisonWords(cabinet: try secrets.publicKeys(), slip: slip).words
            #expect(proposal.made.note == words.joined(separator: " "))
            for key in office.officers {
                _ = try await office.ledger.sign(
                    proposal.digest,
                    try StatementSignature(of: proposal.signed.bytes, by: key),
                    by: Actor(component: "test")
                )
            }
            try await eventually("the cabinet is answered") {
                guard case .answered(let answer) = try await ask(signed, door) else { return false }
                return try answer.verified(for: signed.claimed(), slip: slip).cabinet == "c7"
            }
            let branch = try Branch("c7", of: office, secrets: secrets)
            let line = try branch.line(to: lines.hub, of: office)
            try await with([{ await line.run() }]) {
                try await eventually("it is let in") { lines.liveness.line(of: "c7").isConnected }
            }
            await door.close()
        }
    }

    @Test func `the one who asked for a slip does not release it`() async throws {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let actor = Actor(component: "one")
        let id = try await bench.enrolment.ask(cabinet: "c7", site: "east", name: "7", by: actor)
        await #expect(throws: HeadquartersError(.refused, "")) {
            _ = try await bench.enrolment.release(id, by: actor)
        }
        _ = try await bench.enrolment.release(id, by: Actor(component: "another"))
        await #expect(throws: HeadquartersError(.notFound, "")) {
            _ = try await bench.enrolment.release(id, by: Actor(component: "another"))
        }
    }

    private func ask(_ request: SignedRequest, _ door: Door) async throws -> EnrolmentReply? {
        try await door.ask(request)
    }
}

/// The cabinet's side of the door: one frame out, one frame back.
private actor Door {
    private let link: ZeroMQLink
    private var connection: LinkConnection?

    init(_ slip: Slip) throws {
        link = try ZeroMQLink(
            ZeroMQLinkConfiguration(
                address: try #require(slip.enrolmentEndpoints.first),
                serverKey: try #require(TransportKey(slip.enrolmentKey.bytes)),
                keyPair: try CurveKeyPair()
            )
        )
    }

    func ask(_ request: SignedRequest) async throws -> EnrolmentReply? {
        if let connection { _ = link.send(request.encoded, on: connection) }
        while let event = await link.events.next() {
            switch event {
            case .up(let up):
                connection = up
                _ = link.send(request.encoded, on: up)
            case .frame(let bytes, _): return try EnrolmentReply(decoding: bytes)
            case .down: connection = nil
            default: break
            }
        }
        return nil
    }

    func close() async { await link.close() }
}

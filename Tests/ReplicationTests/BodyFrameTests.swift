import Cryptography
import Records
import Testing

@testable import Replication

@Suite struct BodyFrameTests {
    private static func stretch(leaf: Int, body: Int) throws -> LogStretch {
        let record = Record(
            leafBytes: [UInt8](repeating: 1, count: leaf),
            bodyBytes: [UInt8](repeating: 2, count: body)
        )
        return LogStretch(origin: House.actsName, first: 7, bundle: try RecordBundle([record]))
    }

    @Test func `the largest leaf with the largest body fits two frames, and is the same behind them`() throws
    {
        let stretch = try Self.stretch(leaf: Leaf.byteCountMax, body: Body.byteCountMax)
        let frames = stretch.frames
        #expect(frames.count == 2)
        #expect(frames.allSatisfy { $0.encoded.count <= LinkLimits.frameByteCountMax })
        guard case .body(let ahead) = frames[0], case .data(let rest) = frames[1] else {
            Issue.record("the body goes ahead of its leaf")
            return
        }
        #expect(try rest.joined(with: ahead) == stretch)
        #expect(ahead.byteCount + rest.byteCount == stretch.byteCount)
    }

    @Test(arguments: [(300, 65_536), (65_535, 0), (65_535, 3_000), (3_000, 65_536)])
    func `what fits one frame goes in one`(leaf: Int, body: Int) throws {
        let frames = try Self.stretch(leaf: leaf, body: body).frames
        #expect(frames.count == 1)
        #expect(frames[0].encoded.count <= LinkLimits.frameByteCountMax)
    }

    @Test func `a body ahead of another record than its own ends the session`() throws {
        for (origin, index) in [(House.actsName, UInt64(1)), (House.foreignName, 0)] {
            var session = try Opened.headquarters()
            let body = BodyFrame(origin: origin, index: index, body: Bytes([1, 2, 3]))
            var actions = session.receive(.received(Frame.body(body).encoded))
            if origin == House.actsName {
                #expect(actions.isEmpty)
                actions = session.receive(.received(Frame.data(try House.acts(1).data(0..<1)).encoded))
            }
            #expect(actions.byeCode == (origin == House.actsName ? .unexpected : .notYours))
        }
    }

    @Test func `a body that anything but its record follows is out of order, at both sides`() throws {
        var headquarters = try Opened.headquarters()
        let ahead = Frame.body(BodyFrame(origin: House.actsName, index: 0, body: Bytes([1, 2, 3])))
        let nonce = Frame.freshRequest(nonce: Bytes([UInt8](repeating: 1, count: 32)))
        #expect(headquarters.receive(.received(ahead.encoded)).isEmpty)
        #expect(headquarters.receive(.received(nonce.encoded)).byeCode == .unexpected)
        var cabinet = try Opened.cabinet()
        cabinet.bodyAhead = BodyFrame(origin: House.policyName, index: 0, body: Bytes([1, 2, 3]))
        let credit = Frame.credit(Credit(trafficClass: .acts, byteTotal: 1))
        #expect(cabinet.receive(.received(credit.encoded), at: 0).byeCode == .unexpected)
    }

    @Test func `a body of a log that nobody pulled is out of order at a cabinet`() throws {
        var session = try Opened.cabinet()
        let body = BodyFrame(origin: House.policyName, index: 0, body: Bytes([1, 2, 3]))
        #expect(session.receive(.received(Frame.body(body).encoded), at: 0).byeCode == .unexpected)
    }

    @Test func `two bodies ahead of one record are out of order, and each counts against the credit`() throws
    {
        var session = try Opened.headquarters()
        let body = BodyFrame(
            origin: House.actsName,
            index: 0,
            body: Bytes([UInt8](repeating: 1, count: 65_536))
        )
        #expect(session.receive(.received(Frame.body(body).encoded)).isEmpty)
        #expect(session.received[.acts] == 65_536)
        #expect(session.receive(.received(Frame.body(body).encoded)).byeCode == .unexpected)
    }
}

/// Sessions that are open already.
enum Opened {
    static func headquarters() throws -> HeadquartersSession {
        let acts = try House.acts(0)
        var session = HeadquartersSession(
            organisation: House.organisation,
            cabinet: House.cabinet,
            writes: [acts.origin: .acts],
            obeys: [try House.policy(0).origin]
        )
        _ = session.receive(.received(Frame.hello(try House.hello(heads: [])).encoded))
        _ = session.receive(.welcomed(try House.welcome()))
        return session
    }

    static func cabinet() throws -> CabinetSession {
        let acts = try House.acts(0)
        var (session, _) = CabinetSession.begin(
            try House.hello(heads: []),
            own: [(acts.origin, .acts, 0, 0)],
            obeyed: [(try House.policy(0).origin, 0, 0)],
            alarms: [],
            at: 0
        )
        _ = session.receive(.received(Frame.witness([]).encoded), at: 0)
        _ = session.receive(.received(Frame.welcome(try House.welcome()).encoded), at: 0)
        return session
    }
}

import Authority
import Records
import Testing

@testable import Replication

/// To whom headquarters signs the time.
extension HeadquartersSessionTests {
    @Test func `a cabinet whose log is not cosigned gets no time until it is`() throws {
        let held = try acts.note(9)
        let fork = ForkEvidence(kind: .twoRoots, held: held, offered: try acts.note(), path: [])
        for refusal in [
            WitnessRefusal.stale(latestSize: 9), .smaller(latestSize: 9), .fork(fork), .quarantined(fork),
            .untrusted(reason: "x"),
        ] {
            var session = begin()
            _ = receive(.hello(try House.hello(heads: [acts.offer(from: 0)])), in: &session)
            let actions = session.receive(.stored(acts.origin, try answer(refusing: refusal, held: held)))
            guard case .welcome(nil, _)? = actions.last else {
                Issue.record("\(actions.names)")
                continue
            }
            _ = session.receive(.welcomed(Welcome(mirrored: [], fresh: nil, heads: [], credit: [])))
            let nonce = [UInt8](repeating: 0x51, count: FreshNote.nonceByteCount)
            #expect(receive(.freshRequest(nonce: Bytes(nonce)), in: &session).isEmpty)
            _ = receive(.checkpoint(try acts.offer(from: 9)), in: &session)
            let cosigned = session.receive(.stored(acts.origin, try answer(cosigning: 30)))
            #expect(cosigned.names == ["send", "fresh"])
            guard case .fresh(nonce)? = cosigned.last else { continue }
            // One is answered after the other, and of those that wait the newest.
            #expect(receive(.freshRequest(nonce: Bytes(nonce)), in: &session).isEmpty)
            #expect(session.receive(.fresh(nil)).names == ["fresh"])
            #expect(session.receive(.fresh(nil)).isEmpty)
        }
    }

    @Test
    func `the greeting's own nonce is answered once the log is cosigned, and HELLO without a head is not`()
        throws
    {
        var session = begin()
        let actions = receive(.hello(try House.hello(heads: [])), in: &session)
        guard case .welcome(nil, _)? = actions.last else {
            Issue.record("\(actions.names)")
            return
        }
        _ = session.receive(.welcomed(Welcome(mirrored: [], fresh: nil, heads: [], credit: [])))
        #expect(!session.isHeldFast)
        _ = receive(.checkpoint(try acts.offer(from: 0)), in: &session)
        guard
            case .fresh(House.nonce)? = session.receive(.stored(acts.origin, try answer(cosigning: 30))).last
        else {
            Issue.record("the greeting's nonce was not answered")
            return
        }
        #expect(session.isHeldFast)
    }

    // MARK: The end
}

import Cryptography
import Evidence
import PeerPrograms
import Records
import Testing

/// Later epochs as the expert's program judges them, which shares nothing with ours.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(3)))
struct LaterEpochPeerTests {
    @Test func `others read a policy under the key that owners signed for its epoch, and refuse another one`()
        throws
    {
        let house = try House.day { try $0.goOnPolicy(losing: 1) }
        let lines = try EvidencePeerTests.judged(try house.exported().bytes, root: house.pinnedRoot)
        #expect(lines.contains { $0.hasPrefix("log policy east") && $0.contains("policy/east/e2") })
        let stranger = Bytes(try Ed25519PrivateKey().publicKey.bytes)
        for hostile in [
            try House.day { try $0.goOnPolicy(withStatement: false) },
            try House.day { try $0.goOnPolicy(signedFor: stranger) },
        ] {
            let bytes = try hostile.exported().bytes
            #expect(throws: (any Error).self) {
                try EvidencePeerTests.judged(bytes, root: hostile.pinnedRoot)
            }
        }
    }

    @Test
    func `others read authority under the key that owners signed for its epoch, and refuse another one`()
        throws
    {
        let house = try House.day { try $0.goOnAuthority(losing: 1) }
        let lines = try EvidencePeerTests.judged(try house.exported().bytes, root: house.pinnedRoot)
        #expect(lines.contains { $0.hasPrefix("log authority") && $0.contains("authority/e2") })
        let stranger = Bytes(try Ed25519PrivateKey().publicKey.bytes)
        for hostile in [
            try House.day { try $0.goOnAuthority(by: $0.officers) },
            try House.day { try $0.goOnAuthority(signedFor: stranger) },
            try House.day { try $0.goOnAuthority(signedRoot: SHA256.hash([1])) },
        ] {
            let bytes = try hostile.exported().bytes
            #expect(throws: (any Error).self) {
                try EvidencePeerTests.judged(bytes, root: hostile.pinnedRoot)
            }
        }
    }

    @Test func `others find the same machines to count`() throws {
        let house = try House.day { house in
            try house.mirror()
            let cut = house.end
            try house.rotate()
            let act = try house.replaceMachine(cut: cut)
            try house.comeBack()
            try house.rotate(signedBy: act)
            try house.leave()
        }
        let document = try house.exported()
        let report = try house.verified(document)
        #expect(report.epochs.count == 2 && report.epochWarnings.count == 1)
        let lines = try EvidencePeerTests.judged(document.bytes, root: house.pinnedRoot)
        #expect(
            lines.filter { $0.hasPrefix("epoch") }
                == ["epoch c1 2 provisional", "epoch c1 3 machine", "epoch c1 4 promised"]
        )
        #expect(!lines.contains { $0.hasPrefix("unsigned") })
    }
}

import Authority
import Cryptography
import Custody
import Dispatch
import Enrolment
import Logging
import Records
import Replication
import Store
import Synchronization
import Testing

@testable import CabinetAppliance
@testable import Headquarters

/// Alarms of which the line goes while they wait.
extension AlarmTests {
    /// A hub of which the test plays the other side.
    private final class HandHub: LinkHub {
        let events = BoundedChannel<LinkHubEvent>(elementCountMax: 64, byteCountMax: 1 << 20)
        let isWelcomed = Mutex(false)
        var failure: (any Error)? { nil }

        func send(_ frame: [UInt8], to peer: LinkPeer) -> SendOutcome {
            if case .welcome? = try? Frame(decoding: frame) { isWelcomed.withLock { $0 = true } }
            return .accepted
        }
        func relist(_ keys: Set<TransportKey>) {}
        func drop(_ peer: LinkPeer) {}
        func dismiss(_ peer: LinkPeer) {}
        func close() async { events.finish() }
    }

    /// What holds a ledger's thread up, like a disk that takes its time.
    fileprivate final class Gate: Sendable {
        let opening = DispatchSemaphore(value: 0)
        let isReached = Mutex(false)

        func wait() {
            isReached.withLock { $0 = true }
            opening.wait()
        }
    }

    @Test func `an alarm is seen although the line goes while its head is stored`() async throws {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        try await branch.raise(.forced, "drawer 1 opened by itself")
        let origin = try office.ledger.origins.acts(of: "c1")
        let (hub, alarms) = (HandHub(), AlarmBoard())
        let service = ReplicationService(
            ledger: office.ledger,
            shelf: FileShelf(try BlobFile(path: office.folder + "/blobs.sqlite", byteCountMax: 1 << 20)),
            hub: hub,
            liveness: Liveness(),
            alarms: alarms,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let key = try #require(TransportKey(branch.secrets.transport.publicKey.bytes))
        let peer = LinkPeer(key: key, connection: 1)
        let hello = Hello(
            organisation: Office.name,
            cabinet: "c1",
            boot: branch.boot,
            startCount: 1,
            nonce: Bytes([UInt8](repeating: 7, count: 32)),
            heads: [],
            held: [],
            cosigned: [],
            epochs: []
        )
        let head = try await branch.ledger.offer(origin, from: 0).offer
        let alarm = try #require(try await branch.ledger.prove(origin, index: 0, from: 0))
        let gate = Gate()
        try await with([{ try await service.run() }]) {
            hub.events.post(.up(peer, address: "test"))
            hub.events.post(.frame(Frame.hello(hello).encoded, peer))
            try await eventually("welcomed") { hub.isWelcomed.withLock(\.self) }
            async let held: Void = office.ledger.wait(at: gate)
            try await eventually("the disk is busy") { gate.isReached.withLock(\.self) }
            hub.events.post(.frame(Frame.checkpoint(head).encoded, peer))
            hub.events.post(.frame(Frame.alarm(alarm).encoded, peer))
            hub.events.post(.down(peer, .closed))
            gate.opening.signal()
            await held
            try await eventually("the alarm is on the board") {
                alarms.waiting(beyond: office.ledger.view).count == 1
            }
        }
    }
}

extension HeadquartersLedger {
    fileprivate func wait(at gate: AlarmTests.Gate) { gate.wait() }
}

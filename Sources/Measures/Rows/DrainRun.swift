import CabinetAppliance
import Headquarters
import Logging
import Records
import Replication
import Store
import ZeroMQTransport

/// One drain: cabinets with a backlog connect at the same moment, and everything arrives.
struct DrainRun {
    /// What came out.
    struct Figures: Sendable {
        /// From the start of each line until the cabinet held the cosignature over all of its records.
        var cosigned: [Duration] = []
        /// Until headquarters had folded all of them.
        var projected: Duration = .zero
        /// Bytes that headquarters received, with everything that is put around the records.
        var wireByteCount: UInt64 = 0
        /// Processor time of both sides until the last cosignature.
        var processorSeconds = 0.0

        /// Until the last cabinet held its cosignature.
        var last: Duration { cosigned.max() ?? .zero }
    }

    /// Longer than the slowest disk needs.
    private static let patience = Duration.seconds(1_800)

    let house: MeasuredHouse
    let ledger: HeadquartersLedger

    /// Drains cabinets whose ledgers are open; each should end with `recordCount` records at headquarters.
    func drain(_ cabinets: [(MeasuredCabinet, CabinetLedger<EvidenceFile>)], recordCount: UInt64) async throws
        -> Figures
    {
        let secret = house.keys.current.transport
        let hub = try ZeroMQHub(
            .cabinets(
                at: "tcp://127.0.0.1:0",
                keyPair: try CurveKeyPair(secretKey: secret.secretBytes.exposedCopy()),
                listedKeys: ReplicationService.listedKeys(ledger.view.standing)
            )
        )
        guard let serverKey = TransportKey(secret.publicKey.bytes) else {
            throw MeasureError("headquarters' transport key has no 32 bytes")
        }
        let service = ReplicationService(
            ledger: ledger,
            hub: hub,
            liveness: Liveness(),
            alarms: AlarmBoard(),
            logger: Logger(label: "measure") { _ in SwiftLogNoOpLogHandler() }
        )
        let (meter, ledger) = (try WireMeter(address: hub.address), ledger)
        return try await whileRunning([{ try await service.run() }], deadline: Self.patience) {
            let clock = ContinuousClock()
            let (start, before) = (clock.now, ProcessFigures.processorSeconds)
            let lines = try cabinets.map { cabinet, ledger in
                try cabinet.line(of: ledger, to: hub.address, serverKey: serverKey)
            }
            return try await whileRunning(lines.map { line in { await line.run() } }, deadline: Self.patience)
            {
                var figures = Figures()
                figures.cosigned = try await withThrowingTaskGroup(of: Duration.self) { group in
                    for (_, cabinet) in cabinets {
                        group.addTask {
                            try await Self.wait(for: cabinet.updates()) {
                                cabinet.view.mirroredSize >= recordCount
                            }
                            return start.duration(to: clock.now)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                figures.processorSeconds = ProcessFigures.processorSeconds - before
                figures.wireByteCount = meter.receivedByteCount
                try await Self.wait(for: ledger.updates()) {
                    let copies = ledger.view.cabinets
                    return cabinets.allSatisfy { copies[$0.0.name]?.custody.size ?? 0 >= recordCount }
                }
                figures.projected = start.duration(to: clock.now)
                return figures
            }
        }
    }

    private static func wait(for updates: AsyncStream<Void>, _ holds: () -> Bool) async throws {
        if holds() { return }
        for await _ in updates where holds() {
            return
        }
        throw MeasureError("a ledger stopped telling of its changes")
    }
}

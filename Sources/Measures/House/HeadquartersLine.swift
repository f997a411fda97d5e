import Cryptography
import Enrolment
import Headquarters
import Logging
import Replication
import Store
import ZeroMQTransport

/// Headquarters' end of the lines of a measurement: the hub, and the service behind it.
struct HeadquartersLine: Sendable {
    let address: String
    let serverKey: TransportKey
    let service: ReplicationService
    let alarms = AlarmBoard()

    /// No cabinet of a measurement names a file.
    private static let fileByteCountMax = 1 << 20

    /// Listens on loopback for a house's cabinets.
    init(_ house: MeasuredHouse, ledger: HeadquartersLedger) throws {
        let secret = house.keys.current.transport
        guard let serverKey = TransportKey(secret.publicKey.bytes) else {
            throw MeasureError("headquarters' transport key has no 32 bytes")
        }
        let hub = try ZeroMQHub(
            .cabinets(
                at: "tcp://127.0.0.1:0",
                keyPair: try CurveKeyPair(secretKey: secret.secretBytes.exposedCopy()),
                listedKeys: ReplicationService.listedKeys(ledger.view)
            )
        )
        address = hub.address
        self.serverKey = serverKey
        service = ReplicationService(
            ledger: ledger,
            shelf: FileShelf(
                try BlobFile(path: house.folder + "/blobs.sqlite", byteCountMax: Self.fileByteCountMax)
            ),
            hub: hub,
            liveness: Liveness(),
            alarms: alarms,
            logger: Logger(label: "measure") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}

/// Waits until something holds, looking whenever there is news.
func wait(for updates: AsyncStream<Void>, _ holds: () -> Bool) async throws {
    if holds() { return }
    for await _ in updates where holds() { return }
    throw MeasureError("nobody told of changes any more")
}

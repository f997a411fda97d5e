import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import FoundationEssentials
import Host
import Logging
import Records
import Replication
import Store
import Testing
import ZeroMQTransport

@testable import Headquarters

/// A cabinet as it is, ledger and line, without drawers: its acts are written by the test.
final class Branch: Sendable {
    let secrets: CabinetSecrets
    let ledger: CabinetLedger<EvidenceFile>
    let name: String
    let files: CabinetFiles
    let store: EvidenceFile
    let boot: Identifier<Boot>

    /// `disk` names the file that holds its logs; another one is another disk in the same cabinet.
    ///
    /// `rotates` says whether it keeps its next key, `actKey` which key signs its acts where it keeps none, `mark` where the newest head that
    /// left it is marked, `clock` what its machine takes for the time, `inherited` what another machine wrote under its name.
    init(
        _ name: String,
        of office: Office,
        site: String = "east",
        secrets: CabinetSecrets,
        disk: String? = nil,
        rotates: Bool = false,
        mark: String? = nil,
        actKey: Ed25519PrivateKey? = nil,
        states: ProjectionFile? = nil,
        originalByteCountMax: Int = 32 << 20,
        inherited: Inheritance? = nil,
        clock: any HostClock = SystemClock()
    ) throws {
        self.name = name
        self.secrets = secrets
        var generator = SystemRandomNumberGenerator()
        boot = Identifier(using: &generator)
        store = try EvidenceFile(path: "\(office.folder)/\(disk ?? name).sqlite")
        files = CabinetFiles(
            try BlobFile(path: "\(office.folder)/\(disk ?? name)-blobs.sqlite", byteCountMax: 64 << 20),
            originalByteCountMax: originalByteCountMax
        )
        ledger = try CabinetLedger(
            store: store,
            states: states,
            identity: CabinetIdentity(
                organisation: Office.name,
                site: site,
                cabinet: name,
                root: try RootStatement(decoding: office.root.bytes)
            ),
            keys: rotates
                ? CabinetLogKeys(
                    secrets,
                    path: "\(office.folder)/\(disk ?? name).secrets",
                    under: office.credential
                )
                : CabinetLogKeys(acts: try secrets.logKey(.acts).privateKey, act: actKey ?? secrets.act),
            boot: boot,
            clock: clock,
            mark: try mark.map { try HighWaterMark(path: "\(office.folder)/\($0)") },
            inherited: inherited
        )
    }

    /// Closes the disk, as a stop does.
    func close() throws { try store.close() }

    /// Copies a disk that is closed.
    static func copy(_ disk: String, to other: String, of office: Office) throws {
        for suffix in ["", "-wal"] {
            let path = "\(office.folder)/\(disk).sqlite\(suffix)"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            try FileManager.default.copyItem(
                atPath: path,
                toPath: "\(office.folder)/\(other).sqlite\(suffix)"
            )
        }
    }

    /// A line to a hub, which connects at once.
    func line(to hub: ZeroMQHub, of office: Office) throws -> CabinetReplication<EvidenceFile> {
        let link = try ZeroMQLink(
            ZeroMQLinkConfiguration(
                address: hub.address,
                serverKey: try #require(TransportKey(office.keys.current.transport.publicKey.bytes)),
                keyPair: try CurveKeyPair(secretKey: secrets.transport.secretBytes.exposedCopy())
            )
        )
        return CabinetReplication(
            ledger: ledger,
            files: files,
            link: link,
            witnessKey: secrets.witness,
            boot: boot,
            startCount: 1,
            logger: Logger(label: name) { _ in SwiftLogNoOpLogHandler() }
        )
    }

    func append(_ kind: RecordKind, _ subject: Subject = Subject(), detail: CBOR = .map(CBORMap()))
        async throws
    {
        try await ledger.append([
            Draft(
                .system,
                kind,
                actor: Actor(component: "test"),
                subject: subject,
                detail: detail,
                isSigned: true
            )
        ])
    }

    func raise(_ kind: FindingKind, _ note: String) async throws {
        var generator = SystemRandomNumberGenerator()
        try await ledger.append([
            Draft(
                .alarm,
                .findingOpened,
                actor: Actor(component: "test"),
                subject: Subject(finding: Identifier(using: &generator)),
                detail: FindingOpened(kind: kind, note: note).canonical,
                isSigned: true
            )
        ])
    }
}

/// Headquarters' line while a test runs: hub, service, and what they tell.
struct Lines: Sendable {
    let hub: ZeroMQHub
    let service: ReplicationService
    let shelf: FileShelf
    let liveness = Liveness()
    let alarms = AlarmBoard()

    init(_ office: Office) throws {
        hub = try ZeroMQHub(
            .cabinets(
                at: "tcp://127.0.0.1:0",
                keyPair: try CurveKeyPair(
                    secretKey: office.keys.current.transport.secretBytes.exposedCopy()
                ),
                listedKeys: []
            )
        )
        shelf = FileShelf(
            try BlobFile(path: office.folder + "/blobs.sqlite", byteCountMax: 256 << 20)
        )
        service = ReplicationService(
            ledger: office.ledger,
            shelf: shelf,
            hub: hub,
            liveness: liveness,
            alarms: alarms,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}

/// Runs services beside a body and ends them after it.
func with<Result: Sendable>(
    _ services: [@Sendable () async throws -> Void],
    _ body: @Sendable @escaping () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        for service in services {
            group.addTask {
                try? await service()
                return nil
            }
        }
        group.addTask { try await body() }
        defer { group.cancelAll() }
        while let ended = try await group.next() {
            if let result = ended { return result }
        }
        throw CancellationError()
    }
}

/// Waits until something holds; fails the test after a minute, which a machine that builds three other trees needs.
func eventually(
    _ comment: Comment,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: @Sendable () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record(comment, sourceLocation: sourceLocation)
}

import Authority
import CabinetAppliance
import Cryptography
import Enrolment
import Headquarters
import Host
import Logging
import Records
import Replication
import Store
import ZeroMQTransport

/// One cabinet of a measurement: its keys, its disk and its line, without drawers.
struct MeasuredCabinet: Sendable {
    let name: String
    let origin: Origin
    let store: EvidenceFile
    let secrets: CabinetSecrets
    private let projectionPath: String
    private let root: RootStatement
    private let boot: Identifier<Boot>
    private let files: CabinetFiles
    private let folder: String

    /// Makes the cabinet's disk in a folder, or starts on the one that is there.
    init(_ name: String, secrets: CabinetSecrets, house: MeasuredHouse, folder: String) throws {
        self.name = name
        self.secrets = secrets
        self.folder = folder
        files = house.files
        root = try RootStatement(decoding: house.root.bytes)
        origin = try LogNames.acts(MeasuredHouse.organisation, cabinet: name, epoch: 1)
        var generator = SystemRandomNumberGenerator()
        boot = Identifier(using: &generator)
        store = try EvidenceFile(path: "\(folder)/\(name).sqlite")
        projectionPath = "\(folder)/\(name)-projection.sqlite"
    }

    /// The same cabinet after a start, with its files opened anew.
    func restarted(in house: MeasuredHouse) throws -> MeasuredCabinet {
        try store.close()
        return try MeasuredCabinet(name, secrets: secrets, house: house, folder: folder)
    }

    /// Puts what headquarters has said so far on the cabinet's disk, as an earlier connection would have.
    func obey(_ house: MeasuredHouse) async throws {
        let logs: [(Origin, Ed25519PublicKey)] = [
            (house.ledger.origins.authority, try house.keys.current.logKey(.authority).privateKey.publicKey),
            (
                try house.ledger.origins.policy(MeasuredHouse.site),
                try house.keys.current.logKey(.policy(site: MeasuredHouse.site)).privateKey.publicKey
            ),
        ]
        for (origin, key) in logs {
            guard let (offer, size) = try await house.ledger.offer(origin, from: 0) else { continue }
            _ = try store.open(origin, key: try NoteVerifierKey(log: origin, publicKey: key), isOwn: false)
            let checkpoint = CheckpointOffer(
                note: try SignedNote(parsing: offer.note.bytes),
                from: 0,
                path: []
            )
            _ = try store.ingest([Ingest(origin: origin, offer: checkpoint)])
            var next: UInt64 = 0
            while next < size {
                let stretch = try house.ledger.store.records(of: origin, from: next, byteCountMax: 1 << 19)
                _ = try store.ingest([Ingest(origin: origin, first: next, bundle: stretch.bundle)])
                next += UInt64(stretch.bundle.count)
            }
        }
    }

    /// What writes the cabinet's acts and nothing else, for a backlog.
    func writer() throws -> LogWriter<EvidenceFile> {
        try LogWriter(
            store: store,
            signer: try CheckpointSigner(origin: origin, privateKey: try secrets.logKey(.acts).privateKey)
        )
    }

    /// Opens the cabinet's ledger, as a start does.
    func ledger() throws -> CabinetLedger<EvidenceFile> {
        try ledger(on: store, states: ProjectionFile(path: projectionPath))
    }

    /// Opens the cabinet's ledger on a store that watches the real one.
    func ledger<Store: LogStore>(on store: Store, states: (any StateShelf)? = nil) throws
        -> CabinetLedger<Store>
    {
        try CabinetLedger(
            store: store,
            states: states,
            identity: CabinetIdentity(
                organisation: MeasuredHouse.organisation,
                site: MeasuredHouse.site,
                cabinet: name,
                root: root
            ),
            keys: CabinetLogKeys(acts: try secrets.logKey(.acts).privateKey, act: secrets.act),
            boot: boot,
            clock: SystemClock()
        )
    }

    /// A line to headquarters, which begins to connect at once.
    func line(of ledger: CabinetLedger<EvidenceFile>, to address: String, serverKey: TransportKey) throws
        -> CabinetReplication<EvidenceFile>
    {
        let link = try ZeroMQLink(
            ZeroMQLinkConfiguration(
                address: address,
                serverKey: serverKey,
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
}

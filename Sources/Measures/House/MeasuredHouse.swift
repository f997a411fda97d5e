import Authority
import CabinetAppliance
import Cryptography
import Enrolment
import FoundationEssentials
import Headquarters
import Host
import Records
import Store

/// The headquarters of one measurement: its people's keys in one hand, its logs on a disk, its cabinets enrolled.
///
/// Everything in it is the product's own; only the people are played.
struct MeasuredHouse: Sendable {
    static let organisation = "measure.example"
    static let site = "east"

    /// Where its files lie.
    let folder: String
    let root: SignedStatement
    let keys: HeadquartersKeyFile
    let ledger: HeadquartersLedger
    /// One shelf for all cabinets of a measurement: none of their records names a file.
    let files: CabinetFiles
    private let owners: [Ed25519PrivateKey]
    private let officers: [Ed25519PrivateKey]
    private let credential: CredentialKey

    /// Founds an organisation of one site in an empty folder, which is made.
    init(founding folder: String) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        self.folder = folder
        credential = try CredentialKey.readOrMake(path: Self.credentialPath(folder))
        keys = try HeadquartersKeyFile(making: folder + "/secrets", credential: credential)
        owners = try (0..<3).map { _ in try Ed25519PrivateKey() }
        officers = try (0..<2).map { _ in try Ed25519PrivateKey() }
        let own = try keys.current.publicKeys()
        root = try Self.sign(
            RootStatement(
                organisation: Self.organisation,
                regime: .full,
                threshold: 2,
                owners: owners.map(\.publicKey),
                authorityKey: own.authority,
                actsKey: own.acts,
                receiptsKey: own.receipts
            ),
            by: Array(owners.prefix(2))
        )
        try ProtectedFile.create(Self.rootPath(folder), root.encoded, readers: .anyone)
        ledger = try await Self.open(folder, keys: keys, root: root)
        files = try Self.files(in: folder)
        try await giveFoundations(own)
    }

    /// Opens a house that was founded in a folder, without its people: what a program of headquarters has.
    init(reopening folder: String) async throws {
        self.folder = folder
        credential = try CredentialKey(path: Self.credentialPath(folder))
        keys = try HeadquartersKeyFile(path: folder + "/secrets", credential: credential)
        root = try SignedStatement(decoding: ProtectedFile.read(Self.rootPath(folder), readers: .anyone))
        (owners, officers) = ([], [])
        ledger = try await Self.open(folder, keys: keys, root: root)
        files = try Self.files(in: folder)
    }

    /// Closes headquarters' file, so that another process can open it.
    func close() throws { try ledger.store.close() }

    private static func files(in folder: String) throws -> CabinetFiles {
        CabinetFiles(
            try BlobFile(path: folder + "/cabinet-blobs.sqlite", byteCountMax: 1 << 20),
            originalByteCountMax: 0
        )
    }

    private static func credentialPath(_ folder: String) -> String { folder + "/credential" }
    private static func rootPath(_ folder: String) -> String { folder + "/root" }

    /// Enrols cabinets of the site by its officers; their keys stay in the measurement's hand, their disks lie in a folder,
    /// or beside headquarters'.
    func enrol(_ names: [String], folder: String? = nil) async throws -> [MeasuredCabinet] {
        var cabinets: [MeasuredCabinet] = []
        for name in names {
            let secrets = try CabinetSecrets(making: credential)
            try await give(
                CabinetStatement(
                    head: head,
                    version: 1,
                    cabinet: name,
                    site: Self.site,
                    name: name,
                    keys: try secrets.publicKeys(),
                    request: Bytes([UInt8](repeating: 0, count: 32))
                ),
                by: officers
            )
            let disks = folder ?? self.folder
            cabinets.append(try MeasuredCabinet(name, secrets: secrets, house: self, folder: disks))
        }
        return cabinets
    }

    private static func open(_ folder: String, keys: HeadquartersKeyFile, root: SignedStatement) async throws
        -> HeadquartersLedger
    {
        var generator = SystemRandomNumberGenerator()
        return try await HeadquartersLedger.open(
            store: try EvidenceFile(path: folder + "/evidence.sqlite"),
            states: try ProjectionFile(path: folder + "/projection.sqlite"),
            keys: keys,
            root: root,
            isFounding: true,
            boot: Identifier(using: &generator),
            clock: SystemClock()
        )
    }

    private func giveFoundations(_ own: HeadquartersKeys) async throws {
        let owners = Array(owners.prefix(2))
        try await give(
            ServicesStatement(
                head: head,
                version: 1,
                notesKey: Bytes(own.notes.bytes),
                witnessKey: Bytes(own.witness.bytes),
                mirrorKey: Bytes(own.mirror.bytes),
                safeKey: Bytes(own.safe.bytes),
                transportKey: Bytes(own.transport.bytes),
                enrolmentKey: Bytes(own.enrolment.bytes),
                tagServiceKey: Bytes(own.notes.bytes)
            ),
            by: owners
        )
        var generator = SystemRandomNumberGenerator()
        let named = officers.map { key in
            Officer(
                person: Identifier(using: &generator),
                key: Bytes(key.publicKey.bytes),
                isSecurityOfficer: true,
                isDutyOfficer: false
            )
        }
        try await give(OfficersStatement(head: head, version: 1, officers: named), by: owners)
        try await give(
            SiteStatement(
                head: head,
                version: 1,
                site: Self.site,
                name: "东支行",
                unit: "华东",
                policyEpoch: 1,
                policyKey: Bytes(try keys.policyKey(makingFor: Self.site).bytes)
            ),
            by: owners
        )
    }

    private var head: StatementHead {
        StatementHead(organisation: Self.organisation, madeUnder: ledger.view.standing.size)
    }

    private func give(_ statement: some Statement, by keys: [Ed25519PrivateKey]) async throws {
        _ = try await ledger.give(try Self.sign(statement, by: keys), by: Actor(component: "measure"))
    }

    private static func sign(_ statement: some Statement, by keys: [Ed25519PrivateKey]) throws
        -> SignedStatement
    {
        var signed = SignedStatement(statement)
        for key in keys { try signed.sign(with: key) }
        return signed
    }
}

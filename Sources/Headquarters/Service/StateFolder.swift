package import Authority
import Cryptography
import Enrolment
import FoundationEssentials
package import Host
import Records
import Screens
import Store

/// Headquarters' folder: what is made once, and what is opened at each start.
package struct StateFolder: Sendable {
    private let configuration: HeadquartersConfiguration

    /// The folder of a configuration, made where it is missing.
    package init(_ configuration: HeadquartersConfiguration) throws {
        self.configuration = configuration
        try FileManager.default.createDirectory(
            atPath: configuration.folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// Takes the folder for this process alone, as long as the lock lives.
    ///
    /// Whatever writes keys or logs takes it; a backup only reads and needs none.
    ///
    /// - Throws: ``HeadquartersError`` `.unavailable` while signet-hq serves from the folder, or another command works there.
    package func lock() throws(HeadquartersError) -> StateFolderLock {
        try StateFolderLock(folder: configuration.folder)
    }

    /// Makes headquarters' own keys, once.
    ///
    /// - Returns: the file of public keys that is carried to the owners (``HeadquartersKeys``).
    package func makeKeys() throws -> [UInt8] {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        return try keyFile().current.publicKeys().bytes
    }

    /// The policy key of a site in hexadecimal, made where it is missing: owners sign it into the site's statement.
    package func policyKey(makingFor site: String) throws -> String {
        try SiteStatement.check(label: site)
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        return try "\(keyFile().policyKey(makingFor: site))"
    }

    private func keyFile() throws -> HeadquartersKeyFile {
        let credential = try CredentialKey.readOrMake(path: configuration.credentialPath)
        return try HeadquartersKeyFile(making: configuration.secretsPath, credential: credential)
    }

    /// Founds the logs under a root that owners signed, and gives what else they signed, in the order given.
    ///
    /// May be called again with more statements; those that are in force already are passed over.
    ///
    /// - Throws: ``HeadquartersError`` with the first statement that does not count.
    package func found(_ statements: [SignedStatement]) async throws -> [String] {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        var rest = statements
        if let index = rest.firstIndex(where: { (try? ProposedKind(of: $0.bytes).kind) == .root }),
            !FileManager.default.fileExists(atPath: configuration.rootPath)
        {
            let root = rest.remove(at: index)
            // Opened first: a root that does not fit is refused before anything names it.
            _ = try await ledger(root: root, isFounding: true, clock: SystemClock(), under: lock)
            try ProtectedFile.create(
                configuration.rootPath,
                Array(Armor(.signedStatement, root.encoded).text.utf8),
                readers: .anyone
            )
        }
        let ledger = try await ledger(clock: SystemClock(), under: lock)
        let root = ledger.view.root.bytes
        var given: [String] = []
        for statement in rest where statement.bytes != root {
            let kind = try ProposedKind(of: statement.bytes)
            if ledger.view.isInForce(statement.bytes, kind: kind.kind) { continue }
            let record = try await ledger.give(statement, by: Actor(component: "founding"))
            given.append("\(kind.title): \(record.origin) @\(record.index)")
        }
        try await ledger.storeCheckpoints()
        return given
    }

    /// Opens the ledger.
    ///
    /// Whoever writes with it keeps the lock (``lock()``) until then.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` before `init` and `found`.
    package func ledger(clock: any HostClock, under lock: StateFolderLock) async throws -> HeadquartersLedger
    {
        try await ledger(root: try root(), clock: clock, under: lock)
    }

    private func root() throws -> SignedStatement {
        do {
            let text = try ProtectedFile.read(configuration.rootPath, readers: .anyone)
            return try SignedStatement(decoding: try Armor.bytes(of: text, .signedStatement))
        } catch let error as EnrolmentError where error.code == .notFound {
            throw HeadquartersError(
                .notFound,
                "headquarters is not founded yet: run signet-hq init, have owners sign, then signet-hq found"
            )
        }
    }

    /// Makes a backup of the evidence, also while another process serves.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` where the evidence is gone or empty: a copy of nothing would read back as sound, be the
    ///   newest, and push a real one out.
    package func backUp(to path: String, generationCount: Int) throws -> Backup.Report {
        try requireEvidence()
        let credential = try CredentialKey(path: configuration.credentialPath)
        let secrets = try HeadquartersKeyFile(path: configuration.secretsPath, credential: credential).current
        let root = try self.root()
        let organisation = try RootStatement(decoding: root.bytes).head.organisation
        let store = try EvidenceFile(path: configuration.evidencePath)
        guard try store.status(of: LogNames.authority(organisation, epoch: 1))?.head.size ?? 0 > 0 else {
            throw HeadquartersError(
                .notFound,
                "\(configuration.evidencePath) is there without any record, and is not copied over a backup: put the newest backup in "
                    + "its place"
            )
        }
        let backup = Backup(
            store: store,
            folder: try BackupFolder(path: path, generationCount: generationCount),
            safe: Cosigner(
                name: try HeadquartersCosigners.name(.safe, organisation),
                privateKey: secrets.safe
            )
        )
        let report = try backup.run(atSeconds: UInt64(max(0, SystemClock().wallMilliseconds / 1_000)))
        try store.close()
        return report
    }

    /// Opening a file that is gone would make an empty one.
    private func requireEvidence() throws(HeadquartersError) {
        guard FileManager.default.fileExists(atPath: configuration.evidencePath) else {
            throw HeadquartersError(
                .notFound,
                "\(configuration.evidencePath) is gone: put the newest backup in its place"
            )
        }
    }

    /// Adds an account, or changes the one of the name.
    package func put(_ account: Account, replacing: Bool) throws {
        try AccountBook(path: configuration.accountsPath).put(account, replacing: replacing)
    }

    private func ledger(
        root: SignedStatement,
        isFounding: Bool = false,
        clock: any HostClock,
        under _: StateFolderLock
    ) async throws -> HeadquartersLedger {
        if !isFounding { try requireEvidence() }
        let credential = try CredentialKey(path: configuration.credentialPath)
        // On a disk that is full to its end not even the store would open; the door closes within seconds, with a finding.
        _ = StorageRoom.giveUpAtStart(reserve: configuration.reservePath)
        let store = try EvidenceFile(path: configuration.evidencePath)
        let room = StorageRoom(
            of: store,
            reserve: configuration.reservePath,
            quotaByteCount: configuration.quotaMegabytes.map { Int64($0) << 20 }
        )
        // Where nothing can be kept back the service says so within seconds, and what is there can be read.
        _ = try room.hold()
        return try await HeadquartersLedger.open(
            store: store,
            states: try ProjectionFile(path: configuration.projectionPath),
            room: room,
            shutNotesPath: configuration.shutNotesPath,
            keys: try HeadquartersKeyFile(path: configuration.secretsPath, credential: credential),
            root: root,
            isFounding: isFounding,
            boot: .drawn(),
            clock: clock
        )
    }
}

extension HeadquartersView {
    /// Whether exactly these bytes are in force already.
    func isInForce(_ bytes: [UInt8], kind: RecordKind) -> Bool {
        switch kind {
        case .root: standing.root?.encoded == bytes
        case .services: standing.services?.encoded == bytes
        case .officers: standing.officers?.encoded == bytes
        case .rules: standing.rules?.encoded == bytes
        case .witnessPolicy: standing.witnessPolicy?.encoded == bytes
        case .site: standing.sites.values.contains { $0.encoded == bytes }
        case .cabinet: standing.cabinets.values.contains { $0.encoded == bytes }
        case .approver: standing.approvers.values.contains { $0.encoded == bytes }
        default: false
        }
    }
}

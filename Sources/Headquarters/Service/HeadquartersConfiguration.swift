package import Configuration
import FoundationEssentials
package import Screens

/// Where headquarters' files lie and where it listens.
///
/// | key | type, default | what |
/// |---|---|---|
/// | `state.folder` | path, required | records and keys; mode 0700 |
/// | `state.credential` | path, `FOLDER/credential` | the 32 bytes under which the keys lie sealed; made at `init` where no service manager hands them over |
/// | `console.host` | text, `127.0.0.1` | address on which browsers come in |
/// | `console.port` | 0–65535, 8443 | port; 0 for any |
/// | `console.secure` | yes or no, no | whether browsers come over TLS, ended before this daemon |
/// | `console.origins` | texts, none | the origins that browsers write, such as `https://signet.example.cn`; none: whatever name was used |
/// | `console.contact` | text, empty | whom refused people call |
/// | `cabinets.endpoint` | `tcp://ADDRESS:PORT`, `tcp://127.0.0.1:7431` | where cabinets come in |
/// | `cabinets.enrolmentEndpoint` | likewise, `tcp://127.0.0.1:7432` | where those that are not enrolled yet do |
/// | `cabinets.addresses` | texts, the endpoint | what slips tell cabinets instead, up to 4 |
/// | `cabinets.enrolmentAddresses` | texts, the endpoint | likewise for enrolment |
/// | `tagKeys.socket` | path, none | socket of `signet-hq-keys`; none: tag jobs wait |
/// | `files.room` | 1–65536, 64 | GiB that uploaded files and pictures may take |
/// | `metrics.port` | 1–65535, none | port of 127.0.0.1 at which a collector finds `/metrics`; none: nothing is collected |
/// | `backup.folder` | path, none | where backups of the evidence go: another disk; none: only by `signet-hq backup` |
/// | `backup.hours` | 1–168, 24 | how old the newest backup may become |
/// | `backup.generations` | 1–100, 3 | how many backups are kept |
/// | `storage.megabytes` | 256–67108864, none | what records may take of the disk; none: as much as there is |
/// | `counts.seconds` | 10–86400, 180 | how long a count run waits for its first result |
///
/// The keys below `outside` are those of ``OutsideConfiguration``.
package struct HeadquartersConfiguration: Sendable {
    /// Records and keys.
    package var folder: String
    /// The file of the credential key.
    package var credentialPath: String
    /// Address of the console.
    package var host: String
    /// Port of the console; 0 for any.
    package var port: Int
    /// Whether browsers come over TLS.
    package var isSecure: Bool
    /// The console's own origins; empty for whatever name was used.
    package var consoleOrigins: [String]
    /// Whom refused people call.
    package var contact: String
    /// Where cabinets come in.
    package var endpoint: String
    /// Where cabinets that are not enrolled yet come in.
    package var enrolmentEndpoint: String
    /// What slips tell cabinets; empty for the endpoint.
    package var addresses: [String]
    /// What slips tell cabinets for enrolment; empty for the endpoint.
    package var enrolmentAddresses: [String]
    /// The socket of the tag-key service.
    package var tagKeySocket: String?
    /// Where a collector of metrics comes in; nil for nowhere.
    package var metricsPort: Int?
    /// Where backups of the evidence go; nil for nowhere.
    package var backupFolder: String?
    /// How old the newest backup may become, in hours.
    package var backupHours: Int
    /// How many backups are kept.
    package var backupGenerations: Int
    /// What records may take of the disk; nil for as much as there is.
    package var quotaMegabytes: Int?
    /// How long a count run waits for its first result, in seconds.
    package var countSeconds: Int
    /// The most bytes of uploaded files and pictures.
    package var fileByteCountMax: Int
    /// Who outside the house keeps something.
    package var outside: OutsideConfiguration

    /// Reads and checks all keys.
    ///
    /// - Throws: ``HeadquartersError`` `.configuration` with the key and what it may be.
    package init(config: ConfigReader) throws(HeadquartersError) {
        guard let folder = config.string(forKey: "state.folder"), folder.hasPrefix("/") else {
            throw Self.wrong("state.folder", "must be a path that begins with /")
        }
        self.folder = folder
        credentialPath = config.string(forKey: "state.credential") ?? "\(folder)/credential"
        host = config.string(forKey: "console.host", default: "127.0.0.1")
        port = config.int(forKey: "console.port", default: 8_443)
        isSecure = config.bool(forKey: "console.secure", default: false)
        consoleOrigins = config.stringArray(forKey: "console.origins", default: [])
        contact = config.string(forKey: "console.contact", default: "")
        endpoint = config.string(forKey: "cabinets.endpoint", default: "tcp://127.0.0.1:7431")
        enrolmentEndpoint = config.string(
            forKey: "cabinets.enrolmentEndpoint",
            default: "tcp://127.0.0.1:7432"
        )
        addresses = config.stringArray(forKey: "cabinets.addresses", default: [])
        enrolmentAddresses = config.stringArray(forKey: "cabinets.enrolmentAddresses", default: [])
        tagKeySocket = config.string(forKey: "tagKeys.socket")
        metricsPort = config.int(forKey: "metrics.port")
        countSeconds = config.int(forKey: "counts.seconds", default: 180)
        let fileRoom = config.int(forKey: "files.room", default: 64)
        fileByteCountMax = fileRoom << 30
        guard (1...65_536).contains(fileRoom) else { throw Self.wrong("files.room", "must be 1–65536 GiB") }
        quotaMegabytes = config.int(forKey: "storage.megabytes")
        guard (256...(1 << 26)).contains(quotaMegabytes ?? 256) else {
            throw Self.wrong("storage.megabytes", "must be 256–67108864")
        }
        backupFolder = config.string(forKey: "backup.folder")
        backupHours = config.int(forKey: "backup.hours", default: 24)
        backupGenerations = config.int(forKey: "backup.generations", default: 3)
        guard backupFolder?.hasPrefix("/") != false else {
            throw Self.wrong("backup.folder", "must be a path that begins with /")
        }
        guard (1...168).contains(backupHours) else { throw Self.wrong("backup.hours", "must be 1–168") }
        guard (1...100).contains(backupGenerations) else {
            throw Self.wrong("backup.generations", "must be 1–100")
        }
        outside = try OutsideConfiguration(config: config)
        guard (0...65_535).contains(port) else { throw Self.wrong("console.port", "must be 0–65535") }
        guard (1...65_535).contains(metricsPort ?? 1) else {
            throw Self.wrong("metrics.port", "must be 1–65535")
        }
        guard (10...86_400).contains(countSeconds) else {
            throw Self.wrong("counts.seconds", "must be 10–86400")
        }
        for (key, value) in [
            ("cabinets.endpoint", endpoint), ("cabinets.enrolmentEndpoint", enrolmentEndpoint),
        ] where !value.hasPrefix("tcp://") {
            throw Self.wrong(key, "must be tcp://ADDRESS:PORT")
        }
        guard addresses.count <= 4, enrolmentAddresses.count <= 4 else {
            throw Self.wrong("cabinets.addresses", "names at most 4")
        }
    }

    private static func wrong(_ key: String, _ what: String) -> HeadquartersError {
        HeadquartersError(.configuration, "the key \(key) of the configuration \(what)")
    }

    /// The files in the folder.
    package var secretsPath: String { "\(folder)/secrets" }
    /// Root v1 with its owners' signatures.
    package var rootPath: String { "\(folder)/root.signed" }
    /// Leaves, bodies and notes.
    package var evidencePath: String { "\(folder)/evidence.sqlite" }
    /// What cabinets have measured, for people to look at.
    package var sensorPath: String { "\(folder)/sensors.sqlite" }
    /// What headquarters folded from its logs and copies.
    package var projectionPath: String { "\(folder)/projections.sqlite" }
    /// Room that is kept back for the day when the disk is full.
    package var reservePath: String { "\(folder)/reserve" }
    /// What a restored headquarters misses.
    package var shutNotesPath: String { "\(folder)/missing" }
    /// The console's accounts.
    package var accountsPath: String { "\(folder)/accounts" }
    /// Where commands ask the daemon.
    package var errandPath: String { "\(folder)/errands" }
    /// Slips, one file each.
    package var slipFolder: String { "\(folder)/slips" }
    /// The files of applications and the pictures of impressions, sealed.
    package var blobPath: String { "\(folder)/blobs.sqlite" }

    /// What browsers are told once.
    package var front: FrontConfiguration {
        FrontConfiguration(
            name: Phrase("Signet · 总部", "Signet · Headquarters"),
            contact: contact.isEmpty ? Phrase("系统管理员", "the system administrator") : Phrase(contact, contact),
            cookieName: "signet-hq",
            isSecure: isSecure,
            origins: consoleOrigins.isEmpty ? .asAddressed : .listed(Set(consoleOrigins)),
            logInPath: "/log-in"
        )
    }
}

extension HeadquartersConfiguration {
    /// Reads a YAML file; variables of the environment override its keys, `STATE_FOLDER` for `state.folder`.
    ///
    /// - Throws: what reading the file throws, and ``HeadquartersError`` `.configuration`.
    package init(path: String, environment: [String: String]) async throws {
        let place = ConfigReader(provider: InMemoryProvider(values: ["filePath": .init(stringLiteral: path)]))
        try self.init(
            config: ConfigReader(providers: [
                EnvironmentVariablesProvider(environmentVariables: environment),
                try await FileProvider<YAMLSnapshot>(config: place),
            ])
        )
    }
}

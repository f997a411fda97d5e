package import Configuration
import FoundationEssentials
import Screens

/// Where a cabinet's files lie and which lines its devices are on.
///
/// Who it is and what opens for whom comes as signed records.
///
/// | key | type, default | what |
/// |---|---|---|
/// | `state.folder` | path, required | records and keys; mode 0700 |
/// | `state.credential` | path, `FOLDER/credential` | the 32 bytes under which the keys lie sealed; made at the first start where no service manager hands them over |
/// | `headquarters.address` | `tcp://ADDRESS:PORT`, the slip's | where this site's network reaches headquarters; its key stays the slip's |
/// | `screen.host` | text, `127.0.0.1` | address on which the screen's browser comes in |
/// | `screen.port` | 1–65535, 8480 | port |
/// | `screen.contact` | text, none | whom the screen says to call, such as `值班 8021` |
/// | `screen.language` | `zh-Hans` or `en`, `zh-Hans` | language of a screen on which nobody has chosen one |
/// | `screen.columns` | 1–8, 4 | how many drawers lie beside one another |
/// | `files.room` | 16–1048576, 1024 | MiB that files of grants and pictures of seals may take |
/// | `files.originals` | 0–1024, 32 | the largest file that is fetched, in MiB; 0: previews alone, for a costly line |
/// | `metrics.port` | 1–65535, none | port of 127.0.0.1 at which a collector finds `/metrics`; none: nothing is collected |
/// | `storage.megabytes` | 64–1048576, none | what records may take of the disk; none: as much as there is |
/// | `readers.executable` | path, none | program that is started for each reader; none: the readers' entries are sockets of a service manager |
/// | `readers.front` | path, required | the reader in front: its line, or its socket |
/// | `readers.slots` | `NAME=PATH` texts, required | the readers of the slots, by the names that the lock map uses |
/// | `boards.lines` | `NAME=DRIVER:ADDRESS:LINE` texts, required | lock boards by the names that the lock map uses; driver `8a` or `modbus` |
package struct CabinetConfiguration: Sendable {
    /// Records and keys.
    package var folder: String
    /// The file of the credential key.
    package var credentialPath: String
    /// Where this site's network reaches headquarters; nil for what the slip says.
    package var headquartersAddress: String?
    /// Address of the screen's pages.
    package var host: String
    /// Port of the screen's pages.
    package var port: Int
    /// What the screen is told once.
    package var screen: CabinetScreenSettings
    /// Where a collector of metrics comes in; nil for nowhere.
    package var metricsPort: Int?
    /// The most bytes of files and pictures.
    package var fileByteCountMax: Int
    /// The largest file that is fetched, in bytes; 0 for previews alone.
    package var originalByteCountMax: Int
    /// What records may take of the disk; nil for as much as there is.
    package var quotaMegabytes: Int?
    /// The program of a reader; nil where a service manager starts it.
    package var readerExecutable: String?
    /// The line or socket of the reader in front.
    package var frontReader: String
    /// The lines or sockets of the slots' readers, by name.
    package var slotReaders: [String: String]
    /// The lock boards, by name.
    package var boards: [String: BoardLine]

    /// A lock board on its line.
    package struct BoardLine: Sendable, Hashable {
        /// How the board speaks.
        package enum Driver: String, Sendable {
            /// RS-485 boards of the "0x8A" family.
            case eightA = "8a"
            /// Modbus RTU.
            case modbus
        }

        /// How the board speaks.
        package let driver: Driver
        /// Its address on the line.
        package let address: UInt8
        /// The path of the line.
        package let line: String
    }

    /// Reads and checks all keys.
    ///
    /// - Throws: ``CabinetError`` `.configuration` with the key and what it may be.
    package init(config: ConfigReader) throws(CabinetError) {
        guard let folder = config.string(forKey: "state.folder"), folder.hasPrefix("/") else {
            throw Self.wrong("state.folder", "must be a path that begins with /")
        }
        self.folder = folder
        credentialPath = config.string(forKey: "state.credential") ?? "\(folder)/credential"
        headquartersAddress = config.string(forKey: "headquarters.address")
        guard headquartersAddress?.hasPrefix("tcp://") != false else {
            throw Self.wrong("headquarters.address", "must be tcp://ADDRESS:PORT")
        }
        host = config.string(forKey: "screen.host", default: "127.0.0.1")
        port = config.int(forKey: "screen.port", default: 8_480)
        guard (1...65_535).contains(port) else { throw Self.wrong("screen.port", "must be 1–65535") }
        screen = try Self.screen(config)
        metricsPort = config.int(forKey: "metrics.port")
        guard (1...65_535).contains(metricsPort ?? 1) else {
            throw Self.wrong("metrics.port", "must be 1–65535")
        }
        let (room, original) = (
            config.int(forKey: "files.room", default: 1_024),
            config.int(forKey: "files.originals", default: 32)
        )
        guard (16...1_048_576).contains(room) else {
            throw Self.wrong("files.room", "must be 16–1048576 MiB")
        }
        guard (0...1_024).contains(original) else {
            throw Self.wrong("files.originals", "must be 0–1024 MiB")
        }
        (fileByteCountMax, originalByteCountMax) = (room << 20, original << 20)
        quotaMegabytes = config.int(forKey: "storage.megabytes")
        guard (64...(1 << 20)).contains(quotaMegabytes ?? 64) else {
            throw Self.wrong("storage.megabytes", "must be 64–1048576")
        }
        readerExecutable = config.string(forKey: "readers.executable")
        guard let front = config.string(forKey: "readers.front"), front.hasPrefix("/") else {
            throw Self.wrong("readers.front", "must be a path that begins with /")
        }
        frontReader = front
        slotReaders = try Self.named(
            config.stringArray(forKey: "readers.slots", default: []),
            "readers.slots"
        )
        var boards: [String: BoardLine] = [:]
        for (name, text) in try Self.named(
            config.stringArray(forKey: "boards.lines", default: []),
            "boards.lines"
        ) {
            boards[name] = try Self.board(text)
        }
        self.boards = boards
    }

    private static func screen(_ config: ConfigReader) throws(CabinetError) -> CabinetScreenSettings {
        let columnCount = config.int(forKey: "screen.columns", default: 4)
        guard (1...8).contains(columnCount) else { throw wrong("screen.columns", "must be 1–8") }
        guard let language = Language(rawValue: config.string(forKey: "screen.language", default: "zh-Hans"))
        else {
            throw wrong("screen.language", "must be zh-Hans or en")
        }
        let contact = config.string(forKey: "screen.contact")
        return CabinetScreenSettings(
            help: contact.map { Phrase($0, $0) } ?? Phrase("印章管理员", "the custodian of the seals"),
            language: language,
            columnCount: columnCount
        )
    }

    private static func named(_ entries: [String], _ key: String) throws(CabinetError) -> [String: String] {
        var named: [String: String] = [:]
        for entry in entries {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, named.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw wrong(key, "has entries NAME=…, each name once; «\(entry)» is none")
            }
        }
        guard !named.isEmpty else { throw wrong(key, "must name at least one device") }
        return named
    }

    private static func board(_ text: String) throws(CabinetError) -> BoardLine {
        let parts = text.split(separator: ":", maxSplits: 2).map(String.init)
        guard parts.count == 3, let driver = BoardLine.Driver(rawValue: parts[0]),
            let address = UInt8(parts[1]),
            parts[2].hasPrefix("/")
        else { throw wrong("boards.lines", "has entries NAME=8a|modbus:ADDRESS:LINE; «\(text)» is none") }
        return BoardLine(driver: driver, address: address, line: parts[2])
    }

    private static func wrong(_ key: String, _ what: String) -> CabinetError {
        CabinetError(.configuration, "the key \(key) of the configuration \(what)")
    }

    /// Leaves, bodies and notes.
    package var evidencePath: String { "\(folder)/evidence.sqlite" }
    /// Files of grants and pictures of seals, sealed.
    package var blobPath: String { "\(folder)/blobs.sqlite" }
    /// What the cabinet folded from its logs.
    package var projectionPath: String { "\(folder)/projections.sqlite" }
    /// Room that is kept back for the day when the disk is full.
    package var reservePath: String { "\(folder)/reserve" }
    /// The cabinet's own keys, sealed.
    package var secretsPath: String { "\(folder)/secrets" }
    /// The newest head that has left the cabinet, apart from the records.
    package var markPath: String { "\(folder)/mark" }
    /// There while somebody asks for the key of the acts to be changed.
    package var rotationPath: String { "\(folder)/rotate" }
    /// How far the enrolment has come.
    package var enrolmentPath: String { "\(folder)/enrolment" }
    /// The slip that the installer brought.
    package var slipPath: String { "\(folder)/slip" }
    /// The budget of failed authentications.
    package var failuresPath: String { "\(folder)/failures" }
    /// Where commands ask the daemon.
    package var errandPath: String { "\(folder)/errands" }
    /// The nonces that are under way on sticks.
    package var noncesPath: String { "\(folder)/nonces" }
    /// How often the cabinet was started.
    package var startCountPath: String { "\(folder)/starts" }
}

extension CabinetConfiguration {
    /// Reads a YAML file; variables of the environment override its keys, `STATE_FOLDER` for `state.folder`.
    ///
    /// - Throws: what reading the file throws, and ``CabinetError`` `.configuration`.
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

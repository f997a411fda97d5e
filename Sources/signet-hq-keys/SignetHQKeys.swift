import ArgumentParser
import TagKeys

/// The tag-key service of headquarters.
@main struct SignetHQKeys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet-hq-keys",
        abstract: "Holds the master keys of tags and gives each cabinet the keys of its tags.",
        subcommands: [Initialise.self, Serve.self]
    )
}

/// What every command needs: where the keys lie and what opens them.
struct Holding: ParsableArguments {
    @Option(help: "The folder of masters and receipts, open to this service's user alone.")
    var state: String

    @Option(help: "A file (mode 0600) with the passphrase of the masters.")
    var passphraseFile: String?

    @Option(help: "A file (mode 0400) with at least 32 random bytes, such as a systemd credential.")
    var credentialFile: String?

    func validate() throws {
        guard (passphraseFile == nil) != (credentialFile == nil) else {
            throw ValidationError("give either --passphrase-file or --credential-file")
        }
    }

    var folder: KeyFolder { KeyFolder(path: state) }

    func lock() throws -> KeyLock {
        if let passphraseFile { return try KeyLock(passphraseFile: passphraseFile) }
        return try KeyLock(credentialFile: credentialFile ?? "")
    }
}

/// `signet-hq-keys init`.
struct Initialise: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes the masters and prints the public key for the owners' statement (tagServiceKey)."
    )

    @OptionGroup var holding: Holding

    func run() throws {
        print(try holding.folder.initialise(lock: try holding.lock()))
    }
}

/// `signet-hq-keys serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves headquarters at a Unix socket.")

    @OptionGroup var holding: Holding

    @Option(help: "The path of the socket.")
    var socket: String

    @Option(help: "The organisation's DNS name.")
    var organisation: String

    @Option(help: "The digest of the owners' root statement, 64 hexadecimal digits, as printed and compared.")
    var root: String

    @Option(help: "The most jobs in an hour.")
    var jobsPerHour = IssuingLimits.standard.jobsPerHourMax

    func run() async throws {
        try await TagKeyService.serve(
            folder: holding.folder,
            lock: try holding.lock(),
            organisation: organisation,
            root: root,
            socketPath: socket,
            limits: IssuingLimits(
                jobsPerHourMax: jobsPerHour,
                presenceOrdersPerHourMax: IssuingLimits.standard.presenceOrdersPerHourMax
            )
        )
    }
}

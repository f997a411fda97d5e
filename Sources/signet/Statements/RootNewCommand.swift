import ArgumentParser
import Authority
import Cryptography
import Enrolment
import Records

/// Makes a root statement: `signet root new`.
struct RootNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract:
            "Make a root statement from the owners' public keys; owners then sign it with `signet sign`."
    )

    @Option(help: ArgumentHelp("The organisation's DNS name.", valueName: "NAME"))
    var organisation: String

    @Option(help: "full (three owners or more), pair or single.")
    var regime: RegimeArgument = .full

    @Option(help: "How many owners must sign; without it, the least that the regime permits.")
    var threshold: UInt64?

    @Option(
        help: ArgumentHelp("An owner's public key or key file; once for each owner.", valueName: "HEX|FILE")
    )
    var owner: [String]

    @Option(help: ArgumentHelp("Headquarters' public keys, as its set-up wrote them.", valueName: "FILE"))
    var headquarters: String

    @Option(help: ArgumentHelp("The root in force, where this one follows it.", valueName: "FILE"))
    var previous: String?

    @Option(help: "How many records of the log authority you know; needed with --previous.")
    var madeUnder: UInt64?

    @Option(help: ArgumentHelp("The file to write; it must not be there yet.", valueName: "FILE"))
    var out: String

    @OptionGroup var language: LanguageOptions

    func validate() throws {
        guard (previous == nil) == (madeUnder == nil) else {
            throw ValidationError("--previous and --made-under belong together.")
        }
    }

    func run() throws {
        try reporting {
            let keys = try HeadquartersKeys(
                ProtectedFile.read(
                    headquarters,
                    readers: .anyone,
                    byteCountMax: HeadquartersKeys.byteCountMax
                )
            )
            let before = try previous.map { try RootStatement(decoding: Paper(path: $0).statementBytes()) }
            // The name stands in the origins of all logs.
            _ = try Origin("\(organisation)/hq/authority/e1")
            let root = RootStatement(
                organisation: organisation,
                madeUnder: madeUnder ?? 0,
                rootVersion: (before?.rootVersion ?? 0) + 1,
                regime: regime.regime,
                threshold: threshold ?? UInt64(regime.regime.least.threshold),
                owners: try owner.map(Self.publicKey),
                authorityKey: keys.authority,
                actsKey: keys.acts,
                receiptsKey: keys.receipts,
                previous: before.map { SHA256.hash($0.encoded) }
            )
            // Reading back holds the numbers to the rules that every cabinet applies.
            let rendered = try language.renderer.render(root.encoded)
            try Paper.write(.statement, root.encoded, to: out)
            print(rendered.text, terminator: "")
        }
    }

    private static func publicKey(_ argument: String) throws -> Ed25519PublicKey {
        if let bytes = Hex.decode(argument), bytes.count == Ed25519PublicKey.byteCount {
            return try Ed25519PublicKey(bytes: bytes)
        }
        let file = try KeyFile(path: argument)
        guard file.role == .owner else {
            throw Failure.refused("\(argument) is the key of an \(file.role.rawValue)")
        }
        return file.publicKey
    }
}

/// A regime by the name that people type.
enum RegimeArgument: String, ExpressibleByArgument {
    case full, pair, single

    var regime: Regime {
        switch self {
        case .full: .full
        case .pair: .pair
        case .single: .single
        }
    }
}

import ArgumentParser
import Cryptography
import Enrolment
import Records

/// Makes a key: `signet key new`.
struct KeyNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a key of your own, in a file that only you can read."
    )

    @Option(help: "owner, officer or approver.")
    var role: KeyRole

    @Option(help: ArgumentHelp("Your id in the records; a fresh one is made without it.", valueName: "HEX"))
    var person: String?

    @Option(help: ArgumentHelp("The file to write; it must not be there yet.", valueName: "FILE"))
    var out: String

    @Flag(help: "Make a key that no passphrase protects: whoever gets the file can sign as you.")
    var noPassphrase = false

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var language: LanguageOptions

    func validate() throws {
        guard !noPassphrase || passphrase.passphraseFile == nil else {
            throw ValidationError("--no-passphrase and --passphrase-file exclude each other.")
        }
    }

    func run() throws {
        try reporting {
            let person = try self.id()
            let chosen = noPassphrase ? .empty : try passphrase.chosen(language: language.chosen)
            let key = PersonalKey(role: role, person: person, privateKey: try Ed25519PrivateKey())
            let file = try key.sealed(under: chosen)
            try file.write(to: out)
            print(file.description(in: language.chosen), terminator: "")
        }
    }

    private func id() throws -> Identifier<Person> {
        guard let person else {
            var generator = SystemRandomNumberGenerator()
            return Identifier(using: &generator)
        }
        guard let id = Identifier<Person>(hexadecimal: person) else {
            throw Failure(message: "«\(person)» is no id: 32 hexadecimal characters", code: 64)
        }
        return id
    }
}

import ArgumentParser
import Enrolment

/// What `signet sign` and `signet approve` share.
struct SigningOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The paper to sign.", valueName: "FILE"))
    var file: String

    @Option(help: ArgumentHelp("Your key file.", valueName: "KEYFILE"))
    var key: String

    @Option(help: ArgumentHelp("The file to write; it must not be there yet.", valueName: "FILE"))
    var out: String

    @Flag(help: "Sign without asking; the text is shown all the same.")
    var yes = false

    @OptionGroup var passphrase: PassphraseOptions
    @OptionGroup var language: LanguageOptions

    /// The bytes to sign, once the person has read them and agreed, and the key, opened after that.
    ///
    /// `objection` looks at statement and key before anything is asked.
    func agreed(
        _ objection: (RenderedStatement, [UInt8], KeyFile) throws -> String?
    ) throws -> (bytes: [UInt8], key: PersonalKey) {
        let bytes = try Paper(path: file).statementBytes()
        let keyFile = try KeyFile(path: key)
        let rendered = try language.renderer.render(bytes)
        if let reason = try objection(rendered, bytes, keyFile) { throw Failure.refused(reason) }
        try Confirmation.ask(rendered, as: keyFile, isGiven: yes)
        let opened = try keyFile.opened(with: passphrase.passphrase(for: keyFile, language: language.chosen))
        return (bytes, opened)
    }
}

import ArgumentParser

/// The tool of people: owners, officers and approvers make their keys with it, read what they are asked to sign, and sign.
@main struct Signet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet",
        abstract: "Make your own key, read what you are asked to sign, and sign it.",
        discussion: """
            Everything that gives is signed here, with keys that headquarters never holds. The tool shows what the bytes \
            say, by itself; it believes no text from headquarters.

            Exit codes: 0 done; 1 refused; 2 you said no; 64 wrong usage; 65 a file is not what it should be; 66 no such \
            file; 69 a program that is needed is missing; 70 the cryptographic library failed; 73 the file to write is there already; 74 the disk failed; 77 wrong \
            passphrase, or not permitted.
            """,
        subcommands: [
            KeyCommand.self, RootCommand.self, ShowCommand.self, SignCommand.self, ApproveCommand.self,
            CombineCommand.self, WordsCommand.self, EvidenceCommand.self, WitnessCommand.self,
        ]
    )
}

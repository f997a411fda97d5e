import ArgumentParser
import FoundationEssentials
import Headquarters

/// The console's accounts, from the machine itself: how the first one comes about.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Make log-ins of the console.",
        subcommands: [AddAccountCommand.self]
    )
}

struct AddAccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make an account, or change the one of the name.",
        discussion: "The password is the first line of standard input."
    )

    @OptionGroup var options: Options

    @Argument(help: "What is typed at the log-in.")
    var name: String

    @Option(
        name: .customLong("post"),
        help: """
            ROLE or ROLE@PART; may be given several times. Roles: applicant, approver, custodian, \
            systemAdministrator, securityAdministrator, auditor. PART is a part of the organisation, such as 华东/杭州.
            """
    )
    var posts: [String]

    @Option(help: "What the person is called.")
    var displayName: String?

    @Option(help: "The person's id in records, 32 hexadecimal characters; a new one where none is given.")
    var person: String?

    func run() async throws {
        guard let password = readLine(strippingNewline: true) else {
            throw ValidationError("give the password as the first line of standard input")
        }
        let id = try await StateFolder(try await options.load()).addAccount(
            name,
            displayName: displayName ?? name,
            posts: posts,
            person: person,
            password: password
        )
        print("person: \(id)")
    }
}

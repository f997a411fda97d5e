import ArgumentParser
import Authority
import Enrolment
import Records

/// Shows words to compare by phone: `signet words`.
struct WordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "words",
        abstract: "Show the words to compare by phone before you sign the enrolment of a cabinet.",
        discussion: """
            They are computed from the cabinet's statement, and from the root and the services as owners signed them. The \
            person at the cabinet reads the cabinet's words; sign only if all are the same.
            """
    )

    @Argument(help: ArgumentHelp("The cabinet's statement.", valueName: "FILE"))
    var file: String

    @Option(help: ArgumentHelp("Root v1 with the owners' signatures.", valueName: "FILE"))
    var root: String

    @Option(
        help: ArgumentHelp("The services of headquarters with the owners' signatures.", valueName: "FILE")
    )
    var services: String

    @OptionGroup var language: LanguageOptions

    func run() throws {
        try reporting {
            let cabinet = try CabinetStatement(decoding: Paper(path: file).statementBytes())
            let signedRoot = try Self.signed(root)
            let signedServices = try Self.signed(services)
            let root = try RootStatement(decoding: signedRoot.bytes)
            let services = try ServicesStatement(decoding: signedServices.bytes)
            guard root.rootVersion == 1, cabinet.head.organisation == root.head.organisation,
                services.head.organisation == root.head.organisation
            else {
                throw Failure.data("the three papers do not belong together, or the root is not version 1")
            }
            for signed in [signedRoot, signedServices] {
                let count = signed.validSigners(among: root.owners.map(\.bytes)).count
                guard count >= Int(clamping: root.threshold) else {
                    throw Failure.data(
                        "only \(count) of \(root.threshold) owners signed the root or the services"
                    )
                }
            }
            let words = ComparisonWords(cabinet: cabinet, root: signedRoot.digest, services: services)
            let language = language.chosen
            print(language.choose("电话核对", "Compare by phone") + ": " + words.words.joined(separator: " "))
            print(language.choose("或数字", "Or digits") + ": " + words.digitGroups.joined(separator: " "))
            print(language.choose("根摘要", "Digest of the root") + ": \(signedRoot.digest)")
        }
    }

    private static func signed(_ path: String) throws -> SignedStatement {
        let paper = try Paper(path: path)
        guard paper.kind == .signedStatement else { throw Failure.data("\(path) carries no signatures") }
        return try SignedStatement(decoding: paper.bytes)
    }
}

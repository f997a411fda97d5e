import ArgumentParser
import Enrolment
import Evidence
import Records
import Store

/// `signet evidence export`: at headquarters, from its file of evidence or from a copy of it.
struct EvidenceExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "Make a file of evidence from headquarters' store, while headquarters runs or from a backup.",
        discussion: """
            Moments are milliseconds since 1970, or a date or date and time with its zone: 2026-03-01T16:15+08:00. Under the \
            newest head that is in the store; the console also knows the one after it. What is exported here is not written into \
            headquarters' log: the console writes it.
            """,
        subcommands: [Seal.self, Site.self, Act.self, Count.self, Users.self]
    )

    /// The store and the file that is made.
    struct Options: ParsableArguments {
        @Option(help: ArgumentHelp("Headquarters' file of evidence.", valueName: "FILE"))
        var store: String

        @Option(
            name: [.customShort("o"), .long],
            help: ArgumentHelp("The file to write; one that is there is not replaced.", valueName: "FILE")
        )
        var output: String

        /// Makes the file about a claim.
        func export(_ claim: EvidenceClaim) throws {
            let file: EvidenceFile
            do { file = try EvidenceFile(existing: store) } catch {
                throw Failure(message: error.message, code: 66)
            }
            let bytes: [UInt8]
            do {
                bytes = try EvidenceExporter(store: file, organisation: try organisation(in: file)).export(
                    claim
                ).bytes
            } catch let error as EvidenceError {
                throw Failure.refused("nothing is exported: \(error)")
            }
            try ProtectedFile.create(output, bytes, readers: .ownerOnly)
        }

        /// The organisation whose `authority` is written there.
        private func organisation(in file: EvidenceFile) throws -> String {
            let suffix = "/hq/authority/e1"
            guard let own = try file.logs().first(where: { $0.isOwn && $0.origin.text.hasSuffix(suffix) })
            else {
                throw Failure.data("\(store) is not headquarters' file of evidence")
            }
            return String(own.origin.text.dropLast(suffix.count))
        }
    }

    /// Two moments.
    struct Interval: ParsableArguments {
        @Option(help: ArgumentHelp("The first moment.", valueName: "MOMENT"))
        var from: ClaimedMoment

        @Option(help: ArgumentHelp("The last moment.", valueName: "MOMENT"))
        var to: ClaimedMoment

        func range() throws -> MomentRange {
            guard let range = MomentRange(from: from.milliseconds, to: to.milliseconds) else {
                throw ValidationError("--from is not after --to, and neither before 1970")
            }
            return range
        }
    }

    /// `signet evidence export seal`.
    struct Seal: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One seal between two moments: what happened to it, and whether it left."
        )
        @Argument(help: ArgumentHelp("The seal.", valueName: "ID")) var seal: String
        @OptionGroup var interval: Interval
        @OptionGroup var options: Options

        func run() throws {
            try reporting { try options.export(.seal(try identifier(seal), try interval.range())) }
        }
    }

    /// `signet evidence export site`.
    struct Site: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All seals of one site between two moments."
        )
        @Argument(help: ArgumentHelp("The site.", valueName: "SITE")) var site: String
        @OptionGroup var interval: Interval
        @OptionGroup var options: Options

        func run() throws { try reporting { try options.export(.site(site, try interval.range())) } }
    }

    /// `signet evidence export act`.
    struct Act: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One act of a cabinet with what belongs to its visit, each with its proof."
        )
        @Argument(help: ArgumentHelp("The cabinet.", valueName: "CABINET")) var cabinet: String
        @Argument(help: ArgumentHelp("The act's number in the cabinet's log.", valueName: "INDEX")) var index:
            UInt64
        @Option(help: ArgumentHelp("The epoch of that log.", valueName: "NUMBER")) var epoch: UInt64 = 1
        @OptionGroup var options: Options

        func validate() throws {
            guard epoch > 0 else { throw ValidationError("epochs count from 1") }
        }

        func run() throws {
            try reporting {
                try options.export(.act(cabinet: cabinet, ActPlace(epoch: epoch, index: index)))
            }
        }
    }

    /// `signet evidence export count`.
    struct Count: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One count run: who was asked, who answered what, who was silent."
        )
        @Argument(help: ArgumentHelp("The run.", valueName: "ID")) var count: String
        @OptionGroup var options: Options

        func run() throws { try reporting { try options.export(.count(try identifier(count))) } }
    }

    /// `signet evidence export users`.
    struct Users: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Who could have used a seal at a moment: grants, holders of rights, who had it, which cabinet."
        )
        @Argument(help: ArgumentHelp("The seal.", valueName: "ID")) var seal: String
        @Option(help: ArgumentHelp("The moment.", valueName: "MOMENT")) var at: ClaimedMoment
        @OptionGroup var options: Options

        func run() throws {
            try reporting { try options.export(.users(try identifier(seal), at: at.milliseconds)) }
        }
    }
}

/// A moment on the command line.
struct ClaimedMoment: ExpressibleByArgument {
    /// Milliseconds since 1970.
    let milliseconds: Int64

    init?(argument: String) {
        guard let milliseconds = Moment.parse(argument) else { return nil }
        self.milliseconds = milliseconds
    }
}

/// An id of 32 hexadecimal characters on the command line.
private func identifier<Named>(_ text: String) throws -> Identifier<Named> {
    guard let identifier = Identifier<Named>(hexadecimal: text) else {
        throw ValidationError("«\(text)» is no id of 32 hexadecimal characters")
    }
    return identifier
}

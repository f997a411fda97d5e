import ArgumentParser
import Enrolment
import Evidence
import Records

/// `signet evidence redact`.
struct EvidenceRedactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Close groups of records in a file of evidence; what is left verifies as before.",
        discussion: """
            Each record commits to its groups one by one: kind, actor, subject, detail. A group that is closed is not in the new file \
            any more, and its reader is told so. Closing needs no key and no store.
            """
    )

    @Argument(help: ArgumentHelp("The file.", valueName: "FILE"))
    var file: String

    @Option(
        name: .customLong("close"),
        help: ArgumentHelp(
            "A group to close: kind, actor, subject or detail; may be given again.",
            valueName: "GROUP"
        )
    )
    var groups: [ClosedGroup]

    @Option(
        help: ArgumentHelp(
            "The log: acts/CABINET, or acts/CABINET/eN for one of its epochs, policy/SITE, headquarters or receipts.",
            valueName: "LOG"
        )
    )
    var log: String

    @Option(help: ArgumentHelp("The first leaf; else from the beginning.", valueName: "INDEX"))
    var from: UInt64 = 0

    @Option(help: ArgumentHelp("The last leaf; else to the end.", valueName: "INDEX"))
    var to: UInt64 = .max

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The file to write; one that is there is not replaced.", valueName: "FILE")
    )
    var output: String

    func run() throws {
        try reporting {
            guard !groups.isEmpty, from <= to else {
                throw ValidationError("at least one --close, and --from not after --to")
            }
            let bytes = try ProtectedFile.read(
                file,
                readers: .anyone,
                byteCountMax: EvidenceDocument.byteCountMax
            )
            do {
                let document = try EvidenceDocument(parsing: bytes)
                let logs =
                    document.sections.map { ($0.subject, $0.origin.epoch) }
                    + document.proofs.map { ($0.subject, $0.origin.epoch) }
                let all = logs.first { Self.name($0.0) == log }
                guard let named = all ?? logs.first(where: { "\(Self.name($0.0))/e\($0.1)" == log }) else {
                    throw Failure.data("\(file) holds no log «\(log)»")
                }
                let closed = try document.closing(
                    Set(groups.map(\.group)),
                    in: named.0,
                    epoch: all == nil ? named.1 : nil,
                    leaves: from...to
                )
                try ProtectedFile.create(output, closed.bytes, readers: .ownerOnly)
            } catch let error as EvidenceError {
                throw Failure.refused("\(file): \(error)")
            }
        }
    }

    /// A log as one word.
    private static func name(_ subject: LogSection.Subject) -> String {
        subject.text.split(separator: " ").joined(separator: "/")
    }
}

/// A group on the command line.
struct ClosedGroup: ExpressibleByArgument {
    let group: Group

    init?(argument: String) {
        guard let group = Group.allCases.first(where: { "\($0)" == argument }), group != .duress else {
            return nil
        }
        self.group = group
    }

    static var allValueStrings: [String] { ["kind", "actor", "subject", "detail"] }
}

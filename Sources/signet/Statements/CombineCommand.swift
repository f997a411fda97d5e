import ArgumentParser
import Authority
import Enrolment
import Records

/// Puts papers and signatures together: `signet combine`.
struct CombineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "combine",
        abstract: "Put a statement and its signatures, or a grant and its approvals, into one file.",
        discussion:
            "A signature that does not fit the statement is refused. An approval's key is checked by cabinets."
    )

    @Argument(help: ArgumentHelp("The statement or grant.", valueName: "FILE"))
    var file: String

    @Option(help: ArgumentHelp("A signature or approval; once for each.", valueName: "FILE"))
    var with: [String]

    @Option(help: ArgumentHelp("The file to write; it must not be there yet.", valueName: "FILE"))
    var out: String

    func run() throws {
        try reporting {
            let paper = try Paper(path: file)
            let bytes = try paper.statementBytes()
            if try StatementRenderer.kind(of: bytes) == GrantStatement.kind {
                var grant =
                    try paper.kind == .approvedGrant
                    ? ApprovedGrant(decoding: paper.bytes) : ApprovedGrant(bytes: bytes)
                for path in with { grant.add(try Approval(decoding: Self.bytes(path, .approval))) }
                try Self.require(grant.approvals.count, ApprovedGrant.approvalCountMax)
                try Paper.write(.approvedGrant, grant.encoded, to: out)
            } else {
                var signed =
                    try paper.kind == .signedStatement
                    ? SignedStatement(decoding: paper.bytes) : SignedStatement(bytes: bytes, signatures: [])
                for path in with {
                    let signature = try StatementSignature(decoding: Self.bytes(path, .signature))
                    guard signature.isValid(for: bytes) else {
                        throw Failure.data("\(path) is no signature on this statement")
                    }
                    signed.add(signature)
                }
                try Self.require(signed.signatures.count, SignedStatement.signatureCountMax)
                try Paper.write(.signedStatement, signed.encoded, to: out)
            }
        }
    }

    private static func bytes(_ path: String, _ kind: PaperKind) throws -> [UInt8] {
        let paper = try Paper(path: path)
        guard paper.kind == kind else {
            throw Failure.data("\(path) is «\(paper.kind.rawValue)», not «\(kind.rawValue)»")
        }
        return paper.bytes
    }

    private static func require(_ count: Int, _ countMax: Int) throws {
        guard count <= countMax else { throw Failure.data("more than \(countMax) signatures on one paper") }
    }
}

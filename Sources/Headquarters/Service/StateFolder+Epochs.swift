import Authority
import Enrolment
import Host
import Records

// What the machine's own hand does after a restore, while nothing serves.
extension StateFolder {
    /// Why epochs begin, by the names that people type; most often it is the first.
    package static var epochReasons: [String] { reasons.map(\.key) }

    private static let reasons: KeyValuePairs<String, EpochReason> = [
        "restore": .restore, "fork": .fork, "rotation": .rotation,
    ]

    /// Writes the paper that owners sign so that `acts` and `receipts`, the policies of `sites`, or `authority` go on in new epochs.
    ///
    /// `gone` are cabinets that will never greet again. `isAuthority`: whether it is `authority`, which goes on by itself and first.
    ///
    /// - Returns: one line for each log, with what is lost of it.
    /// - Throws: ``HeadquartersError`` where cabinets can still give something back, or nothing is missing; `EnrolmentError`
    ///   `.alreadyThere` for a file that is there.
    package func proposeEpochs(
        because name: String,
        without gone: [String],
        policiesOf sites: [String] = [],
        isAuthority: Bool = false,
        to path: String
    ) async throws -> [String] {
        guard let reason = Self.reasons.first(where: { $0.key == name })?.value else {
            throw HeadquartersError(.malformed, "«\(name)» is no reason for which an epoch begins")
        }
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        let ledger = try await ledger(clock: SystemClock(), under: lock)
        let statement =
            try await isAuthority
            ? ledger.layOutAuthorityEpoch(because: reason, without: Set(gone))
            : ledger.layOutEpochs(because: reason, without: Set(gone), policiesOf: Set(sites))
        let paper = Array(Armor(.statement, statement.encoded).text.utf8)
        try ProtectedFile.create(path, paper, readers: .anyone)
        return statement.epochs.map {
            "\($0.cut.origin): \($0.last.size) of \($0.cut.size) leaves are here; goes on as \($0.origin)"
        }
    }

    /// Opens the epochs of a SIGNED STATEMENT paper.
    ///
    /// - Returns: the keys of the new logs, as witnesses outside the house need them.
    /// - Throws: ``HeadquartersError`` with what the paper lacks; then nothing has changed.
    package func openEpochs(paper: [UInt8]) async throws -> [String] {
        let signed = try SignedStatement(decoding: try Armor.bytes(of: paper, .signedStatement))
        let statement: LogEpochsStatement
        do { statement = try LogEpochsStatement(decoding: signed.bytes) } catch {
            throw HeadquartersError(.malformed, "this paper opens no epochs: \(error.message)")
        }
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        let ledger = try await ledger(clock: SystemClock(), under: lock)
        _ = try await ledger.give(signed, by: Actor(component: "epochs"))
        try await ledger.storeCheckpoints()
        return try statement.epochs.map { epoch in
            try NoteVerifierKey(log: Origin(epoch.origin), publicKey: epoch.key.publicKey()).text
        }
    }
}

package import Cryptography
import Host
package import Logging
import Records
import ServiceLifecycle

/// Has the head of `receipts` stamped once a day by a time-stamping authority (RFC 3161).
///
/// `receipts` holds every head that headquarters cosigned, so that one stamp dates all of them.
package struct TimestampService: Service {
    /// From one stamp to the next, in milliseconds.
    package static let periodMilliseconds: Int64 = 86_400_000
    /// How often it is looked whether a stamp is due; after a failure that is how long is waited.
    private static let lookPeriod = Duration.seconds(600)

    private let ledger: HeadquartersLedger
    private let authority: OutsideConfiguration.Authority
    private let trust: TimeStampTrust
    private let line = OutsideLine()
    private let logger: Logger

    /// A service that asks one authority and believes it under the given certificates.
    package init(
        ledger: HeadquartersLedger,
        authority: OutsideConfiguration.Authority,
        trust: TimeStampTrust,
        logger: Logger
    ) {
        self.ledger = ledger
        self.authority = authority
        self.trust = trust
        self.logger = logger
    }

    /// Runs until it is asked to stop.
    package func run() async throws {
        await Periodic.run(every: Self.lookPeriod) {
            guard isDue, await ledger.maySignUnasked() else { return }
            do {
                try await stamp()
                logger.notice("the head of receipts was stamped", metadata: ["authority": "\(authority.url)"])
            } catch {
                logger.error(
                    "the head of receipts could not be stamped",
                    metadata: ["authority": "\(authority.url)", "error": "\(error)"]
                )
            }
        }
        try await line.close()
    }

    /// Whether a day has passed since the last stamp, or the clock was set back behind it.
    package var isDue: Bool {
        guard let last = ledger.view.anchors.timestamp?.milliseconds else { return true }
        let now = ledger.clock.wallMilliseconds
        return now < last || now - last >= Self.periodMilliseconds
    }

    /// Asks for a stamp on the present head, checks it, and keeps it as a record of `receipts`.
    ///
    /// - Throws: what the line throws; ``HeadquartersError`` `.unavailable` for another status than 200; `CryptographyError`
    ///   for an answer to another question and for a stamp that does not verify now.
    package func stamp() async throws {
        let note = try await ledger.signedReceipts()
        let request = try TimeStampRequest(imprint: SHA256.hash(note.bytes))
        let answer = try await line.post(
            request.bytes,
            as: TimeStampRequest.mediaType,
            to: authority.url,
            byteCountMax: TimeStampToken.byteCountMax
        )
        guard answer.status == 200 else {
            throw HeadquartersError(
                .unavailable,
                "the time-stamping authority answered with status \(answer.status)"
            )
        }
        let token = try TimeStampToken(answer: answer.bytes, to: request)
        try trust.check(token, at: ledger.clock.wallMilliseconds / 1_000)
        try await ledger.keep(HeadTimestamped(note: note, token: token, authority: authority.url))
    }

    /// Ends the line of a service that was not run.
    package func close() async throws { try await line.close() }
}

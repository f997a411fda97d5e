import Authority
import Cryptography
import Host
package import Logging
import Records
import ServiceLifecycle

/// Carries tag jobs that officers signed to the tag-key service, and its deliveries into the site's policy.
///
/// What is to be done follows from the logs alone: a job without a delivery for its cabinet waits, also across restarts.
package actor TagKeyDesk: Service {
    /// How often waiting jobs are tried again.
    private static let period = Duration.seconds(2)

    private let ledger: HeadquartersLedger
    private let service: any TagKeyService
    private let logger: Logger
    /// Jobs that the service refused since the start; asked again after a restart only.
    private var refused: Set<Bytes> = []

    /// A desk before a service.
    package init(ledger: HeadquartersLedger, service: any TagKeyService, logger: Logger) {
        self.ledger = ledger
        self.service = service
        self.logger = logger
    }

    /// Runs until it is asked to stop.
    package func run() async throws {
        await Periodic.run(every: Self.period) { await self.work() }
    }

    /// Does what waits, once.
    package func work() async {
        for job in waitingJobs where !refused.contains(job.statement.job) {
            do {
                let deliveries = try await service.deliver(
                    TagKeyJob(job: job.signed, site: job.site, cabinets: job.cabinets)
                )
                try await ledger.deliver(deliveries, site: job.site)
            } catch let error as HeadquartersError where error.code == .refused {
                refused.insert(job.statement.job)
                logger.error(
                    "the tag-key service refused a job",
                    metadata: ["job": "\(Hex.encode(job.statement.job.bytes))", "error": "\(error)"]
                )
            } catch {
                logger.warning("a tag job could not be done yet", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    private struct WaitingJob {
        let statement: TagJobStatement
        let signed: SignedStatement
        let site: String
        let cabinets: [String]
    }

    private var waitingJobs: [WaitingJob] {
        let view = ledger.view
        return view.desks.proposals.values.compactMap { proposal in
            guard proposal.kind.kind == .tagJob, case .given = proposal.state,
                let statement = try? TagJobStatement(decoding: proposal.signed.bytes),
                let site = view.standing.cabinets[statement.cabinet]?.site,
                let policy = view.policies[site], policy.tagJobs[statement.job] != nil,
                !policy.isDelivered(statement)
            else { return nil }
            return WaitingJob(
                statement: statement,
                signed: proposal.signed,
                site: site,
                cabinets: view.cabinets(ofSite: site).map(\.cabinet)
            )
        }
    }
}

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
    /// Jobs, and tags for machines that came later, that the service refused since the start; asked again after a restart only.
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
        await renew()
        for job in waitingJobs where !refused.contains(job.statement.job) {
            let answers = await deliver("a tag job", job.statement.job, to: job.site) { [service] in
                try await service.deliver(TagKeyJob(job: job.signed, site: job.site, cabinets: job.cabinets))
            }
            guard answers else { return }
        }
    }

    /// Gives machines that were enrolled in the place of others the presence keys of their site's tags: those that lie in the log are
    /// sealed to the machine before.
    private func renew() async {
        let view = ledger.view
        for cabinet in view.standing.cabinets.values.sorted(by: { $0.cabinet < $1.cabinet }) {
            guard cabinet.replacement != nil, !view.standing.isSuspended(cabinet: cabinet.cabinet),
                let machine = view.standing.machines(of: cabinet.cabinet).last,
                let policy = view.policies[cabinet.site]
            else { continue }
            for tag in policy.undelivered(to: cabinet.cabinet, since: machine.index)
            where !refused.contains(tag.uid) {
                let answers = await deliver("a presence key for another machine", tag.uid, to: cabinet.site) {
                    [service] in
                    try await service.presenceKey(of: tag.uid, version: tag.version, to: cabinet.cabinet)
                }
                guard answers else { return }
            }
        }
    }

    /// Brings what the service gives into a site's policy; what it refuses is not asked for again.
    ///
    /// - Returns: whether the service answers: where it does not, nothing else is asked for now.
    private func deliver(
        _ what: String,
        _ id: Bytes,
        to site: String,
        _ deliveries: @Sendable () async throws -> [TagKeyDelivery]
    ) async -> Bool {
        do {
            try await ledger.deliver(try await deliveries(), site: site)
        } catch let error as HeadquartersError where error.code == .refused {
            refused.insert(id)
            logger.error(
                "the tag-key service refused \(what)",
                metadata: ["id": "\(Hex.encode(id.bytes))", "error": "\(error)"]
            )
        } catch {
            logger.warning(
                "\(what) could not be done yet",
                metadata: ["id": "\(Hex.encode(id.bytes))", "error": "\(error)"]
            )
            return false
        }
        return true
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

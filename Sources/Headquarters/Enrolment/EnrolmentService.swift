import Authority
import Cryptography
package import Enrolment
import Host
package import Logging
package import Records
import Replication
import ServiceLifecycle
package import ZeroMQTransport

/// Where cabinets that are not enrolled yet come in: hands out slips, takes requests, lays the cabinets' statements before
/// officers, and gives back what they signed.
package actor EnrolmentService: Service {
    /// How long a slip is good: seven days, in milliseconds.
    private static let slipMilliseconds: Int64 = 7 * 86_400_000
    private static let lapsePeriod = Duration.seconds(60)

    /// Where slips send cabinets.
    package struct Endpoints: Sendable {
        /// Where to replicate: `tcp://HOST:PORT`.
        package var replication: [String]
        /// Where to enrol.
        package var enrolment: [String]

        /// Endpoints as cabinets reach them.
        package init(replication: [String], enrolment: [String]) {
            self.replication = replication
            self.enrolment = enrolment
        }
    }

    private let ledger: HeadquartersLedger
    private let hub: ZeroMQHub
    private let endpoints: Endpoints
    private let slips: SlipStore
    private let logger: Logger
    private var book: SlipLedger
    private let changes = Changes()

    /// A service over a hub that listens already, with its slips in a folder.
    package init(
        ledger: HeadquartersLedger,
        hub: ZeroMQHub,
        endpoints: Endpoints,
        folder: String,
        logger: Logger
    ) throws {
        self.ledger = ledger
        self.hub = hub
        self.endpoints = endpoints
        self.logger = logger
        slips = try SlipStore(folder: folder)
        book = SlipLedger(entries: try slips.load())
    }

    /// All slips, newest first.
    package var entries: [SlipEntry] { book.entries.values.sorted { $0.since > $1.since } }

    /// A sequence that yields after changes.
    package nonisolated func updates() -> AsyncStream<Void> { changes.stream() }

    /// Serves until it is asked to stop.
    package func run() async throws {
        let changed = ledger.updates()
        await withTaskGroup { group in
            group.addTask { for await event in self.hub.events { await self.handle(event) } }
            group.addTask { for await _ in changed.cancelOnGracefulShutdown() { await self.settle() } }
            group.addTask { await Periodic.run(every: Self.lapsePeriod) { await self.lapse() } }
            await group.next()
            group.cancelAll()
        }
        await hub.close()
        if let failure = hub.failure { throw failure }
    }

    /// The first of two: asks for a slip for another machine under the name of a cabinet that is enrolled.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` for a cabinet that is not known.
    package func askReplacement(of cabinet: String, by actor: Actor) async throws -> [UInt8] {
        guard let present = ledger.view.standing.cabinets[cabinet] else {
            throw HeadquartersError(
                .notFound,
                "no cabinet \(cabinet) is enrolled; ask for its first slip",
                chinese: "没有已入网的印章柜 \(cabinet)；请申请新的入网单"
            )
        }
        return try await ask(cabinet: cabinet, site: present.site, name: present.name, present, by: actor)
    }

    /// The first of two: asks for a slip for a cabinet that is new.
    ///
    /// - Throws: ``HeadquartersError`` `.conflict` for a name under which a machine stands, `.notFound` for an unknown site.
    package func ask(cabinet: String, site: String, name: String, by actor: Actor) async throws -> [UInt8] {
        guard ledger.view.standing.cabinets[cabinet] == nil else {
            throw HeadquartersError(
                .conflict,
                "a cabinet \(cabinet) is enrolled; where its machine is lost or was copied, ask for «replace a machine»",
                chinese: "印章柜 \(cabinet) 已入网；设备丢失或被复制时，请申请“更换设备”"
            )
        }
        return try await ask(cabinet: cabinet, site: site, name: name, nil, by: actor)
    }

    private func ask(
        cabinet: String,
        site: String,
        name: String,
        _ present: CabinetStatement?,
        by actor: Actor
    ) async throws -> [UInt8] {
        let view = ledger.view
        guard view.standing.sites[site] != nil else {
            throw HeadquartersError(.notFound, "the site \(site) is not known")
        }
        do { try CabinetStatement.check(label: cabinet) } catch { throw HeadquartersError(error) }
        let id = try SecureRandom.bytes(16)
        let asked = SlipAsked(
            id: id,
            cabinet: cabinet,
            version: (present?.version ?? 0) + 1,
            site: site,
            name: name
        )
        try await ledger.record([
            Draft(
                .administration,
                .slipAsked,
                actor: actor,
                subject: Subject(cabinet: cabinet),
                detail: asked.canonical
            )
        ])
        return id
    }

    /// The second: another person releases it.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound`, `.refused` for the same person.
    package func release(_ id: [UInt8], by actor: Actor) async throws -> SignedSlip {
        let view = ledger.view
        guard let request = view.desks.slipRequests[Bytes(id)] else {
            throw HeadquartersError(.notFound, "no such request for a slip waits here")
        }
        guard request.actor != actor else {
            throw HeadquartersError(.refused, "another person than the one who asked must release a slip")
        }
        let now = ledger.clock.wallMilliseconds
        let signed = try makeSlip(request.asked, view, now)
        var changed = book
        let entry: SlipEntry
        do { entry = try changed.issue(signed, at: now) } catch { throw HeadquartersError(error) }
        try slips.save(entry)
        book = changed
        changes.yield()
        try await ledger.record([
            Draft(
                .administration,
                .slipIssued,
                actor: actor,
                subject: Subject(cabinet: request.asked.cabinet),
                detail: request.asked.canonical
            )
        ])
        return signed
    }

    /// Takes a slip back that officers have not signed.
    package func withdraw(_ slip: Identifier<SlipSubject>, by actor: Actor) async throws {
        var changed = book
        let entry: SlipEntry
        do {
            entry = try changed.withdraw(slip, at: ledger.clock.wallMilliseconds)
        } catch { throw HeadquartersError(error) }
        try slips.save(entry)
        book = changed
        changes.yield()
        try await withdrawPapers(of: slip, by: actor)
        try await ledger.record([ended(entry, actor)])
    }

    /// A cabinet's request, from the door or from a file.
    package func redeem(_ request: SignedRequest) async -> EnrolmentReply {
        do {
            var changed = book
            let redemption = try changed.redeem(request, at: ledger.clock.wallMilliseconds)
            let id = try request.claimed().slip
            if let entry = changed.entries[id], entry != book.entries[id] {
                try slips.save(entry)
                book = changed
                changes.yield()
            }
            switch redemption {
            case .answered(let answer): return .answered(answer)
            case .waiting:
                try await propose(request, slip: id)
                return .waiting
            }
        } catch let error as EnrolmentError {
            return .refused(error.message)
        } catch {
            logger.error("a request to enrol could not be taken", metadata: ["error": "\(error)"])
            return .refused("headquarters could not take the request; try again later")
        }
    }

    /// A cabinet appeared on its line: its slip is done.
    package func appeared(_ cabinet: String, _ transportKey: [UInt8]) {
        var changed = book
        let now = ledger.clock.wallMilliseconds
        guard let entry = try? changed.confirm(cabinet: cabinet, transportKey: transportKey, at: now) else {
            return
        }
        do {
            try slips.save(entry)
            book = changed
            changes.yield()
        } catch {
            logger.error("a slip could not be stored", metadata: ["error": "\(error)"])
        }
    }
}

extension EnrolmentService {
    private func handle(_ event: LinkHubEvent) async {
        guard case .frame(let bytes, let peer) = event else { return }
        let reply: EnrolmentReply
        if let request = try? SignedRequest(decoding: bytes) {
            reply = await redeem(request)
        } else {
            reply = .refused("the frame is no request to be enrolled")
        }
        // A frame that finds no room is asked for again by the cabinet.
        _ = hub.send(reply.encoded, to: peer)
    }

    private func makeSlip(_ asked: SlipAsked, _ view: HeadquartersView, _ now: Int64) throws -> SignedSlip {
        let secrets = ledger.keys.current
        do {
            let slip = try Slip(
                organisation: view.organisation,
                cabinet: asked.cabinet,
                cabinetVersion: asked.version,
                site: asked.site,
                name: asked.name,
                root: view.root.digest,
                headquarters: try secrets.publicKeys(),
                replicationEndpoints: endpoints.replication,
                enrolmentEndpoints: endpoints.enrolment,
                expiry: now + Self.slipMilliseconds
            )
            return try SignedSlip(slip, by: secrets.notes)
        } catch { throw HeadquartersError(error) }
    }

    /// Lays the statement of a cabinet that asks before officers, unless its bytes lie there already.
    private func propose(_ request: SignedRequest, slip: Identifier<SlipSubject>) async throws {
        guard let entry = book.entries[slip] else { return }
        let asked = try request.claimed()
        let view = ledger.view
        let replacement = try await replacement(by: asked.keys, of: entry.slip.cabinet)
        let earlier = view.desks.proposals.values.filter { $0.made.slip?.bytes == slip.bytes }
        for proposal in earlier {
            guard let statement = try? CabinetStatement(decoding: proposal.signed.bytes) else { continue }
            // While it waits for signatures, more of the record before may have come than it says.
            let isCurrent = proposal.state != .open || statement.replacement == replacement
            if statement.request.bytes == asked.digest.bytes, proposal.state != .withdrawn, isCurrent {
                return
            }
            if proposal.state == .open {
                try await ledger.withdraw(proposal: proposal.digest, by: Actor(component: "enrolment"))
            }
        }
        let statement = CabinetStatement(
            head: StatementHead(organisation: view.organisation, madeUnder: view.standing.size),
            version: entry.slip.cabinetVersion,
            cabinet: entry.slip.cabinet,
            site: entry.slip.site,
            name: entry.slip.name,
            keys: asked.keys,
            request: Bytes(asked.digest.bytes),
            replacement: replacement
        )
        let words = ComparisonWords(cabinet: asked.keys, slip: entry.slip).words.joined(separator: " ")
        let ill = asked.selfTest.filter { $0.outcome != .passed }.map(\.name).joined(separator: ", ")
        _ = try await ledger.propose(
            statement.encoded,
            note: ill.isEmpty ? words : "\(words) · 自检未通过 self-test failed: \(ill)",
            slip: slip.bytes,
            by: Actor(component: "enrolment")
        )
        try await ledger.record([
            Draft(
                .administration,
                .slipRedeemed,
                actor: Actor(component: "enrolment"),
                subject: Subject(cabinet: entry.slip.cabinet)
            )
        ])
    }

    /// Where a machine goes on that asks under a name which is known; nil for the first one.
    private func replacement(by keys: CabinetKeys, of cabinet: String) async throws -> Replacement? {
        guard let present = ledger.view.standing.cabinets[cabinet] else { return nil }
        guard present.keys.acts != keys.acts else { return present.replacement }
        return try await ledger.replacement(of: cabinet)
    }

    /// Gives answers to the slips whose cabinets officers signed.
    private func settle() async {
        let view = ledger.view
        for entry in book.entries.values {
            guard case .redeemed(let request) = entry.state, let asked = try? request.claimed(),
                view.standing.cabinets[entry.slip.cabinet]?.request.bytes == asked.digest.bytes,
                let proposal = view.desks.proposals.values.first(where: {
                    $0.made.slip?.bytes == entry.slip.slip.bytes && $0.state != .withdrawn
                        && (try? CabinetStatement(decoding: $0.signed.bytes))?.keys == asked.keys
                })
            else { continue }
            do {
                let earlier = try await ledger.earlierEpochs(of: entry.slip.cabinet)
                var changed = book
                _ = try changed.approve(
                    entry.slip.slip,
                    statement: proposal.signed,
                    root: view.root,
                    standing: view.standing,
                    authorityEpoch: view.standing.epoch(of: .authority),
                    policyEpoch: view.standing.epoch(
                        of: .policy(site: try CabinetStatement(decoding: proposal.signed.bytes).site)
                    ),
                    earlier: earlier,
                    at: ledger.clock.wallMilliseconds
                )
                if let answered = changed.entries[entry.slip.slip] { try slips.save(answered) }
                book = changed
                changes.yield()
            } catch {
                logger.error("an enrolment could not be answered", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Ends slips whose time has passed; a cabinet that never appeared is stopped.
    private func lapse() async {
        var changed = book
        let lapses = changed.lapse(at: ledger.clock.wallMilliseconds)
        guard !lapses.isEmpty else { return }
        for lapse in lapses {
            do {
                switch lapse {
                case .expired(let entry):
                    try slips.save(entry)
                    try await withdrawPapers(of: entry.slip.slip, by: Actor(component: "enrolment"))
                    try await ledger.record([ended(entry, Actor(component: "enrolment"))])
                case .undone(let entry):
                    try slips.save(entry)
                    _ = try await ledger.takeAway(
                        Draft(
                            .taking,
                            .cabinetSuspended,
                            isCritical: true,
                            actor: Actor(component: "enrolment"),
                            subject: Subject(cabinet: entry.slip.cabinet)
                        ),
                        because: "the cabinet did not appear after officers had signed it"
                    )
                }
            } catch {
                logger.error("a slip could not be ended", metadata: ["error": "\(error)"])
                return
            }
        }
        guard let entries = try? slips.load() else { return }
        book = SlipLedger(entries: entries)
    }

    /// Takes back what waits for signatures under a slip that has ended: nobody would be answered, and a machine that it was to replace
    /// would stay shut out.
    private func withdrawPapers(of slip: Identifier<SlipSubject>, by actor: Actor) async throws {
        for proposal in ledger.view.desks.proposals.values
        where proposal.state == .open && proposal.made.slip?.bytes == slip.bytes {
            try await ledger.withdraw(proposal: proposal.digest, by: actor)
        }
    }

    private func ended(_ entry: SlipEntry, _ actor: Actor) -> Draft {
        Draft(.administration, .slipEnded, actor: actor, subject: Subject(cabinet: entry.slip.cabinet))
    }
}

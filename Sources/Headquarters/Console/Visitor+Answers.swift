import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Screens

// The pages' contents as values for tools.
extension Visitor {
    var overviewAnswer: ToolAnswer.Overview {
        let silent = Set(silentSites)
        return ToolAnswer.Overview(
            organisation: view.organisation,
            root: "\(view.root.digest)",
            now: now,
            authoritySize: view.standing.size,
            witnessedSize: view.standing.witnessedSize,
            waitingCount: view.standing.waitingCount,
            sites: sites(for: Console.readers).compactMap { site in
                guard let statement = view.standing.sites[site] else { return nil }
                return .init(
                    site: site,
                    name: statement.name,
                    unit: statement.unit,
                    policySize: view.policies[site]?.size ?? 0,
                    isSilent: silent.contains(site)
                )
            },
            seals: seals.map { standing in
                .init(
                    seal: "\(standing.seal.seal)",
                    name: standing.seal.name,
                    site: standing.site,
                    cabinet: standing.seal.cabinet,
                    drawer: standing.seal.drawer,
                    state: standing.word,
                    holder: standing.holding.map { "\($0.holder)" },
                    holderName: standing.holding.map { name(of: $0.holder) },
                    since: standing.holding?.since.milliseconds,
                    expectedReturn: standing.holding?.expectedReturn,
                    isSuspended: standing.isSuspended
                )
            }
        )
    }

    var cabinetAnswers: [ToolAnswer.Cabinet] {
        let sites = Set(sites(for: Console.readers.union([.systemAdministrator])))
        return view.standing.cabinets.values.filter { sites.contains($0.site) }
            .sorted { $0.cabinet < $1.cabinet }
            .map { cabinet in
                let copy = view.cabinets[cabinet.cabinet] ?? CabinetCopy(cabinet: cabinet.cabinet)
                let line = console.liveness.line(of: cabinet.cabinet)
                return .init(
                    cabinet: cabinet.cabinet,
                    name: cabinet.name,
                    site: cabinet.site,
                    isConnected: line.isConnected,
                    lastContact: line.lastContact,
                    witnessedSize: copy.witnessedSize,
                    mirroredSize: copy.mirroredSize,
                    missingCount: copy.missingCount,
                    actsSize: copy.custody.size,
                    openVisitCount: copy.custody.openVisits.count,
                    quarantinedDrawers: copy.custody.quarantines.keys.sorted(),
                    tagsSeen: copy.custody.tagsSeen.map { Hex.encode($0.uid.bytes) },
                    jobsDone: copy.custody.jobsDone.map { Hex.encode($0.bytes) }.sorted(),
                    problem: copy.problem,
                    epoch: copy.current?.log.epoch ?? 1,
                    isEpochProvisional: !copy.isCurrentEpochCounting,
                    witnessKey: Hex.encode(cabinet.keys.witness.bytes),
                    sealingKey: Hex.encode(cabinet.keys.sealing.bytes)
                )
            }
    }

    func answer(_ application: Application) -> ToolAnswer.ApplicationLine {
        let (state, missing): (String, String?) =
            switch application.state {
            case .open: ("open", (try? GrantReview(view).objection(to: application.approved))??.message)
            case .granted: ("granted", nil)
            case .ended(let reason): ("ended", reason)
            }
        return .init(
            number: application.number,
            grant: "\(application.digest)",
            grantID: "\(application.statement.grant)",
            site: application.statement.site,
            state: state,
            checkCode: application.approved.checkCode,
            approvers: application.approved.approvals.map { "\($0.approver)" },
            missing: missing,
            filedAt: application.filedAt
        )
    }

    func answer(_ proposal: Proposal) -> ToolAnswer.ProposalLine {
        var (state, origin, index): (String, String?, UInt64?) = ("open", nil, nil)
        switch proposal.state {
        case .open: break
        case .given(let log, let position): (state, origin, index) = ("given", log, position)
        case .withdrawn: state = "withdrawn"
        }
        return .init(
            statement: "\(proposal.digest)",
            kind: proposal.kind.title,
            site: proposal.made.site,
            state: state,
            signers: proposal.signed.signatures.map { Hex.encode($0.key) },
            note: proposal.made.note,
            origin: origin,
            index: index,
            madeAt: proposal.madeAt
        )
    }

    func answer(_ run: CountRunState) -> ToolAnswer.Run {
        let progress = self.progress(run)
        return .init(
            run: "\(run.asked.run)",
            number: run.asked.number,
            askedAt: run.asked.askedAt,
            deadline: run.asked.deadline,
            isClosed: run.isClosed,
            revision: run.closed?.revision ?? 0,
            total: progress.lines.count,
            queued: progress.count(.queued),
            sent: progress.count(.sent),
            scanning: progress.count(.scanning),
            equal: progress.count(.equal),
            differing: progress.count(.differing),
            unreachable: progress.count(.unreachable),
            late: progress.lines.count(where: \.isLate),
            lines: progress.lines.map { line in
                .init(
                    site: line.target.site,
                    cabinet: line.target.cabinet,
                    stage: line.stage.rawValue,
                    isLate: line.isLate,
                    drawers: line.answer?.drawerCount,
                    proved: line.answer?.provedCount,
                    differences: line.answer?.differenceCount,
                    answeredAt: line.answer?.takenAt,
                    lastContact: line.lastContact
                )
            }
        )
    }

    var findingAnswers: [ToolAnswer.Finding] {
        findings.map { finding in
            .init(
                finding: finding.id,
                kind: finding.kind.rawValue,
                note: finding.note,
                site: finding.site,
                cabinet: finding.cabinet,
                seal: finding.seal.map { "\($0)" },
                time: finding.time,
                position: finding.position,
                grade: finding.grade
            )
        }
    }

    var peopleAnswers: [ToolAnswer.Person] {
        var answers: [ToolAnswer.Person] = []
        for site in sites(for: Console.peopleReaders) {
            guard let policy = view.policies[site] else { continue }
            for person in policy.persons.values.sorted(by: { $0.name < $1.name }) {
                let removed = view.standing.removedGeneration(of: person.person) ?? 0
                answers.append(
                    ToolAnswer.Person(
                        person: "\(person.person)",
                        name: person.name,
                        site: site,
                        generation: person.generation,
                        version: person.version,
                        rights: person.rights.map { "\($0)" },
                        credentials: policy.credentials.values.count { $0.person == person.person },
                        isRemoved: removed >= person.generation
                    )
                )
            }
        }
        return answers
    }

    var credentialAnswers: [ToolAnswer.Credential] {
        sites(for: Console.peopleReaders).flatMap { site in
            requestedCredentials(of: site).map { cabinet, request in
                .init(
                    credential: "\(request.credential)",
                    site: site,
                    cabinet: cabinet,
                    person: "\(request.person)",
                    kind: request.requested.kind.rawValue,
                    card: request.requested.card.map { Hex.encode($0.uid.bytes) },
                    time: request.time.milliseconds
                )
            }
        }
    }

    func enrolmentAnswer() async -> ToolAnswer.Enrolment {
        let sites = Set(sites(for: Console.enrolmentReaders))
        return ToolAnswer.Enrolment(
            waiting: view.desks.slipRequests.values.filter { sites.contains($0.asked.site) }
                .sorted { $0.askedAt < $1.askedAt }
                .map { request in
                    .init(
                        request: Hex.encode(request.asked.id.bytes),
                        cabinet: request.asked.cabinet,
                        site: request.asked.site,
                        name: request.asked.name
                    )
                },
            slips: await console.enrolment.entries.filter { sites.contains($0.slip.site) }.map { entry in
                .init(
                    slip: "\(entry.slip.slip)",
                    cabinet: entry.slip.cabinet,
                    site: entry.slip.site,
                    state: Self.word(entry.state),
                    words: Self.words(entry),
                    code: "\(entry.signed.shortCode)"
                )
            }
        )
    }

    func actAnswers() throws -> [ToolAnswer.Act] {
        guard let cabinet = context.path["cabinet"] else { throw Refusal.notFound }
        guard let origin = view.acts(of: cabinet) else { throw Refusal.notFound }
        return try newestRecords(of: origin).map { index, record in
            let (actor, subject) = (try record.actor(), try record.subject())
            return .init(
                index: index,
                kind: try record.kind()?.kind.rawValue,
                recordClass: record.leaf.header.recordClass.rawValue,
                time: record.leaf.header.time.milliseconds,
                person: actor?.person.map { "\($0)" },
                component: actor?.component,
                seal: subject?.seal.map { "\($0)" },
                drawer: subject?.drawer,
                grant: subject?.grant.map { "\($0)" },
                detail: record.body[.detail].map { Hex.encode($0.bytes) }
            )
        }
    }
}

import Authority
package import Cryptography
package import Custody
package import Records

/// A finding that headquarters made by itself: a fork, a rollback, records that contradict each other.
package struct NotedFinding: Sendable, Equatable {
    /// Names it.
    package let finding: Identifier<FindingSubject>
    /// What was found.
    package let opened: FindingOpened
    /// The cabinet it is about.
    package let cabinet: String?
    /// When, in milliseconds since 1970.
    package let time: Int64
    /// The leaf's index in headquarters' acts.
    package let index: UInt64
    /// The epoch of these acts.
    package let epoch: UInt64
}

/// What lies on headquarters' desks: proposals, applications, count runs.
///
/// A fold over its own log `acts`.
package struct DeskState: Sendable, Equatable {
    /// The findings of headquarters' own that are kept in memory; older ones are read from the log.
    package static let findingCountMax = 1_000
    /// What ended is kept in memory this often; older ones are read from the log.
    package static let endedCountMax = 2_000

    /// The epoch of `acts` that is being folded.
    package internal(set) var epoch: UInt64 = 1
    /// How many of its leaves have been folded.
    package internal(set) var size: UInt64 = 0
    /// How many leaves of the epochs before.
    var earlierCount: UInt64 = 0
    /// By the digest of the statement.
    package internal(set) var proposals: [Digest: Proposal] = [:]
    /// By the digest of the grant.
    package internal(set) var applications: [Digest: Application] = [:]
    /// By run.
    package internal(set) var runs: [Identifier<CountRun>: CountRunState] = [:]
    /// Findings of headquarters' own, oldest first.
    package internal(set) var findings: [NotedFinding] = []
    /// Slips that wait for the second administrator, by id.
    package internal(set) var slipRequests: [Bytes: SlipRequest] = [:]
    /// Files and pictures that were laid down, by the digest of their content.
    package internal(set) var files: [Digest: BlobNamed] = [:]
    /// Whose own they are: the applicant who laid them down.
    var fileOwners: [Digest: Identifier<Person>] = [:]
    /// Erasures that wait for the second person.
    package internal(set) var erasureRequests: [SiteSubject: ErasureRequest] = [:]
    /// When what is known about a person was erased here, in milliseconds since 1970.
    package internal(set) var erasuresDone: [SiteSubject: Int64] = [:]
    /// How many applications were ever filed.
    package internal(set) var applicationCount: UInt64 = 0
    /// How many runs were ever asked for.
    package internal(set) var runCount: UInt64 = 0

    /// Empty desks.
    package init() {}

    /// How many leaves have been folded, of all epochs together.
    var foldedCount: UInt64 { earlierCount + size }

    /// Goes on with the first leaf of the next epoch.
    mutating func open(epoch: UInt64) {
        earlierCount += size
        (self.epoch, size) = (epoch, 0)
    }

    /// Passes over a leaf that cannot be read.
    mutating func pass(_ index: UInt64) { size = index + 1 }

    /// Folds the next leaf of headquarters' acts; kinds that are not about desks are passed over.
    package mutating func fold(_ record: OpenedRecord) throws(RecordsError) {
        guard record.leaf.header.sequence == size else {
            throw RecordsError(
                .refused,
                "leaf \(record.leaf.header.sequence) of acts is not the next, \(size)"
            )
        }
        let index = size
        size += 1
        guard let kind = try record.kind()?.kind else { return }
        let time = record.leaf.header.time.milliseconds
        switch kind {
        case .proposalMade, .signatureReceived, .proposalGiven, .proposalWithdrawn:
            try foldProposal(kind, record, time)
        case .applicationFiled, .approvalReceived, .grantGiven, .applicationEnded:
            try foldApplication(kind, record, time)
        case .countAsked, .countAnswerTaken, .countClosed: try foldCount(kind, record)
        case .fileLaidDown:
            guard let named: BlobNamed = try record.detail() else { return }
            files[named.original.content] = named
            // A preview comes from somebody else, and a seal's picture is nobody's own.
            if named.preview == nil, try record.subject()?.seal == nil {
                fileOwners[named.original.content] = try record.actor()?.person
            }
        case .erasureAsked, .erasureDone: try foldErasure(kind, record, time)
        case .slipAsked:
            guard let asked: SlipAsked = try record.detail(), let actor = try record.actor() else { return }
            slipRequests[asked.id] = SlipRequest(asked: asked, actor: actor, askedAt: time)
        case .slipIssued:
            if let issued: SlipAsked = try record.detail() { slipRequests[issued.id] = nil }
        case .findingNoted:
            guard let opened: FindingOpened = try record.detail(), let subject = try record.subject(),
                let finding = subject.finding
            else { return }
            if findings.count == Self.findingCountMax { findings.removeFirst() }
            findings.append(
                NotedFinding(
                    finding: finding,
                    opened: opened,
                    cabinet: subject.cabinet,
                    time: time,
                    index: index,
                    epoch: epoch
                )
            )
        default: break
        }
    }

    private mutating func foldProposal(_ kind: RecordKind, _ record: OpenedRecord, _ time: Int64)
        throws(RecordsError)
    {
        switch kind {
        case .proposalMade:
            guard let made: ProposalMade = try record.detail(), let actor = try record.actor(),
                let proposed = try? ProposedKind(of: made.bytes.bytes)
            else { return }
            let proposal = Proposal(
                made: made,
                kind: proposed,
                actor: actor,
                madeAt: time,
                signed: SignedStatement(bytes: made.bytes.bytes, signatures: [])
            )
            proposals[proposal.digest] = proposal
            forgetProposals()
        case .signatureReceived:
            guard let received: SignatureReceived = try record.detail() else { return }
            proposals[received.proposal]?.signed.add(received.signature)
        default:
            guard let ended: ProposalEnded = try record.detail() else { return }
            proposals[ended.proposal]?.state =
                if let origin = ended.origin, let index = ended.index {
                    .given(origin: origin, index: index)
                } else {
                    .withdrawn
                }
        }
    }

    private mutating func foldApplication(_ kind: RecordKind, _ record: OpenedRecord, _ time: Int64)
        throws(RecordsError)
    {
        switch kind {
        case .applicationFiled:
            guard let filed: ApplicationFiled = try record.detail(), let actor = try record.actor() else {
                return
            }
            let approved = ApprovedGrant(bytes: filed.grant.bytes)
            let application = Application(
                number: filed.number,
                statement: try approved.statement(),
                actor: actor,
                filedAt: time,
                approved: approved
            )
            applications[application.digest] = application
            applicationCount += 1
            forgetApplications()
        case .approvalReceived:
            guard let received: ApprovalReceived = try record.detail() else { return }
            applications[received.grant]?.approved.add(received.approval)
        default:
            guard let ended: ApplicationEnded = try record.detail() else { return }
            applications[ended.grant]?.state =
                ended.index.map { .granted(index: $0) } ?? .ended(reason: ended.reason)
        }
    }

    private mutating func foldCount(_ kind: RecordKind, _ record: OpenedRecord) throws(RecordsError) {
        switch kind {
        case .countAsked:
            guard let asked: CountAsked = try record.detail(), let actor = try record.actor() else { return }
            guard runs[asked.run] == nil else {
                runs[asked.run]?.targets += asked.targets
                return
            }
            runs[asked.run] = CountRunState(asked: asked, actor: actor)
            runCount += 1
        case .countAnswerTaken:
            guard let taken: CountAnswerTaken = try record.detail() else { return }
            runs[taken.run]?.answers[taken.cabinet] = taken
        default:
            guard let closed: CountClosed = try record.detail() else { return }
            runs[closed.run]?.closed = closed
        }
    }

    private mutating func forgetProposals() {
        guard proposals.count > 2 * Self.endedCountMax else { return }
        let ended = proposals.values.filter { $0.state != .open }.sorted { $0.madeAt < $1.madeAt }
        for proposal in ended.dropLast(Self.endedCountMax) { proposals[proposal.digest] = nil }
    }

    private mutating func forgetApplications() {
        guard applications.count > 2 * Self.endedCountMax else { return }
        let ended = applications.values.filter { $0.state != .open }.sorted { $0.filedAt < $1.filedAt }
        for application in ended.dropLast(Self.endedCountMax) { applications[application.digest] = nil }
    }
}

package import Authority
package import Cryptography
import Host
package import Records

extension HeadquartersLedger {
    /// The most applications that wait at once.
    package static let openApplicationCountMax = 10_000
    /// The most bytes of reason and place together.
    package static let wordByteCountMax = 4_096

    /// Files an application: the grant's text from now on; any change is another application.
    ///
    /// `laidDown`: where the form's files lie, every chunk of them.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` for an unknown seal or person, `.refused` for seals of two sites,
    ///   `.malformed` for a form that makes no grant.
    package func file(
        _ form: ApplicationForm,
        applicant: Identifier<Person>,
        laidDown: [BlobReference] = []
    ) throws -> Application {
        let view = view
        let sites = Set(form.seals.map { view.site(ofSeal: $0) })
        guard sites.count == 1, let first = sites.first, let site = first, let policy = view.policies[site]
        else {
            throw HeadquartersError(
                form.seals.isEmpty || sites.contains(nil) ? .notFound : .refused,
                "an application names seals of one site; a visit to another site is another application"
            )
        }
        guard form.reason.utf8.count + form.placeOfUse.utf8.count <= Self.wordByteCountMax else {
            throw HeadquartersError(.malformed, "reason and place of use are too long")
        }
        guard
            view.desks.applications.values.count(where: { $0.state == .open }) < Self.openApplicationCountMax
        else { throw HeadquartersError(.tooMany, "too many applications wait for approval") }
        let statement = GrantStatement(
            head: StatementHead(organisation: view.organisation, madeUnder: view.standing.size),
            grant: .drawn(),
            application: .drawn(),
            applicant: applicant,
            seals: form.seals,
            site: site,
            takers: try form.takers.map { try Self.present($0, policy) },
            mode: form.mode,
            reason: form.reason,
            files: form.files,
            copies: form.copies,
            uses: form.uses,
            placeOfUse: form.placeOfUse,
            companion: try form.companion.map { try Self.present($0, policy) },
            expectedReturn: form.expectedReturn,
            notBefore: form.notBefore,
            notAfter: form.notAfter,
            offlineSecondsMax: Self.offlineSeconds(form.seals, policy, view.standing)
        )
        // What approvers and cabinets would refuse to read is not laid before them.
        _ = try GrantStatement(decoding: statement.encoded)
        let filed = ApplicationFiled(
            number: "\(CivilYear.of(clock.wallMilliseconds))-\(view.desks.applicationCount + 1)",
            grant: statement.encoded
        )
        let actor = Actor(person: applicant)
        let subject = Subject(grant: statement.grant, application: statement.application)
        let filing = Draft(
            .administration,
            .applicationFiled,
            actor: actor,
            subject: subject,
            detail: filed.canonical
        )
        try record(
            [filing] + laidDown.map { Self.draft(.fileLaidDown, BlobNamed(original: $0), subject, actor) }
        )
        if !laidDown.isEmpty { try receipt(laidDown.map { Self.receipt($0, actor) }) }
        return try application(SHA256.hash(statement.encoded))
    }

    /// Adds an approval; with the last one that the rules ask for the grant enters the site's policy.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound`, `.conflict`, `.refused` for an approval that is forged, made for another
    ///   text, or by somebody who approves nothing.
    package func approve(_ digest: Digest, _ approval: Approval, by actor: Actor) throws -> Application {
        let application = try openApplication(digest)
        let filed = FiledGrant(index: 0, approved: application.approved, statement: application.statement)
        switch GrantJudge(standing: view.standing).verdict(on: approval, of: filed) {
        case .good: break
        case .noApprover: throw HeadquartersError(.refused, "this person is no approver now")
        case .formUnknown: throw HeadquartersError(.refused, "this form of approval is not known here")
        case .superseded:
            throw HeadquartersError(
                .refused,
                "this approver was given a newer statement or key since the application was filed; file it anew"
            )
        case .forged:
            throw HeadquartersError(.refused, "the approval does not fit this text: forged, or another text")
        }
        if !application.approved.approvals.contains(approval) {
            let received = ApprovalReceived(grant: digest, approval: approval)
            try record([
                Draft(
                    .administration,
                    .approvalReceived,
                    actor: actor,
                    subject: Subject(
                        grant: application.statement.grant,
                        application: application.statement.application
                    ),
                    detail: received.canonical
                )
            ])
        }
        try settle(try openApplication(digest))
        return try self.application(digest)
    }

    /// Takes an application back, or refuses it; why.
    package func end(application digest: Digest, reason: String, by actor: Actor) throws {
        let application = try openApplication(digest)
        let ended = ApplicationEnded(grant: digest, reason: reason)
        try record([
            Draft(
                .administration,
                .applicationEnded,
                actor: actor,
                subject: Subject(
                    grant: application.statement.grant,
                    application: application.statement.application
                ),
                detail: ended.canonical
            )
        ])
    }

    private func settle(_ application: Application) throws {
        guard try GrantReview(view).objection(to: application.approved) == nil else { return }
        let given = try give(grant: application.approved, by: application.actor)
        let ended = ApplicationEnded(grant: application.digest, index: given.index)
        try record([
            Draft(
                .administration,
                .grantGiven,
                actor: application.actor,
                subject: Subject(
                    grant: application.statement.grant,
                    application: application.statement.application
                ),
                detail: ended.canonical
            )
        ])
    }

    private func application(_ digest: Digest) throws -> Application {
        guard let application = view.desks.applications[digest] else {
            throw HeadquartersError(.notFound, "there is no such application")
        }
        return application
    }

    private func openApplication(_ digest: Digest) throws -> Application {
        let application = try self.application(digest)
        guard application.state == .open else {
            throw HeadquartersError(.conflict, "this application waits no longer")
        }
        return application
    }

    private static func present(_ person: Identifier<Person>, _ policy: SitePolicy) throws
        -> PersonInGeneration
    {
        guard let known = policy.persons[person] else {
            throw HeadquartersError(.notFound, "one of the people named is not known at this site")
        }
        return PersonInGeneration(person: person, generation: known.generation)
    }

    /// The smallest limit of the seals' rules: a longer one would not count.
    private static func offlineSeconds(
        _ seals: [Identifier<Seal>],
        _ policy: SitePolicy,
        _ standing: Standing
    ) -> UInt64 {
        let rules = seals.compactMap { policy.seals[$0]?.rule }
        return standing.rules?.rules.filter { rules.contains($0.name) }.map(\.offlineSecondsMax).min()
            ?? 14 * 86_400
    }
}

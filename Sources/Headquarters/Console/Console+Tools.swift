import Authority
import Cryptography
import Enrolment
import Hummingbird
import Records
import Screens

extension Console {
    /// The same desks in JSON, behind the same guard: a session cookie, and for what changes something the form's token.
    var toolEntries: [Entry] { readingToolEntries + writingToolEntries + evidenceEntries }

    /// Answers a tool; what headquarters refuses becomes `{"error":…}` with its status.
    func tool<Answer: Encodable & SendableMetatype>(
        _ make: @escaping @Sendable (Visitor) async throws -> Answer
    ) -> Handler {
        { _, context in
            do { return try ToolAnswer.response(try await make(try Visitor(self, context))) } catch let error
                as HeadquartersError
            {
                return try ToolAnswer.response(ToolAnswer.Problem(error: error.message), status: error.status)
            }
        }
    }

    private var readingToolEntries: [Entry] {
        let ledger = ledger
        let applications = Route<HeadquartersRole>.Access.roles(Self.applicationReaders)
        let proposals = Route<HeadquartersRole>.Access.roles(Self.proposalReaders)
        return [
            Entry(.get, "/api/session", .loggedIn, handler: tool { try $0.session() }),
            Entry(.get, "/api/overview", .roles(Self.readers), handler: tool { $0.overviewAnswer }),
            Entry(
                .get,
                "/api/cabinets",
                .roles(Self.readers.union([.systemAdministrator])),
                handler: tool { $0.cabinetAnswers }
            ),
            Entry(
                .get,
                "/api/applications",
                applications,
                shows: .open("申请列表", "Applications"),
                handler: tool { visitor in
                    visitor.applications.map(visitor.answer)
                }
            ),
            Entry(
                .get,
                "/api/applications/:grant",
                applications,
                place: ofApplication,
                shows: .only("申请", "Application"),
                handler: tool { visitor in
                    visitor.answer(try visitor.application())
                }
            ),
            Entry(.get, "/api/applications/:grant/text", applications, place: ofApplication) { _, context in
                let visitor = try Visitor(self, context)
                return Paper.response(
                    Armor(.statement, try visitor.application().approved.bytes).text,
                    name: "grant.txt"
                )
            },
            Entry(
                .get,
                "/api/proposals",
                proposals,
                handler: tool { visitor in
                    visitor.proposals.map(visitor.answer)
                }
            ),
            Entry(
                .get,
                "/api/proposals/:statement",
                proposals,
                place: ofProposal,
                shows: .open("待签文本", "Statement to be signed"),
                handler: tool { visitor in
                    visitor.answer(try visitor.proposal())
                }
            ),
            Entry(.get, "/api/proposals/:statement/text", proposals, place: ofProposal) { _, context in
                let visitor = try Visitor(self, context)
                return Paper.response(
                    Armor(.statement, try visitor.proposal().signed.bytes).text,
                    name: "statement.txt"
                )
            },
            Entry(
                .get,
                "/api/counts",
                .roles(Self.countReaders),
                handler: tool { visitor in
                    visitor.runs.map(visitor.answer)
                }
            ),
            Entry(
                .get,
                "/api/counts/:run",
                .roles(Self.countReaders),
                shows: .open("盘点结果", "Result of a count"),
                handler: tool { visitor in
                    visitor.answer(try visitor.run())
                }
            ),
            Entry(.get, "/api/findings", .roles(Self.readers), handler: tool { $0.findingAnswers }),
            Entry(.get, "/api/people", .roles(Self.peopleReaders), handler: tool { $0.peopleAnswers }),
            Entry(
                .get,
                "/api/credentials",
                .roles(Self.peopleReaders),
                shows: .open("凭证", "Credentials"),
                handler: tool { $0.credentialAnswers }
            ),
            Entry(
                .get,
                "/api/enrolment",
                .roles(Self.enrolmentReaders),
                handler: tool { await $0.enrolmentAnswer() }
            ),
            Entry(
                .get,
                "/api/acts/:cabinet",
                .roles([.auditor, .custodian]),
                place: .of { parameters in parameters["cabinet"].flatMap { ledger.view.place(ofCabinet: $0) }
                },
                shows: .only("印章柜行为记录", "A cabinet's acts"),
                handler: tool { try $0.actAnswers() }
            ),
        ]
    }

    private var writingToolEntries: [Entry] {
        let signers = Route<HeadquartersRole>.Access.roles([.securityAdministrator, .custodian])
        return [
            Entry(
                .post,
                "/api/applications",
                .roles([.applicant]),
                form: .file(byteCountMax: FileShelf.byteCountMax),
                handler: tool { visitor in visitor.answer(try await visitor.file()) }
            ),
            Entry(
                .post,
                "/api/applications/:grant/approvals",
                .roles([.approver, .applicant]),
                place: ofApplication,
                form: .file(byteCountMax: 64 << 10),
                handler: tool { visitor in visitor.answer(try await visitor.approve()) }
            ),
            Entry(
                .post,
                "/api/proposals",
                signers,
                form: .file(byteCountMax: 256 << 10),
                handler: tool { visitor in
                    let digest = try await visitor.propose()
                    guard let proposal = self.ledger.view.desks.proposals[digest] else {
                        throw Refusal.notFound
                    }
                    return visitor.answer(proposal)
                }
            ),
            Entry(
                .post,
                "/api/proposals/:statement/signatures",
                signers,
                place: ofProposal,
                form: .file(byteCountMax: 256 << 10),
                handler: tool { visitor in visitor.answer(try await visitor.sign()) }
            ),
            Entry(
                .post,
                "/api/counts",
                .roles(Self.countReaders),
                handler: tool { visitor in
                    visitor.answer(try await visitor.askCount())
                }
            ),
            Entry(
                .post,
                "/api/enrolment",
                .roles([.systemAdministrator]),
                handler: tool { visitor in
                    ["request": Hex.encode(try await visitor.askSlip())]
                }
            ),
            Entry(
                .post,
                "/api/enrolment/:request/release",
                .roles([.securityAdministrator]),
                handler: tool { visitor in ["slip": try await visitor.releaseSlip().armored] }
            ),
            Entry(
                .post,
                "/api/people/:site",
                signers,
                place: ofSite,
                handler: tool { visitor in ["statement": try await visitor.proposePerson()] }
            ),
            Entry(
                .post,
                "/api/people/:site/credentials",
                signers,
                place: ofSite,
                handler: tool { visitor in ["statement": try await visitor.proposeCredential()] }
            ),
            Entry(
                .post,
                "/api/sites/:site/key",
                .roles([.systemAdministrator]),
                place: .whole,
                handler: tool { visitor in
                    let site = visitor.context.path["site"] ?? ""
                    do {
                        try SiteStatement.check(label: site)
                        return ["policyKey": "\(try self.ledger.keys.policyKey(makingFor: site))"]
                    } catch let error as RecordsError {
                        throw HeadquartersError(error)
                    } catch let error as EnrolmentError {
                        throw HeadquartersError(error)
                    }
                }
            ),
            Entry(
                .post,
                "/api/seals/:seal/suspend",
                .roles([.custodian, .securityAdministrator]),
                place: ofSeal,
                handler: tool { visitor in
                    try await visitor.suspendSeal()
                    return ["state": "suspended"]
                }
            ),
        ]
    }
}

extension Visitor {
    fileprivate func session() throws -> ToolAnswer.Session {
        ToolAnswer.Session(
            account: principal.account,
            name: principal.name,
            person: "\(try person())",
            posts: principal.posts.map { .init(role: $0.role.rawValue, place: "\($0.place)") },
            formToken: token.text
        )
    }
}

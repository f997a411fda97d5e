import Authority
import Cryptography
import Enrolment
import Hummingbird
import Records
import Screens

extension Console {
    var proposalEntries: [Entry] {
        let readers = Route<HeadquartersRole>.Access.roles(Self.proposalReaders)
        let writers = Route<HeadquartersRole>.Access.roles([.securityAdministrator, .custodian])
        return [
            Entry(
                .get,
                "/proposals",
                readers,
                handler: page { visitor, _ in visitor.proposalList().response() }
            ),
            Entry(
                .post,
                "/proposals",
                writers,
                form: .file(byteCountMax: 256 << 10),
                handler: page { visitor, _ in
                    let digest = try await visitor.propose()
                    return Response(status: .seeOther, headers: [.location: "/proposals/\(digest)"])
                }
            ),
            Entry(
                .get,
                "/proposals/:statement",
                readers,
                place: ofProposal,
                shows: .open("待签文本", "Statement to be signed"),
                handler: page { visitor, _ in try visitor.proposalPage().response() }
            ),
            Entry(
                .get,
                "/proposals/:statement/text",
                readers,
                place: ofProposal,
                shows: .open("待签文本", "Statement to be signed"),
                handler: page { visitor, _ in
                    let proposal = try visitor.proposal()
                    return Paper.response(
                        Armor(.statement, proposal.signed.bytes).text,
                        name: "statement-\(proposal.digest.description.prefix(16)).txt"
                    )
                }
            ),
            Entry(
                .post,
                "/proposals/:statement/signatures",
                writers,
                place: ofProposal,
                form: .file(byteCountMax: 256 << 10),
                handler: page { visitor, _ in
                    let proposal = try await visitor.sign()
                    return Response(status: .seeOther, headers: [.location: "/proposals/\(proposal.digest)"])
                }
            ),
            Entry(
                .post,
                "/proposals/:statement/withdraw",
                writers,
                place: ofProposal,
                handler: page { visitor, _ in
                    let proposal = try visitor.proposal()
                    try await self.ledger.withdraw(proposal: proposal.digest, by: try visitor.actor())
                    return Response(status: .seeOther, headers: [.location: "/proposals"])
                }
            ),
        ]
    }

    var ofProposal: Route<HeadquartersRole>.Place {
        let ledger = ledger
        return .of { parameters in
            guard let digest = parameters["statement"].flatMap(Paper.digest),
                let proposal = ledger.view.desks.proposals[digest]
            else { return nil }
            return ledger.view.place(of: proposal)
        }
    }
}

extension HeadquartersView {
    /// The part of the organisation that a proposal is about; the whole for what is about all of it.
    func place(of proposal: Proposal) -> OrganisationPath {
        switch proposal.kind.destination {
        case .policyOfCabinet(let cabinet): place(ofCabinet: cabinet) ?? .whole
        case .policy: proposal.made.site.flatMap { place(ofSite: $0) } ?? .whole
        case .authority:
            (try? CabinetStatement(decoding: proposal.signed.bytes)).flatMap { place(ofSite: $0.site) }
                ?? .whole
        }
    }
}

extension Visitor {
    func proposal() throws -> Proposal {
        guard let digest = context.path["statement"].flatMap(Paper.digest),
            let proposal = view.desks.proposals[digest]
        else { throw Refusal.notFound }
        return proposal
    }

    /// The proposals that one may see: those that wait first, then the newest.
    var proposals: [Proposal] {
        view.desks.proposals.values
            .filter { principal.holds(Console.proposalReaders, at: view.place(of: $0)) }
            .sorted { ($0.state == .open ? 1 : 0, $0.madeAt) > ($1.state == .open ? 1 : 0, $1.madeAt) }
    }

    /// Lays out what the form brings: a STATEMENT paper, or a SIGNED STATEMENT with signatures already.
    func propose() async throws -> Digest {
        let text = context.form.file?.bytes ?? Array((context.form["statement"] ?? "").utf8)
        let armor: Armor
        do { armor = try Armor(text) } catch { throw HeadquartersError(error) }
        let signed: SignedStatement
        switch armor.kind {
        case .statement: signed = SignedStatement(bytes: armor.bytes, signatures: [])
        case .signedStatement:
            do { signed = try SignedStatement(decoding: armor.bytes) } catch {
                throw HeadquartersError(error)
            }
        default: throw HeadquartersError(.malformed, "this is no statement but «\(armor.kind.rawValue)»")
        }
        return try await propose(signed)
    }

    /// Lays a statement out, within one's own part of the organisation, and adds the signatures that it brings.
    func propose(_ signed: SignedStatement) async throws -> Digest {
        let site = (context.form["site"] ?? "").isEmpty ? nil : context.form["site"]
        let kind = try ProposedKind(of: signed.bytes)
        let place: OrganisationPath =
            switch kind.destination {
            case .policyOfCabinet(let cabinet): view.place(ofCabinet: cabinet) ?? .whole
            case .policy: site.flatMap { view.place(ofSite: $0) } ?? .whole
            case .authority: .whole
            }
        guard principal.holds([.securityAdministrator, .custodian], at: place) else {
            throw Refusal.forbidden
        }
        let digest = try await console.ledger.propose(
            signed.bytes,
            site: site,
            note: String((context.form["note"] ?? "").prefix(500)),
            by: try actor()
        )
        for signature in signed.signatures {
            _ = try await console.ledger.sign(digest, signature, by: try actor())
        }
        return digest
    }

    /// Adds the signature that the form brings: a SIGNATURE paper, or a SIGNED STATEMENT of the same bytes.
    func sign() async throws -> Proposal {
        var proposal = try self.proposal()
        let text = context.form.file?.bytes ?? Array((context.form["signature"] ?? "").utf8)
        do {
            let armor = try Armor(text)
            let signatures: [StatementSignature]
            switch armor.kind {
            case .signature: signatures = [try StatementSignature(decoding: armor.bytes)]
            case .signedStatement:
                let signed = try SignedStatement(decoding: armor.bytes)
                guard signed.bytes == proposal.signed.bytes else {
                    throw HeadquartersError(.malformed, "the signed statement is another one than this")
                }
                signatures = signed.signatures
            default: throw HeadquartersError(.malformed, "this is no signature but «\(armor.kind.rawValue)»")
            }
            for signature in signatures where proposal.state == .open {
                proposal = try await console.ledger.sign(proposal.digest, signature, by: try actor())
            }
            return proposal
        } catch let error as EnrolmentError {
            throw HeadquartersError(error)
        } catch let error as RecordsError {
            throw HeadquartersError(error)
        }
    }

    func proposalPill(_ proposal: Proposal) -> Pill {
        switch proposal.state {
        case .open: Pill(.unknown, say("待签", "To be signed"))
        case .given: Pill(.inPlace, say("已生效", "In force"))
        case .withdrawn: Pill(.wrong, say("已撤回", "Withdrawn"))
        }
    }

    fileprivate func proposalList() -> ConsolePage {
        page("/proposals", title: say("签署文本", "Statements"), live: ["desks"]) {
            Region("proposals") {
                Table(
                    caption: say("文本", "Statements"),
                    columns: [
                        .text(say("种类", "Kind")), .text(say("状态", "State")), .number(say("签名", "Signatures")),
                        .text(say("说明", "Note")), .text(say("提出人", "By")), .text(say("提出", "Laid out")),
                    ],
                    rows: proposals.prefix(200).map { proposal in
                        .init(
                            "\(proposal.digest)",
                            [
                                .link(kindName(proposal), to: "/proposals/\(proposal.digest)"),
                                .parts { proposalPill(proposal) }, .number(proposal.signed.signatures.count),
                                .text(proposal.made.note),
                                .text(proposal.actor.person.map(name) ?? proposal.actor.component ?? ""),
                                .text(near(proposal.madeAt)),
                            ]
                        )
                    },
                    empty: EmptyState(
                        why: say("没有等待签名的文本。", "No statement waits for signatures."),
                        advice: say("人员、印章、入网都从一份待签文本开始。", "People, seals and enrolments begin with one.")
                    )
                )
            }
            if principal.holds([.securityAdministrator, .custodian]) {
                Fold(say("提出一份文本…", "Lay out a statement…")) { proposalForm }
            }
        }
    }

    private var proposalForm: Form {
        Form(
            to: "/proposals",
            .post(token),
            submitTitle: say("提出这份文本", "Lay out this statement"),
            records: say("文本、提出人和时间", "the statement, who laid it out and when"),
            fields: [
                Field(
                    "statement",
                    say("文本文件", "The statement's file"),
                    .file(byteCountMax: 256 << 10, accept: ".txt,.signet")
                ),
                Field(
                    "site",
                    say("机构", "Site"),
                    .oneOf(
                        [Field.Option("", "–")]
                            + sites(for: Console.proposalReaders).map { Field.Option($0, siteName($0)) }
                    ),
                    isRequired: false
                ),
                Field("note", say("说明", "Note"), isRequired: false),
            ]
        )
    }

    /// What kind of statement it is, in the words of the signing tool.
    private func kindName(_ proposal: Proposal) -> String {
        rendered(proposal)?.title ?? proposal.kind.title
    }

    private func rendered(_ proposal: Proposal) -> RenderedStatement? {
        try? StatementRenderer(language: language == .chinese ? .chinese : .english)
            .render(proposal.signed.bytes)
    }

    private func facts(of proposal: Proposal, _ rendered: RenderedStatement?) -> [Facts.Fact] {
        let by = proposal.actor.person.map(name) ?? proposal.actor.component ?? ""
        var facts: [Facts.Fact] = [
            .init(say("状态", "State"), proposalPill(proposal)),
            .init(say("提出", "Laid out"), "\(by)\(say("，", ", "))\(due(proposal.madeAt))"),
        ]
        for line in rendered?.lines ?? [] {
            facts.append(.init(String(repeating: "· ", count: line.depth) + line.label, line.value))
        }
        for signature in proposal.signed.signatures {
            facts.append(.init(say("签名", "Signature"), monospaced: Hex.encode(signature.key)))
        }
        return facts + [.init(say("摘要", "Digest"), monospaced: "\(proposal.digest)")]
    }

    fileprivate func proposalPage() throws -> ConsolePage {
        let proposal = try self.proposal()
        let rendered = rendered(proposal)
        let isOpen = proposal.state == .open
        return page("/proposals", title: rendered?.title ?? proposal.kind.title, live: ["desks"]) {
            Region("proposal") {
                Card(title: proposal.made.note, aside: rendered.map { "\($0.checkCode)" }) {
                    Facts(facts(of: proposal, rendered))
                    Link(say("下载待签文本", "Download the text to sign"), to: "/proposals/\(proposal.digest)/text")
                }
            }
            if isOpen, principal.holds([.securityAdministrator, .custodian], at: view.place(of: proposal)) {
                Form(
                    to: "/proposals/\(proposal.digest)/signatures",
                    .post(token),
                    submitTitle: say("交入签名", "Hand in the signature"),
                    records: say("签名的密钥和时间", "the signature's key and the time"),
                    fields: [
                        Field(
                            "signature",
                            say("signet sign 写出的文件", "The file that signet sign wrote"),
                            .file(byteCountMax: 256 << 10, accept: ".txt,.signet")
                        )
                    ]
                )
                Fold(say("撤回…", "Withdraw it…")) {
                    Actions([
                        Action(
                            say("撤回这份文本", "Withdraw this statement"),
                            .post("/proposals/\(proposal.digest)/withdraw", token),
                            weight: .danger,
                            records: say("何人何时撤回", "who withdrew it and when")
                        )
                    ])
                }
            }
        }
    }
}

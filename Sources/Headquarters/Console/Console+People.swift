import Authority
import Custody
import Hummingbird
import Records
import Screens

extension Console {
    var peopleEntries: [Entry] {
        let ledger = ledger
        let ofSite = Route<HeadquartersRole>.Place.of { parameters in
            parameters["site"].flatMap { ledger.view.place(ofSite: $0) }
        }
        return [
            Entry(
                .get,
                "/people",
                .roles(Self.peopleReaders),
                handler: page { visitor, _ in visitor.people().response() }
            ),
            Entry(
                .post,
                "/people/:site",
                .roles([.securityAdministrator, .custodian]),
                place: ofSite,
                handler: page { visitor, _ in
                    let digest = try await visitor.proposePerson()
                    return Response(status: .seeOther, headers: [.location: "/proposals/\(digest)"])
                }
            ),
            Entry(
                .post,
                "/people/:site/credentials",
                .roles([.securityAdministrator, .custodian]),
                place: ofSite,
                handler: page { visitor, _ in
                    let digest = try await visitor.proposeCredential()
                    return Response(status: .seeOther, headers: [.location: "/proposals/\(digest)"])
                }
            ),
            Entry(
                .post,
                "/people/:site/remove",
                .roles([.securityAdministrator]),
                place: ofSite,
                handler: page { visitor, _ in
                    try await visitor.removePerson()
                    return Response(status: .seeOther, headers: [.location: "/people"])
                }
            ),
        ]
    }
}

/// A credential that a person chose at a cabinet, as its record says.
struct RequestedCredential {
    let cabinet: String
    let index: UInt64
    let person: Identifier<Person>
    let request: CredentialRequested
    let time: Int64
}

extension Visitor {
    private func site() throws -> String {
        guard let site = context.path["site"], view.policies[site] != nil else { throw Refusal.notFound }
        return site
    }

    private var statementHead: StatementHead {
        StatementHead(organisation: view.organisation, madeUnder: view.standing.size)
    }

    /// Lays out a person for two officers, new or changed.
    func proposePerson() async throws -> String {
        let site = try self.site()
        let name = context.form["name"] ?? ""
        guard (1...120).contains(name.utf8.count) else {
            throw HeadquartersError(.malformed, "a person has a name of at most 120 bytes")
        }
        var generator = SystemRandomNumberGenerator()
        let known = context.form["person"].flatMap { Identifier<Person>(hexadecimal: $0) }
        let person = known ?? Identifier(using: &generator)
        let current = view.policies[site]?.persons[person]
        let removed = view.standing.removedGenerations[person] ?? 0
        let generation = max(current?.generation ?? 1, removed + 1)
        let rights = (context.form.all("rights").flatMap { $0.split(separator: " ") }).compactMap { word in
            SiteRight.allCases.first { "\($0)" == word }
        }
        let statement = PersonStatement(
            head: statementHead,
            person: person,
            generation: generation,
            version: current.map { $0.generation == generation ? $0.version + 1 : 1 } ?? 1,
            name: name,
            rights: rights
        )
        return
            "\(try await console.ledger.propose(statement.encoded, site: site, note: name, by: try actor()))"
    }

    /// Lays out a credential for two officers, exactly as the person chose it at a cabinet of the site.
    func proposeCredential() async throws -> String {
        let site = try self.site()
        guard let cabinet = context.form["cabinet"], let index = UInt64(context.form["index"] ?? ""),
            let requested = try requestedCredentials(of: site).first(where: {
                $0.cabinet == cabinet && $0.index == index
            })
        else { throw HeadquartersError(.notFound, "no such request for a credential is here") }
        guard let person = view.policies[site]?.persons[requested.person] else {
            throw HeadquartersError(.notFound, "the person is not known at this site yet")
        }
        var generator = SystemRandomNumberGenerator()
        let statement = CredentialStatement(
            head: statementHead,
            credential: Identifier(using: &generator),
            person: person.person,
            generation: person.generation,
            credentialKind: requested.request.kind,
            card: requested.request.card,
            verifiers: requested.request.verifiers
        )
        return
            "\(try await console.ledger.propose(statement.encoded, site: site, note: person.name, by: try actor()))"
    }

    /// Removes a person's generation for good: needs no officer, and only officers can enrol the person anew.
    func removePerson() async throws {
        let site = try self.site()
        guard let id = context.form["person"].flatMap({ Identifier<Person>(hexadecimal: $0) }),
            let person = view.policies[site]?.persons[id]
        else { throw HeadquartersError(.notFound, "the person is not known at this site") }
        let removed = PersonInGeneration(person: id, generation: person.generation)
        _ = try await console.ledger.takeAway(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: try actor(),
                subject: Subject(person: id),
                detail: removed.canonical
            ),
            because: context.form["reason"] ?? ""
        )
    }

    /// What people chose at a site's cabinets, among the newest records of each, newest first.
    func requestedCredentials(of site: String) throws -> [RequestedCredential] {
        try view.cabinets(ofSite: site).flatMap { cabinet in
            try newestRecords(of: try console.ledger.origins.acts(of: cabinet.cabinet)).compactMap {
                index,
                record in
                guard try record.kind()?.kind == .credentialRequested,
                    let request: CredentialRequested = try record.detail(),
                    let person = try record.subject()?.person
                else { return nil }
                return RequestedCredential(
                    cabinet: cabinet.cabinet,
                    index: index,
                    person: person,
                    request: request,
                    time: record.leaf.header.time.milliseconds
                )
            }
        }
    }

    fileprivate func people() -> ConsolePage {
        page("/people", title: say("人员", "People"), live: ["logs"]) {
            for site in sites(for: Console.peopleReaders) {
                Card(title: siteName(site)) {
                    peopleTable(site)
                    if let place = view.place(ofSite: site),
                        principal.holds([.securityAdministrator, .custodian], at: place)
                    {
                        Form(
                            to: "/people/\(site)",
                            .post(token),
                            submitTitle: say("提出登记人员", "Lay out a new person"),
                            records: say("提出人和时间；两名安全员签署后生效", "who laid it out; two officers must sign"),
                            fields: [
                                Field("name", say("姓名", "Name")),
                                Field(
                                    "rights",
                                    say("权限", "Rights"),
                                    .anyOf(SiteRight.allCases.map { Field.Option("\($0)", right($0)) }),
                                    isRequired: false
                                ),
                            ]
                        )
                    }
                }
            }
        }
    }

    private func right(_ right: SiteRight) -> String {
        switch right {
        case .custodian: say("印章管理员", "Custodian")
        case .companion: say("第二人", "Second person")
        case .installer: say("安装人员", "Installer")
        }
    }

    private func peopleTable(_ site: String) -> Table {
        let policy = view.policies[site]
        let people = policy?.persons.values.sorted { $0.name < $1.name } ?? []
        return Table(
            caption: siteName(site),
            columns: [
                .text(say("姓名", "Name")), .text(say("权限", "Rights")), .number(say("凭证", "Credentials")),
                .text(say("状态", "State")), .text(say("编号", "Id")),
            ],
            rows: people.map { person in
                let credentials = policy?.credentials.values.count { $0.person == person.person } ?? 0
                let isRemoved = (view.standing.removedGenerations[person.person] ?? 0) >= person.generation
                return .init(
                    "\(person.person)",
                    [
                        .text(person.name),
                        .text(person.rights.map(right).joined(separator: say("、", ", "))),
                        .number(credentials),
                        .pill(
                            isRemoved ? .wrong : .inPlace,
                            isRemoved ? say("已移除", "Removed") : say("有效", "In force")
                        ), .code("\(person.person)"),
                    ]
                )
            },
            empty: EmptyState(
                why: say("这个机构还没有登记人员。", "Nobody is registered at this site yet."),
                advice: say("提出后由两名安全员签署。", "Lay a person out and have two officers sign.")
            )
        )
    }
}

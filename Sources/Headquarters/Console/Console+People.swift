import Authority
import Custody
import Hummingbird
import Records
import Screens

extension Console {
    var peopleEntries: [Entry] {
        [
            Entry(
                .get,
                "/people",
                .roles(Self.peopleReaders),
                shows: .open("人员", "People"),
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

    var ofSite: Route<HeadquartersRole>.Place {
        let ledger = ledger
        return .of { parameters in parameters["site"].flatMap { ledger.view.place(ofSite: $0) } }
    }
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
        let known = context.form["person"].flatMap { Identifier<Person>(hexadecimal: $0) }
        let person = known ?? .drawn()
        let current = view.policies[site]?.persons[person]
        let removed = view.standing.removedGeneration(of: person) ?? 0
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
        guard let id = context.form["credential"].flatMap({ Identifier<CredentialSubject>(hexadecimal: $0) }),
            let chosen = requestedCredentials(of: site).first(where: { $0.request.credential == id })?.request
        else { throw HeadquartersError(.notFound, "no such request for a credential is here") }
        guard let person = view.policies[site]?.persons[chosen.person] else {
            throw HeadquartersError(.notFound, "the person is not known at this site yet")
        }
        let statement = CredentialStatement(
            head: statementHead,
            credential: chosen.credential,
            person: person.person,
            generation: person.generation,
            credentialKind: chosen.requested.kind,
            card: chosen.requested.card,
            verifiers: chosen.requested.verifiers
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

    /// What people chose at a site's cabinets and is no credential yet, newest first.
    func requestedCredentials(of site: String) -> [(cabinet: String, request: RequestedCredential)] {
        let known = view.policies[site]?.credentials ?? [:]
        return view.cabinets(ofSite: site).flatMap { cabinet in
            (view.cabinets[cabinet.cabinet]?.custody.credentialRequests ?? [])
                .filter { known[$0.credential] == nil }
                .map { (cabinet.cabinet, $0) }
        }.sorted { $0.request.time > $1.request.time }
    }

    fileprivate func people() -> ConsolePage {
        page("/people", title: say("人员", "People"), live: ["logs"]) {
            for site in sites(for: Console.peopleReaders) {
                Card(title: siteName(site)) {
                    peopleTable(site)
                    if !requestedCredentials(of: site).isEmpty { requestTable(site) }
                    for part in erasureParts(of: site) { part }
                    if let place = view.place(ofSite: site),
                        principal.holds([.securityAdministrator, .custodian], at: place)
                    {
                        Fold(say("登记人员…", "Register a person…")) {
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
    }

    private func requestTable(_ site: String) -> Table {
        let place = view.place(ofSite: site) ?? .whole
        let mayPropose = principal.holds([.securityAdministrator, .custodian], at: place)
        return Table(
            caption: say("待签的凭证", "Credentials to be signed"),
            columns: [
                .text(say("姓名", "Name")), .text(say("凭证", "Credential")), .text(say("印章柜", "Cabinet")),
                .text(say("时间", "Time")), .text(""),
            ],
            rows: requestedCredentials(of: site).map { cabinet, request in
                .init(
                    "\(request.credential)",
                    [
                        .text(name(of: request.person)), .text(word(request.requested.kind)),
                        .text(cabinetName(cabinet)), .text(near(request.time.milliseconds)),
                        .parts {
                            if mayPropose {
                                Action(
                                    say("提出签署", "Lay out for signing"),
                                    .post(
                                        "/people/\(site)/credentials",
                                        token,
                                        ["credential": "\(request.credential)"]
                                    )
                                )
                            }
                        },
                    ]
                )
            },
            empty: EmptyState(
                why: say("没有待签的凭证。", "No credential waits."),
                advice: say("本人在印章柜前选择密码或刷卡后显示。", "People choose a PIN or lay on a card at a cabinet.")
            )
        )
    }

    private func word(_ kind: CredentialKind) -> String {
        switch kind {
        case .card: say("卡", "card")
        case .pin: say("密码", "PIN")
        case .fingerprint: say("指纹", "fingerprint")
        case .face: say("人脸", "face")
        default: say("其他", "other")
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
                let isRemoved = (view.standing.removedGeneration(of: person.person) ?? 0) >= person.generation
                return .init(
                    "\(person.person)",
                    [
                        .text(person.name),
                        .text(
                            person.rights.isEmpty
                                ? say("取章、还章", "Takes and returns")
                                : person.rights.map(right).joined(separator: say("、", ", "))
                        ),
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

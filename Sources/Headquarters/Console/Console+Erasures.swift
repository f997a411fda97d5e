import Authority
import Custody
import Hummingbird
import Records
import Screens

// Erasing what is known about a person: one asks, another confirms, every holder acknowledges.
extension Console {
    var erasureEntries: [Entry] {
        let administrators = Route<HeadquartersRole>.Access.roles([.securityAdministrator])
        return [
            Entry(
                .post,
                "/people/:site/erase",
                administrators,
                place: ofSite,
                handler: page { visitor, _ in
                    try await visitor.askErasure()
                    return Response(status: .seeOther, headers: [.location: "/people"])
                }
            ),
            Entry(
                .post,
                "/people/:site/erase/confirm",
                administrators,
                place: ofSite,
                handler: page { visitor, _ in
                    try await visitor.confirmErasure()
                    return Response(status: .seeOther, headers: [.location: "/people"])
                }
            ),
        ]
    }
}

extension Visitor {
    private func erasedPerson() throws(HeadquartersError) -> Identifier<Person> {
        guard let id = context.form["person"].flatMap({ Identifier<Person>(hexadecimal: $0) }) else {
            throw HeadquartersError(.notFound, "the person is not known at this site")
        }
        return id
    }

    fileprivate func askErasure() async throws {
        try await console.ledger.askErasure(
            of: try erasedPerson(),
            at: context.path["site"] ?? "",
            because: context.form["reason"] ?? "",
            by: try actor()
        )
    }

    fileprivate func confirmErasure() async throws {
        // Whoever may not act for the site may not confirm what was asked there.
        try await console.ledger.confirmErasure(
            of: try erasedPerson(),
            at: context.path["site"] ?? "",
            by: try actor()
        )
        try await console.shelf.keepOnly(console.ledger.view.namedBlobs)
    }

    /// What was asked, what was erased, and who has acknowledged it; nothing for a site where nothing was.
    func erasureParts(of site: String) -> [any Component] {
        let place = view.place(ofSite: site) ?? .whole
        let mayErase = principal.holds([.securityAdministrator], at: place)
        var parts: [any Component] = []
        let asked = view.desks.erasureRequests.filter { $0.key.site == site }
        for (person, request) in asked.map({ ($0.key.person, $0.value) }).sorted(by: {
            $0.1.askedAt < $1.1.askedAt
        }) {
            parts.append(
                Card(title: say("待确认的删除：\(name(of: person))", "To be erased: \(name(of: person))")) {
                    Prose(request.asked.reason)
                    Prose(say("等待另一名安全管理员确认。", "Waits for another security administrator."), voice: .quiet)
                    if mayErase {
                        Action(
                            say("确认删除", "Confirm the erasure"),
                            .post("/people/\(site)/erase/confirm", token, ["person": "\(person)"]),
                            weight: .danger,
                            records: say("何人何时确认；不可恢复", "who confirmed it and when; it cannot be undone")
                        )
                    }
                }
            )
        }
        let erasures = (view.policies[site]?.subjects.erasures ?? [:]).sorted {
            $0.value.index < $1.value.index
        }
        if !erasures.isEmpty { parts.append(erasureTable(site, erasures.map { ($0.key, $0.value) })) }
        let erasable = erasablePersons(of: site)
        if mayErase, !erasable.isEmpty { parts.append(erasureForm(site, erasable)) }
        return parts
    }

    private func erasureTable(_ site: String, _ erasures: [(Identifier<Person>, SubjectErasure)]) -> Table {
        Table(
            caption: say("已删除的个人信息", "Erased"),
            columns: [
                .text(say("编号", "Id")), .text(say("位置", "Position")), .text(say("进度", "Progress")),
                .text(say("各持有者的确认", "What each holder says")),
            ],
            rows: erasures.map { person, erasure in
                let holders = holders(of: person, erasure, site)
                return .init(
                    "\(person)",
                    [
                        .code("\(person)"), .code("@\(erasure.index)"),
                        .code("\(holders.count(where: \.isDone))/\(holders.count)"),
                        .parts {
                            for holder in holders { acknowledgement(holder.name, isDone: holder.isDone) }
                        },
                    ]
                )
            },
            empty: EmptyState(why: say("没有。", "None."), advice: "")
        )
    }

    /// Headquarters and every cabinet of the site, and whether each has acknowledged an erasure.
    private func holders(of person: Identifier<Person>, _ erasure: SubjectErasure, _ site: String) -> [(
        name: String, isDone: Bool
    )] {
        let isDoneHere = view.desks.erasuresDone[SiteSubject(site: site, person: person)] != nil
        return [(say("总部", "headquarters"), isDoneHere)]
            + view.cabinets(ofSite: site).map(\.cabinet).sorted().map { cabinet in
                let done = view.cabinets[cabinet]?.custody.erasuresDone ?? []
                return (cabinetName(cabinet), done.contains(erasure.index))
            }
    }

    private func acknowledgement(_ holder: String, isDone: Bool) -> Pill {
        isDone ? Pill(.inPlace, holder) : Pill(.unknown, say("\(holder)：待确认", "\(holder): not yet"))
    }

    /// Who is removed, and has something sealed for him.
    private func erasablePersons(of site: String) -> [PersonStatement] {
        guard let policy = view.policies[site] else { return [] }
        return policy.persons.values.filter {
            view.standing.removedGeneration(of: $0.person) ?? 0 >= $0.generation
                && policy.subjects.key(of: $0.person) != nil
        }.sorted { $0.name < $1.name }
    }

    private func erasureForm(_ site: String, _ removed: [PersonStatement]) -> Fold {
        Fold(say("删除已移除人员的个人信息…", "Erase what is known about a removed person…")) {
            Form(
                to: "/people/\(site)/erase",
                .post(token),
                submitTitle: say("申请删除", "Ask for the erasure"),
                records: say("申请人、时间和原因；由另一人确认", "who asked, when and why; another person confirms"),
                fields: [
                    Field(
                        "person",
                        say("人员", "Person"),
                        .oneOf(removed.map { Field.Option("\($0.person)", $0.name) })
                    ), Field("reason", say("原因", "Reason")),
                ]
            )
        }
    }
}

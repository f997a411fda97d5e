import Authority
import Cryptography
import Enrolment
import Hummingbird
import Records
import Screens

extension Console {
    var enrolmentEntries: [Entry] {
        let administrators = Route<HeadquartersRole>.Access.roles([.systemAdministrator])
        let officers = Route<HeadquartersRole>.Access.roles([.securityAdministrator])
        return [
            Entry(
                .get,
                "/enrolment",
                .roles(Self.enrolmentReaders),
                handler: page { visitor, _ in await visitor.enrolmentPage().response() }
            ),
            Entry(
                .post,
                "/enrolment",
                administrators,
                handler: page { visitor, _ in
                    _ = try await visitor.askSlip()
                    return Response(status: .seeOther, headers: [.location: "/enrolment"])
                }
            ),
            Entry(
                .post,
                "/enrolment/requests/:request/release",
                officers,
                handler: page { visitor, _ in
                    let slip = try await visitor.releaseSlip()
                    return Paper.response(slip.armored, name: "slip-\(slip.shortCode).txt")
                }
            ),
            Entry(
                .post,
                "/enrolment/papers",
                .roles([.systemAdministrator, .securityAdministrator]),
                form: .file(byteCountMax: 64 << 10),
                handler: page { visitor, _ in try await visitor.redeemPaper() }
            ),
            Entry(
                .post,
                "/enrolment/slips/:slip/withdraw",
                .roles([.systemAdministrator, .securityAdministrator]),
                handler: page { visitor, _ in
                    try await visitor.withdrawSlip()
                    return Response(status: .seeOther, headers: [.location: "/enrolment"])
                }
            ),
        ]
    }
}

extension Visitor {
    /// The first of two: asks for a slip, for a site of one's own part.
    func askSlip() async throws -> [UInt8] {
        if let cabinet = context.form["replaces"], !cabinet.isEmpty {
            return try await askReplacement(of: cabinet)
        }
        let site = context.form["site"] ?? ""
        guard sites(for: [.systemAdministrator]).contains(site) else {
            throw HeadquartersError(.notFound, "the site is not known to you")
        }
        return try await console.enrolment.ask(
            cabinet: context.form["cabinet"] ?? "",
            site: site,
            name: context.form["name"] ?? "",
            by: try actor()
        )
    }

    /// The second: releases it, for a site of one's own part.
    func releaseSlip() async throws -> SignedSlip {
        guard let id = context.path["request"].flatMap({ Hex.decode($0) }),
            let request = view.desks.slipRequests[Bytes(id)],
            sites(for: [.securityAdministrator]).contains(request.asked.site)
        else { throw HeadquartersError(.notFound, "no such request for a slip waits here") }
        return try await console.enrolment.release(id, by: try actor())
    }

    /// Takes a slip back, of a site of one's own part.
    fileprivate func withdrawSlip() async throws {
        let sites = sites(for: [.systemAdministrator, .securityAdministrator])
        guard let id = context.path["slip"].flatMap({ Identifier<SlipSubject>(hexadecimal: $0) }),
            let entry = await console.enrolment.entries.first(where: { $0.slip.slip == id }),
            sites.contains(entry.slip.site)
        else { throw HeadquartersError(.notFound, "there is no such slip") }
        try await console.enrolment.withdraw(id, by: try actor())
    }

    /// A request that came as a file, answered as a file where officers have signed.
    fileprivate func redeemPaper() async throws -> Response {
        let request: SignedRequest
        do {
            request = try SignedRequest(
                text: context.form.file?.bytes ?? Array((context.form["request"] ?? "").utf8)
            )
        } catch { throw HeadquartersError(error) }
        switch await console.enrolment.redeem(request) {
        case .waiting: return Response(status: .seeOther, headers: [.location: "/enrolment"])
        case .answered(let answer): return Paper.response(answer.armored, name: "answer-\(answer.slip).txt")
        case .refused(let message): throw HeadquartersError(.refused, message)
        }
    }

    static func word(_ state: SlipEntry.State) -> String {
        switch state {
        case .issued: "issued"
        case .redeemed: "redeemed"
        case .approved: "approved"
        case .confirmed: "confirmed"
        case .expired: "expired"
        case .undone: "undone"
        case .withdrawn: "withdrawn"
        }
    }

    /// The words that people compare by phone, once a cabinet has asked under the slip.
    static func words(_ entry: SlipEntry) -> [String] {
        switch entry.state {
        case .redeemed(let request), .approved(let request, _), .confirmed(let request, _),
            .undone(let request, _):
            guard let keys = try? request.claimed().keys else { return [] }
            return ComparisonWords(cabinet: keys, slip: entry.slip).words
        default: return []
        }
    }

    private func pill(_ state: SlipEntry.State) -> Pill {
        switch state {
        case .issued: Pill(.unknown, say("已发出", "Issued"))
        case .redeemed: Pill(.inQuestion, say("请求入网", "Asks to be enrolled"))
        case .approved: Pill(.out, say("已签署，等待上线", "Signed, not seen yet"))
        case .confirmed: Pill(.inPlace, say("已入网", "Enrolled"))
        case .expired: Pill(.wrong, say("过期", "Expired"))
        case .undone: Pill(.wrong, say("已撤销", "Undone"))
        case .withdrawn: Pill(.wrong, say("已收回", "Withdrawn"))
        }
    }

    fileprivate func enrolmentPage() async -> ConsolePage {
        let sites = Set(sites(for: Console.enrolmentReaders))
        let entries = await console.enrolment.entries.filter { sites.contains($0.slip.site) }
        let waiting = view.desks.slipRequests.values.filter { sites.contains($0.asked.site) }
            .sorted { $0.askedAt < $1.askedAt }
        return page("/enrolment", title: say("印章柜入网", "Enrolment of cabinets"), live: ["enrolment", "desks"])
        {
            Region("enrolment") {
                Table(
                    caption: say("入网单", "Slips"),
                    columns: [
                        .text(say("印章柜", "Cabinet")), .text(say("机构", "Site")), .text(say("状态", "State")),
                        .text(say("核对词", "Words to compare")), .text(say("单码", "Code")),
                    ],
                    rows: entries.prefix(200).map { entry in
                        .init(
                            "\(entry.slip.slip)",
                            [
                                .text(
                                    Self.isReplacement(entry.slip)
                                        ? replacing(entry.slip.name) : entry.slip.name
                                ),
                                .text(siteName(entry.slip.site)),
                                .parts { pill(entry.state) },
                                .text(Self.words(entry).joined(separator: " ")),
                                .code("\(entry.signed.shortCode)"),
                            ]
                        )
                    },
                    empty: EmptyState(
                        why: say("还没有入网单。", "No slip was issued yet."),
                        advice: say(
                            "系统管理员申请，安全管理员发出。",
                            "A system administrator asks, a security administrator releases."
                        )
                    )
                )
                for request in waiting {
                    Card(title: "\(request.asked.name) · \(siteName(request.asked.site))") {
                        if request.asked.version > 1 { replacementWarning(request.asked.cabinet) }
                        Prose(say("等待另一名管理员发出。", "Waits for another administrator."), voice: .quiet)
                        if principal.holds([.securityAdministrator]) {
                            Action(
                                say("发出入网单", "Release the slip"),
                                .post(
                                    "/enrolment/requests/\(Hex.encode(request.asked.id.bytes))/release",
                                    token
                                ),
                                weight: .main,
                                records: say("何人何时发出", "who released it and when")
                            )
                        }
                    }
                }
            }
            if principal.holds([.systemAdministrator]) { replacementForm }
            if principal.holds([.systemAdministrator]) {
                Fold(say("申请入网单…", "Ask for a slip…"), isOpen: entries.isEmpty) {
                    Form(
                        to: "/enrolment",
                        .post(token),
                        submitTitle: say("申请入网单", "Ask for a slip"),
                        records: say("何人何时申请", "who asked and when"),
                        fields: [
                            Field("cabinet", say("印章柜代号（a–z、0–9）", "The cabinet's name (a–z, 0–9)")),
                            Field("name", say("印章柜名称", "What people read")),
                            Field(
                                "site",
                                say("机构", "Site"),
                                .oneOf(
                                    self.sites(for: [.systemAdministrator]).map {
                                        Field.Option($0, siteName($0))
                                    }
                                )
                            ),
                        ]
                    )
                }
            }
        }
    }
}

import Authority
import Custody
import Hummingbird
import Records
import Screens

extension Console {
    var sealEntries: [Entry] {
        [
            Entry(.get, "/seals", .loggedIn, handler: page { visitor, _ in visitor.sealList().response() }),
            Entry(
                .get,
                "/seals/:seal",
                .roles(Self.readers),
                place: ofSeal,
                shows: .only("印章经历", "History of a seal"),
                handler: page { visitor, _ in try visitor.sealPage().response() }
            ),
            Entry(
                .get,
                "/seals/:seal/impression",
                .roles(Self.readers),
                place: ofSeal,
                handler: page { visitor, _ in try await visitor.impression() }
            ),
            Entry(
                .post,
                "/seals/:seal/impression",
                .roles([.custodian, .securityAdministrator]),
                place: ofSeal,
                form: .file(byteCountMax: FileShelf.pictureByteCountMax),
                handler: page { visitor, _ in
                    let digest = try await visitor.proposeImpression()
                    return Response(status: .seeOther, headers: [.location: "/proposals/\(digest)"])
                }
            ),
            Entry(
                .post,
                "/seals/:seal/suspend",
                .roles([.custodian, .securityAdministrator]),
                place: ofSeal,
                handler: page { visitor, _ in
                    try await visitor.suspendSeal()
                    return Response(
                        status: .seeOther,
                        headers: [.location: "/seals/\(visitor.context.path["seal"] ?? "")"]
                    )
                }
            ),
        ]
    }

    var ofSeal: Route<HeadquartersRole>.Place {
        let ledger = ledger
        return .of { parameters in
            guard let seal = parameters["seal"].flatMap({ Identifier<Seal>(hexadecimal: $0) }),
                let site = ledger.view.site(ofSeal: seal)
            else { return nil }
            return ledger.view.place(ofSite: site)
        }
    }
}

extension Visitor {
    func seal() throws -> (SealStatement, String) {
        guard let id = context.path["seal"].flatMap({ Identifier<Seal>(hexadecimal: $0) }),
            let site = view.site(ofSeal: id), let seal = view.policies[site]?.seals[id]
        else { throw Refusal.notFound }
        return (seal, site)
    }

    /// Stops takes of a seal at once; officers must sign to undo it.
    func suspendSeal() async throws {
        let (seal, site) = try self.seal()
        _ = try await console.ledger.takeAway(
            Draft(
                .taking,
                .sealSuspended,
                isCritical: true,
                actor: try actor(),
                subject: Subject(seal: seal.seal)
            ),
            at: site,
            because: context.form["reason"] ?? ""
        )
    }

    fileprivate func sealList() -> ConsolePage {
        page("/seals", title: say("印章", "Seals"), live: ["logs"]) {
            Region("seals") {
                Table(
                    caption: say("全部印章", "All seals"),
                    columns: [
                        .text(say("印章", "Seal")), .text(say("机构", "Site")), .text(say("位置", "Place")),
                        .text(say("状态", "State")), .text(say("经手人", "With")), .text(say("取出", "Since")),
                        .text(say("应还", "Due back")),
                    ],
                    rows: seals.map { standing in
                        .init(
                            "\(standing.seal.seal)",
                            [
                                .link(standing.seal.name, to: "/seals/\(standing.seal.seal)"),
                                .text(siteName(standing.site)),
                                .text(drawerName(standing.seal)),
                                .parts { standing.pill(self) },
                                .text(standing.holding.map { name(of: $0.holder) } ?? ""),
                                .text(standing.holding.map { due($0.since.milliseconds) } ?? ""),
                                .text(standing.holding?.expectedReturn.map(due) ?? ""),
                            ]
                        )
                    },
                    empty: EmptyState(
                        why: say("还没有登记的印章。", "No seal is registered yet."),
                        advice: say("印章由两名安全员签署登记。", "Seals are registered by two officers.")
                    )
                )
            }
        }
    }

    fileprivate func sealPage() throws -> ConsolePage {
        let (seal, site) = try self.seal()
        let standing = SealStanding(seal, site: site, visitor: self)
        let mayStop = view.place(ofSite: site).map {
            principal.holds([.custodian, .securityAdministrator], at: $0)
        }
        return page("/seals", title: seal.name, live: ["logs"]) {
            Region("seal") {
                Card(title: say("现状", "As it is")) {
                    Facts([
                        .init(say("状态", "State"), standing.pill(self)),
                        .init(say("机构", "Site"), siteName(site)),
                        .init(
                            say("位置", "Place"),
                            drawerName(seal)
                        ),
                        .init(
                            say("经手人", "With"),
                            standing.holding.map(holder) ?? "–"
                        ),
                        .init(say("应还", "Due back"), standing.holding?.expectedReturn.map(moment) ?? "–"),
                        .init(
                            say("数据截至", "Data as of"),
                            standing.asOf > 0 ? due(standing.asOf) : "–"
                        ),
                        .init(say("规则", "Rule"), seal.rule),
                        .init(
                            say("暂停使用", "Suspended"),
                            standing.isSuspended ? say("是", "yes") : say("否", "no")
                        ),
                        .init(say("编号", "Id"), monospaced: "\(seal.seal)"),
                    ])
                }
            }
            for part in impressionParts(of: seal, mayPropose: mayStop == true) { part }
            if let place = view.place(ofSite: site), principal.holds([.auditor, .custodian], at: place) {
                Actions([
                    Action(
                        say("查看\(cabinetName(seal.cabinet))的行为记录", "Acts of \(cabinetName(seal.cabinet))"),
                        .link("/acts/\(seal.cabinet)")
                    )
                ])
            }
            if let place = view.place(ofSite: site), principal.holds([.auditor], at: place) {
                evidenceOfSeal(seal.seal)
            }
            if mayStop == true, !standing.isSuspended {
                Fold(say("暂停使用…", "Suspend it…")) {
                    Form(
                        to: "/seals/\(seal.seal)/suspend",
                        .post(token),
                        submitTitle: say("暂停这枚印章", "Suspend this seal"),
                        records: say(
                            "何人何时暂停，原因；恢复须两名安全员签署",
                            "who, when and why; officers must sign to undo it"
                        ),
                        fields: [Field("reason", say("原因", "Reason"))]
                    )
                }
            }
        }
    }

    /// Cabinet and drawer of a seal.
    func drawerName(_ seal: SealStatement) -> String {
        "\(cabinetName(seal.cabinet)) · \(say("\(seal.drawer) 号抽屉", "drawer \(seal.drawer)"))"
    }

    /// Who took a seal, with whom, and when.
    private func holder(_ holding: Holding) -> String {
        let since = due(holding.since.milliseconds)
        let taker = name(of: holding.holder)
        guard let companion = holding.companion.map({ name(of: $0) }) else {
            return say("\(taker)，\(since) 取出", "\(taker), since \(since)")
        }
        return say("\(taker)，\(companion) 同行，\(since) 取出", "\(taker), with \(companion), since \(since)")
    }
}

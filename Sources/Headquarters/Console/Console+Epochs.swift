import Authority
import Cryptography
import Custody
import Hummingbird
import Records
import Screens

extension Console {
    var epochEntries: [Entry] {
        let officers = Route<HeadquartersRole>.Access.roles([.securityAdministrator])
        return [
            Entry(
                .get,
                "/cabinets",
                .roles(Self.enrolmentReaders),
                handler: page { visitor, _ in visitor.cabinetList().response() }
            ),
            Entry(
                .post,
                "/cabinets/:cabinet/epoch",
                officers,
                place: ofCabinet,
                handler: page { visitor, _ in
                    let digest = try await visitor.proposeEpoch()
                    return Response(status: .seeOther, headers: [.location: "/proposals/\(digest)"])
                }
            ),
            Entry(
                .post,
                "/cabinets/:cabinet/rotation",
                officers,
                place: ofCabinet,
                handler: page { visitor, _ in
                    try await visitor.requestRotation()
                    return Response(status: .seeOther, headers: [.location: "/cabinets"])
                }
            ),
            Entry(
                .post,
                "/api/cabinets/:cabinet/epoch",
                officers,
                place: ofCabinet,
                handler: tool { visitor in ["statement": "\(try await visitor.proposeEpoch())"] }
            ),
            Entry(
                .post,
                "/api/cabinets/:cabinet/rotation",
                officers,
                place: ofCabinet,
                handler: tool { visitor in
                    try await visitor.requestRotation()
                    return ["cabinet": visitor.context.path["cabinet"] ?? ""]
                }
            ),
        ]
    }

    private var ofCabinet: Route<HeadquartersRole>.Place {
        let ledger = ledger
        return .of { parameters in
            parameters["cabinet"].flatMap { ledger.view.place(ofCabinet: $0) }
        }
    }
}

extension Visitor {
    fileprivate func proposeEpoch() async throws -> Digest {
        try await console.ledger.proposeEpoch(of: context.path["cabinet"] ?? "", by: try actor())
    }

    fileprivate func requestRotation() async throws {
        _ = try await console.ledger.requestRotation(of: context.path["cabinet"] ?? "", by: try actor())
    }

    fileprivate func cabinetList() -> ConsolePage {
        let sites = Set(sites(for: Console.enrolmentReaders))
        let cabinets = view.standing.cabinets.values.filter { sites.contains($0.site) }
            .sorted { $0.cabinet < $1.cabinet }
        let isOfficer = principal.holds([.securityAdministrator])
        let isCounting = { (cabinet: CabinetStatement) in
            view.cabinets[cabinet.cabinet]?.isCurrentEpochCounting == true
        }
        let doubtful = isOfficer ? cabinets.filter { !isCounting($0) } : []
        return page("/cabinets", title: say("印章柜记录", "Records of cabinets"), live: ["logs"]) {
            Region("cabinets") {
                Table(
                    caption: say("各柜的记录", "Each cabinet's record"),
                    columns: [
                        .text(say("印章柜", "Cabinet")), .text(say("机构", "Site")),
                        .number(say("期", "Epoch")), .text(say("状态", "State")),
                        .text(say("说明", "Why")),
                    ],
                    rows: cabinets.map { cabinet in
                        let copy = view.cabinets[cabinet.cabinet]
                        let current = copy?.current
                        return Table.Row(
                            cabinet.cabinet,
                            [
                                .link(cabinet.name, to: "/cabinets/\(cabinet.cabinet)/sensors"),
                                .text(siteName(cabinet.site)),
                                .number(Int(clamping: current?.log.epoch ?? 1)),
                                .parts { pill(current?.standing ?? .enrolled) },
                                .text(reason(current?.standing ?? .enrolled, unfinished: copy?.unfinished)),
                            ]
                        )
                    },
                    empty: EmptyState(
                        why: say("还没有入网的印章柜。", "No cabinet is enrolled yet."),
                        advice: say("入网后，这里显示每个柜的记录。", "Cabinets show here once they are enrolled.")
                    )
                )
                for cabinet in doubtful {
                    Card(title: "\(cabinet.name) · \(siteName(cabinet.site))") {
                        Prose(
                            say(
                                "本柜的记录另起一期，前一期不能为它作证。查明原因后，由两名安全员签署，取用才能恢复。",
                                "The record of this cabinet begins anew, and the epoch before does not vouch for it. When the cause is known, two officers sign; takes wait for that."
                            ),
                            voice: .quiet
                        )
                        Action(
                            say("起草声明", "Prepare the statement"),
                            .post("/cabinets/\(cabinet.cabinet)/epoch", token),
                            weight: .main,
                            records: say("何人何时起草", "who prepared it and when")
                        )
                    }
                }
            }
            if isOfficer {
                Fold(say("更换记录密钥…", "Change the key of a record…"), isOpen: false) {
                    for cabinet in cabinets.filter(isCounting) {
                        Action(
                            say("更换 \(cabinet.name) 的密钥", "Change the key of \(cabinet.name)"),
                            .post("/cabinets/\(cabinet.cabinet)/rotation", token),
                            records: say("何人何时要求", "who asked and when")
                        )
                    }
                }
            }
        }
    }

    private func pill(_ standing: EpochStanding) -> Pill {
        switch standing {
        case .enrolled, .continued: Pill(.inPlace, say("有效", "Counts"))
        case .confirmed: Pill(.inPlace, say("安全员已确认", "Officers confirmed it"))
        case .replaced: Pill(.inPlace, say("另一台设备接续", "Another machine goes on"))
        case .provisional: Pill(.wrong, say("待确认，不能取用", "Provisional, no takes"))
        }
    }

    private func reason(_ standing: EpochStanding, unfinished: EpochCopy?) -> String {
        if case .provisional(let doubt) = standing { return doubt.phrase.text(in: language) }
        guard let unfinished, let end = unfinished.log.closed?.size else { return "" }
        let (epoch, count) = (unfinished.log.epoch, end - min(end, unfinished.mirroredSize))
        return say(
            "第 \(epoch) 期已会签而未到的记录：\(count) 条。若印章柜也已没有，请以同一名称登记另一台设备",
            "Cosigned records of epoch \(epoch) that are not here: \(count). Where the cabinet has them no more, enrol another machine under its name"
        )
    }
}

extension EpochDoubt {
    /// Why an epoch does not count, for people.
    fileprivate var phrase: Phrase {
        switch self {
        case .openingMissing: Phrase("首条记录尚未到达", "\(self)")
        case .previousInDoubt: Phrase("前一期也未确认", "\(self)")
        case .keyNotPromised: Phrase("密钥不是前一期所承诺的", "\(self)")
        case .previousForked: Phrase("前一期自相矛盾", "\(self)")
        case .endNotCosigned: Phrase("前一期的结尾没有会签", "\(self)")
        case .asksForOfficers: Phrase("未按顺序开始", "\(self)")
        case .leftOut: Phrase("安全员已在此之前截止记录，并登记了另一台设备", "\(self)")
        }
    }
}

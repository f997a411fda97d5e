import Authority
import Custody
import Hummingbird
import Records
import Screens

extension Console {
    var overviewEntries: [Entry] {
        [Entry(.get, "/", .loggedIn, handler: page { visitor, _ in visitor.overview().response() })]
    }
}

extension Visitor {
    fileprivate func overview() -> ConsolePage {
        let seals = seals
        let mayCount = !sites(for: Console.countReaders).isEmpty
        return page(
            "/",
            title: say("总览", "Overview"),
            live: [],
            truth: say(
                "\(sites(for: Console.readers).count) 个机构，\(seals.count) 枚印章 · ",
                "\(sites(for: Console.readers).count) sites, \(seals.count) seals · "
            )
                + truth + " · " + anchorsTruth,
            mainAction: mayCount
                ? Action(say("一键盘点", "Count every site"), .post("/counts", token), weight: .main) : nil
        ) {
            Region("figures") { figures(seals) }
            Region("away") { awayTable(seals) }
            if let run = newestRun { Region("count") { countCard(run) } }
            Columns(.wideFirst) {
                Region("sites") { siteTable(seals) }
                Region("findings") {
                    Entries(
                        title: say("异常", "Findings"),
                        findings.prefix(6).map(entry),
                        empty: EmptyState(
                            why: say("没有需要解释的情况。", "Nothing asks for an explanation."),
                            advice: say("出现异常时会立即显示在这里。", "Findings show here at once.")
                        )
                    )
                }
            }
        }
    }

    private func figures(_ seals: [SealStanding]) -> Figures {
        let count = { (state: SealStanding.State) in seals.count { $0.state == state } }
        // A number that is none says so without a state: colour is kept for what is to be looked at.
        let figure = { (name: String, number: Int, pill: Pill, remark: String?, path: String?) in
            number == 0
                ? Figures.Figure(name, 0, remark: say("无", "None"))
                : Figures.Figure(name, number, pill: pill, remark: remark, path: path)
        }
        let next = seals.filter { $0.state == .out }.compactMap { $0.holding?.expectedReturn }.min()
        let nextDue = next.map { say("最早应还 \(due($0))", "next due \(due($0))") }
        return Figures([
            figure(
                say("在柜", "In"),
                count(.inPlace),
                Pill(.inPlace, say("已验真", "Proved")),
                nil,
                "/seals"
            ),
            figure(say("外出", "Out"), count(.out), Pill(.out, say("按期", "In time")), nextDue, "/seals"),
            figure(
                say("逾期", "Overdue"),
                count(.overdue),
                Pill(.out, say("应还未还", "Past their time")),
                nil,
                "/seals"
            ),
            figure(
                say("存疑", "In question"),
                count(.inQuestion),
                Pill(.inQuestion, say("需处理", "To be looked at")),
                nil,
                "/findings"
            ),
            figure(say("尚未入柜", "Never seen"), count(.unknown), Pill(.unknown), nil, "/seals"),
            figure(
                say("失联机构", "Silent sites"),
                silentSites.count,
                Pill(.unknown, say("按最近已知", "As last known")),
                nil,
                nil
            ),
        ])
    }

    /// Who holds which seal, the longest overdue first: what is not in its drawer is what people look for.
    private func awayTable(_ seals: [SealStanding]) -> Table {
        let away = seals.filter { $0.holding != nil }
            .sorted { ($0.holding?.expectedReturn ?? .max) < ($1.holding?.expectedReturn ?? .max) }
        return Table(
            caption: say("外出的印章", "Seals that are out"),
            columns: [
                .text(say("外出的印章", "Seals that are out")), .text(say("机构", "Site")),
                .text(say("经手人", "With")), .text(say("取出", "Since")), .text(say("应还", "Due back")),
                .text(say("状态", "State")),
            ],
            rows: away.map { standing in
                .init(
                    "\(standing.seal.seal)",
                    [
                        .link(standing.seal.name, to: "/seals/\(standing.seal.seal)"),
                        .text(siteName(standing.site)),
                        .text(standing.holding.map { name(of: $0.holder) } ?? ""),
                        .text(standing.holding.map { due($0.since.milliseconds) } ?? ""),
                        .text(standing.holding?.expectedReturn.map(due) ?? say("未约定", "not agreed")),
                        .parts { standing.pill(self) },
                    ]
                )
            },
            empty: EmptyState(
                why: say("没有外出的印章。", "No seal is out."),
                advice: say("取出后，这里显示由谁保管、何时应还。", "Who holds a seal, and until when, shows here.")
            )
        )
    }

    private func siteTable(_ seals: [SealStanding]) -> Table {
        let rows = sites(for: Console.readers).map { site in
            let own = seals.filter { $0.site == site }
            let cabinets = view.cabinets(ofSite: site)
            let inside = own.count { $0.state == .inPlace || $0.state == .inQuestion }
            let outside = own.count { $0.state == .out || $0.state == .overdue }
            let unseen = cabinets.reduce(0) { $0 + (view.cabinets[$1.cabinet]?.missingCount ?? 0) }
            return Table.Row(
                site,
                [
                    .text(siteName(site)), .number(cabinets.count), .text("\(inside) / \(outside)"),
                    .parts { sitePill(site, own) }, .number(Int(unseen)),
                    .text(contact(cabinets.map(\.cabinet))),
                ]
            )
        }
        return Table(
            caption: say("机构", "Sites"),
            columns: [
                .text(say("机构", "Site")), .number(say("柜", "Cabinets")),
                .text(say("在柜 / 外出", "In / out")), .text(say("状态", "State")),
                .number(say("未到", "Not here yet")), .text(say("最近联络", "Last contact")),
            ],
            rows: rows,
            empty: EmptyState(
                why: say("还没有您可以查看的机构。", "There is no site that you may see."),
                advice: say(
                    "机构由所有人签署后出现；权限由系统管理员授予。",
                    "Sites appear when owners have signed them; rights are given by the system administrator."
                )
            )
        )
    }

    private func sitePill(_ site: String, _ seals: [SealStanding]) -> Pill {
        if silentSites.contains(site) { return Pill(.unknown, say("失联", "Silent")) }
        if let finding = findings.first(where: { $0.site == site && $0.mark == .wrong }) {
            return Pill(.wrong, ShownFinding.word(finding.kind, in: language))
        }
        let overdue = seals.count { $0.state == .overdue }
        if overdue > 0 { return Pill(.out, say("逾期 \(overdue)", "\(overdue) overdue")) }
        if let finding = findings.first(where: { $0.site == site }) {
            return Pill(finding.mark, ShownFinding.word(finding.kind, in: language))
        }
        return Pill(.inPlace, say("正常", "Well"))
    }

    /// The oldest of the last contacts: a site is as well known as its least known cabinet.
    func contact(_ cabinets: [String]) -> String {
        let lines = cabinets.map { console.liveness.line(of: $0) }
        guard !lines.isEmpty else { return say("尚无印章柜", "no cabinet yet") }
        guard !lines.allSatisfy(\.isConnected) else { return say("在线", "in contact") }
        let contacts = lines.filter { !$0.isConnected }.map(\.lastContact)
        guard let oldest = contacts.min(by: { ($0 ?? 0) < ($1 ?? 0) }), let time = oldest else {
            return say("启动以来未联络", "none since the start")
        }
        return near(time)
    }
}

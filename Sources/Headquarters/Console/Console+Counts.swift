import Custody
import Hummingbird
import Records
import Screens

extension Console {
    var countEntries: [Entry] {
        let readers = Route<HeadquartersRole>.Access.roles(Self.countReaders)
        return [
            Entry(.get, "/counts", readers, handler: page { visitor, _ in visitor.countList().response() }),
            Entry(
                .post,
                "/counts",
                readers,
                handler: page { visitor, _ in
                    let run = try await visitor.askCount()
                    return Response(status: .seeOther, headers: [.location: "/counts/\(run.asked.run)"])
                }
            ),
            Entry(
                .get,
                "/counts/:run",
                readers,
                shows: .open("盘点结果", "Result of a count"),
                handler: page { visitor, _ in try visitor.countPage().response() }
            ),
        ]
    }
}

extension Visitor {
    func progress(_ run: CountRunState) -> CountProgress {
        CountProgress(run, view: view, lines: console.liveness.all)
    }

    /// The newest run that touches a site that one may see.
    var newestRun: CountRunState? { runs.first }

    /// The runs that one may see, newest first.
    var runs: [CountRunState] {
        let sites = Set(sites(for: Console.countReaders))
        return view.desks.runs.values.filter { run in run.targets.contains { sites.contains($0.site) } }
            .sorted { $0.asked.askedAt > $1.asked.askedAt }
    }

    func run() throws -> CountRunState {
        guard let id = context.path["run"].flatMap({ Identifier<CountRun>(hexadecimal: $0) }),
            let run = runs.first(where: { $0.asked.run == id })
        else { throw Refusal.notFound }
        return run
    }

    /// One click: counts every site over which one may ask for it.
    func askCount() async throws -> CountRunState {
        try await console.ledger.askCount(
            sites: Set(sites(for: Console.countReaders)),
            durationMilliseconds: Int64(console.countSeconds) * 1_000,
            by: try actor()
        )
    }

    func word(_ stage: CountStage) -> String {
        switch stage {
        case .queued: say("待发送", "Queued")
        case .sent: say("已通知", "Sent")
        case .scanning: say("扫描中", "Scanning")
        case .equal: say("一致", "Agree")
        case .differing: say("有差异", "Differ")
        case .unreachable: say("失联", "Silent")
        }
    }

    func mark(_ stage: CountStage) -> StateMark {
        switch stage {
        case .equal: .inPlace
        case .differing: .wrong
        default: .unknown
        }
    }

    func countCard(_ run: CountRunState) -> Card {
        let progress = self.progress(run)
        let proved = run.answers.values.reduce(0) { $0 + $1.provedCount }
        let drawers = run.answers.values.reduce(0) { $0 + $1.drawerCount }
        let late = progress.lines.count(where: \.isLate)
        var remark = say(
            "\(proved) 枚已验真，共 \(drawers) 个抽屉",
            "\(proved) seals proved, \(drawers) drawers in all"
        )
        if late > 0 { remark += say("；迟到 \(late)", "; \(late) late") }
        return Card(
            title: "\(say("盘点", "Count")) \(run.asked.number)",
            aside: say(
                "开始于 \(exact(run.asked.askedAt)) · 截止 \(exact(run.asked.deadline))",
                "Began \(exact(run.asked.askedAt)) · ends \(exact(run.asked.deadline))"
            )
        ) {
            ProgressBar(
                stages(of: run).map { stage in
                    .init(
                        mark(stage),
                        word(stage),
                        progress.count(stage),
                        note: stage == .unreachable && progress.count(stage) > 0
                            ? say("按最近已知列出", "listed as last known") : nil,
                        isUnderWay: stage == .scanning
                    )
                },
                total: run.targets.count,
                remark: remark,
                link: Link(say("查看明细 →", "See each cabinet →"), to: "/counts/\(run.asked.run)")
            )
        }
    }

    /// What is done first, what is under way next, what is not known last; a run that is over has nothing under way.
    private func stages(of run: CountRunState) -> [CountStage] {
        run.isClosed
            ? [.equal, .differing, .unreachable]
            : [.equal, .differing, .scanning, .sent, .queued, .unreachable]
    }

    private func exact(_ milliseconds: Int64) -> String {
        formats.near(Int(milliseconds / 1_000), now: Int(now / 1_000), withSeconds: true)
    }

    fileprivate func countList() -> ConsolePage {
        page(
            "/counts",
            title: say("盘点", "Counts"),
            live: [],
            mainAction: Action(
                say("盘点全部机构", "Count every site"),
                .post("/counts", token),
                weight: .main,
                records: say("何人何时发起", "who asked and when")
            )
        ) {
            Region("counts") {
                for run in runs.prefix(20) { countCard(run) }
                if runs.isEmpty {
                    Card {
                        EmptyState(
                            why: say("还没有盘点。", "Nothing was counted yet."),
                            advice: say(
                                "点击一次即可盘点全部机构，无需现场人员。",
                                "One click counts every site; nobody needs to be there."
                            )
                        )
                    }
                }
            }
        }
    }

    fileprivate func countPage() throws -> ConsolePage {
        let run = try self.run()
        let progress = self.progress(run)
        return page(
            "/counts",
            title: "\(say("盘点", "Count")) \(run.asked.number)",
            live: [],
            truth: run.closed.map {
                say(
                    "第 \($0.revision) 版，\(near($0.closedAt)) 签署",
                    "Revision \($0.revision), signed \(near($0.closedAt))"
                )
            } ?? truth
        ) {
            Region("count") {
                countCard(run)
                if mayExport(run) { evidenceOfCount(run) }
                Table(
                    caption: say("逐柜结果", "Each cabinet"),
                    columns: [
                        .text(say("机构", "Site")), .text(say("印章柜", "Cabinet")), .text(say("状态", "State")),
                        .number(say("验真", "Proved")), .number(say("差异", "Differences")),
                        .text(say("数据", "As of")),
                    ],
                    rows: progress.lines.map { line in
                        .init(
                            line.target.cabinet,
                            [
                                .text(siteName(line.target.site)), .text(cabinetName(line.target.cabinet)),
                                .pill(
                                    mark(line.stage),
                                    word(line.stage) + (line.isLate ? say("（迟到）", " (late)") : "")
                                ), .text(line.answer.map { "\($0.provedCount)" } ?? "–"),
                                .text(line.answer.map { "\($0.differenceCount)" } ?? "–"), .text(asOf(line)),
                            ]
                        )
                    },
                    sums: [
                        .text(say("合计", "Total")), .number(progress.lines.count), .text(""),
                        .number(Int(run.answers.values.reduce(0) { $0 + $1.provedCount })),
                        .number(Int(run.answers.values.reduce(0) { $0 + $1.differenceCount })), .text(""),
                    ],
                    empty: EmptyState(why: say("没有印章柜。", "No cabinet."), advice: "")
                )
            }
        }
    }

    private func asOf(_ line: CountLine) -> String {
        if let answer = line.answer { return near(answer.takenAt) }
        guard let contact = line.lastContact else { return say("从未联络", "never in contact") }
        return say("最近联络 \(near(contact))", "last contact \(near(contact))")
    }
}

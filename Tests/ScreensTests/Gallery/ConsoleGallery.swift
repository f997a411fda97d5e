@testable import Screens

/// Pages in the manner of headquarters' console.
struct ConsoleGallery {
    let language: Language

    init(_ language: Language) { self.language = language }

    func say(_ chinese: String, _ english: String) -> String {
        language == .chinese ? chinese : english
    }

    func frame(_ path: String, live: Bool = true) -> ConsoleFrame {
        ConsoleFrame(
            language: language,
            name: say("Signet · 总部", "Signet · Headquarters"),
            entries: [
                .init(say("总览", "Overview"), "/"), .init(say("印章", "Seals"), "/seals"),
                .init(say("申请", "Applications"), "/applications"), .init(say("盘点", "Counts"), "/counts"),
                .init(say("异常", "Findings"), "/findings", count: 3), .init(say("行为记录", "Acts"), "/acts"),
                .init(say("报表", "Reports"), "/reports"), .init(say("审计", "Audit"), "/audit"),
            ],
            currentPath: path,
            person: say("印章管理员 · 华东区", "Custodian · East China"),
            languagePath: "/?language=en",
            logOut: .init(path: "/log-out", token: Gallery.token),
            live: live ? .init("/events") : nil
        )
    }

    var overview: Document {
        ConsolePage(
            frame("/"),
            title: say("总览", "Overview"),
            truth: say(
                "812 个机构 · 数据截至 09:41:07，其中 9 个机构最近一次联络超过 1 小时",
                "812 sites · data as of 09:41:07, 9 sites silent for more than an hour"
            ),
            mainAction: Action(
                say("一键盘点", "Count every site"),
                .post("/counts", Gallery.token),
                weight: .main
            )
        ) {
            Region("figures") {
                Figures([
                    .init(say("在柜", "In"), 15_904, pill: Pill(.inPlace, say("已验真", "Proved"))),
                    .init(say("外出", "Out"), 286, pill: Pill(.out, say("均有授权", "All under grants"))),
                    .init(say("逾期", "Overdue"), 4, pill: Pill(.out, say("已提醒本人", "Borrowers told"))),
                    .init(
                        say("存疑", "In question"),
                        2,
                        pill: Pill(.inQuestion, say("需处理", "To be looked at")),
                        path: "/findings"
                    ),
                    .init(
                        say("失联机构", "Silent sites"),
                        9,
                        pill: Pill(.unknown, say("最长 2 天 3 小时", "Up to 2 days 3 hours"))
                    ),
                    .init(
                        say("今日取用", "Takes today"),
                        1_137,
                        remark: say("昨日同时 1,092", "1,092 at this time yesterday")
                    ),
                ])
            }
            Card(
                title: say(
                    "盘点 2026-11-22-03 · 全部机构 · 现场扫描",
                    "Count 2026-11-22-03 · every site · physical scan"
                ),
                aside: say(
                    "开始于 09:40:58 · 已用 9 秒 · 截止 09:43:58",
                    "Began 09:40:58 · 9 seconds so far · ends 09:43:58"
                )
            ) {
                Region("count", announcement: say("760 个机构一致", "760 sites agree")) {
                    ProgressBar(
                        [
                            .init(.inPlace, say("一致", "Agree"), 760), .init(.wrong, say("有差异", "Differ"), 9),
                            .init(.unknown, say("扫描中", "Scanning"), 34, isUnderWay: true),
                            .init(
                                .unknown,
                                say("失联", "Silent"),
                                9,
                                note: say("按最近已知列出", "listed as last known")
                            ),
                        ],
                        total: 812,
                        remark: say("印章 15,377 / 16,196 已验真（94.9%）", "15,377 of 16,196 seals proved (94.9%)"),
                        link: Link(say("查看差异 →", "See the differences →"), to: "/counts/2026-11-22-03")
                    )
                }
            }
            Columns(.wideFirst) {
                Region("sites") { sites }
                Region("findings") { findings }
            }
        }.document
    }

    private var sites: Table {
        func row(
            _ key: String,
            _ site: String,
            _ cabinets: Int,
            _ seals: String,
            _ pill: Pill,
            _ unseen: String,
            _ contact: String
        ) -> Table.Row {
            .init(
                key,
                [
                    .link(site, to: "/sites/\(key)"), .number(cabinets), .text(seals), .parts { pill },
                    .text(unseen), .text(contact),
                ]
            )
        }
        return Table(
            caption: say("机构", "Sites"),
            columns: [
                .text(say("机构", "Site")), .text(say("柜", "Cabinets")), .text(say("在柜 / 外出", "In / out")),
                .text(say("状态", "State")), .number(say("未见证", "Unwitnessed")),
                .text(say("最近联络", "Last contact")),
            ],
            rows: [
                row(
                    "1",
                    say("杭州延安路支行", "Hangzhou Yan'an Road"),
                    2,
                    "18 / 2",
                    Pill(.inPlace, say("正常", "Well")),
                    "0",
                    "09:41:05"
                ),
                row(
                    "2",
                    say("宁波鼓楼支行", "Ningbo Drum Tower"),
                    1,
                    "11 / 1",
                    Pill(.wrong, say("归还验真未通过", "Return not proved")),
                    "0",
                    "09:41:02"
                ),
                row(
                    "3",
                    say("绍兴柯桥支行", "Shaoxing Keqiao"),
                    1,
                    "9 / 0",
                    Pill(.unknown, say("失联", "Silent")),
                    say("未知", "unknown"),
                    "11-20 06:22"
                ),
                row(
                    "4",
                    say("温州鹿城支行", "Wenzhou Lucheng"),
                    1,
                    "12 / 1",
                    Pill(.out, say("逾期 1", "1 overdue")),
                    "0",
                    "09:41:06"
                ),
                row(
                    "5",
                    say("嘉兴南湖支行", "Jiaxing South Lake"),
                    1,
                    "10 / 0",
                    Pill(.inPlace, say("正常", "Well")),
                    "3",
                    "09:41:04"
                ),
                row(
                    "6",
                    say("台州椒江支行", "Taizhou Jiaojiang"),
                    1,
                    "9 / 2",
                    Pill(.inQuestion, say("读卡器故障", "Reader is ill")),
                    "0",
                    "09:41:01"
                ),
            ],
            empty: EmptyState(why: "", advice: "")
        )
    }

    private var findings: Entries {
        Entries(
            [
                .init(
                    "f1",
                    pill: Pill(.wrong, say("归还验真未通过", "Return not proved")),
                    title: say("宁波鼓楼支行 · 合同专用章（2）", "Ningbo Drum Tower · contract seal (2)"),
                    detail: say(
                        "09:38:44 · 抽屉已锁，真章仍记在借用人名下 ·",
                        "09:38:44 · drawer locked, the real seal stays with the borrower ·"
                    ),
                    position: "acts/e2 @18204",
                    path: "/findings/1"
                ),
                .init(
                    "f2",
                    pill: Pill(.inQuestion, say("读卡器故障", "Reader is ill")),
                    title: say("台州椒江支行 · 2 号柜", "Taizhou Jiaojiang · cabinet 2"),
                    detail: say(
                        "08:57:10 · 6 个格口不可读，不计入在柜",
                        "08:57:10 · 6 slots cannot be read and are not counted as in"
                    ),
                    path: "/findings/2"
                ),
                .init(
                    "f3",
                    pill: Pill(.out, say("逾期", "Overdue")),
                    title: say("温州鹿城支行 · 法人章", "Wenzhou Lucheng · legal representative's seal"),
                    detail: say(
                        "应于昨天 18:00 归还 · 已提醒借用人 2 次",
                        "Due yesterday 18:00 · the borrower was reminded twice"
                    ),
                    path: "/findings/3"
                ),
            ],
            empty: EmptyState(why: "", advice: "")
        )
    }

    var parts: Document {
        ConsolePage(
            frame("/seals"),
            title: say("合同专用章（2）", "Contract seal (2)"),
            truth: say(
                "数据截至 09:41:07，本柜 3 秒前联络",
                "Data as of 09:41:07, the cabinet was in contact 3 seconds ago"
            ),
            notice: .problem(
                say("归还的印章未通过验真。", "The seal that came back was not proved."),
                meaning: say(
                    "抽屉已锁；真章仍记在借用人名下。",
                    "The drawer is locked; the real seal stays with the borrower."
                ),
                next: say("由两名印章管理员取出并封存该物件。", "Two custodians set the object aside."),
                call: say("安全员值班 8021", "Duty officer, 8021")
            )
        ) {
            Notice.done(say("授权已撤回，印章未曾取出。", "The grant is withdrawn; the seal never left."))
            Notice.question(
                say("读卡器 3 秒内没有回答。", "The reader did not answer within 3 seconds."),
                meaning: say("6 个格口不计入在柜。", "6 slots are not counted as in."),
                next: say("请维护人员检查 2 号柜。", "Have cabinet 2 looked at."),
                call: say("维护 8033", "Maintenance, 8033")
            )
            Columns {
                Card(title: say("登记资料", "Registered")) {
                    Facts([
                        .init(say("法人", "Legal entity"), say("华东某某股份有限公司", "East China Example Ltd")),
                        .init(say("状态", "State"), Pill(.out, say("外出 2 小时", "Out for 2 hours"))),
                        .init(say("记录位置", "Position"), monospaced: "acts/e2 @18204"),
                        .init(say("批准", "Approved by")) { Pill(.inPlace, say("本人密钥", "Own keys")) },
                    ])
                }
                Card(title: say("位置", "Where it lies")) {
                    CabinetDrawing(
                        [
                            .init("1", mark: .inPlace), .init("2", mark: .inPlace),
                            .init("3", mark: .out, isLit: true), .init("4", mark: .unknown),
                            .init("5", mark: .inQuestion), .init("6", mark: .wrong),
                            .init("7", mark: .inPlace), .init("8", mark: .inPlace),
                        ],
                        columnCount: 4
                    )
                    Prose(say("3 号抽屉灯亮。", "The light of drawer 3 is on."), voice: .quiet)
                    Prose(
                        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        voice: .monospaced
                    )
                }
            }
            Table(
                caption: say("盘点结果", "Results"),
                columns: [
                    .text(say("机构", "Site")), .number(say("应有", "Expected")), .number(say("在柜", "In")),
                    .text(say("状态", "State")), .text(say("记录", "Record")),
                ],
                rows: [
                    .init(
                        "1",
                        [
                            .text(say("杭州", "Hangzhou")), .number(20), .number(18), .pill(.out),
                            .code("acts/e2 @1"),
                        ]
                    ),
                    .init(
                        "2",
                        [
                            .text(say("宁波", "Ningbo")), .number(1_204), .number(1_204), .pill(.inPlace),
                            .code("acts/e1 @2204"),
                        ]
                    ),
                    .init(
                        "3",
                        [.text(say("绍兴", "Shaoxing")), .number(9), .text("–"), .pill(.unknown), .code("–")]
                    ),
                ],
                sums: [.text(say("合计", "Total")), .number(1_233), .number(1_222), .text(""), .text("")],
                empty: EmptyState(why: "", advice: "")
            )
            Pager(
                extent: say("第 51–100 个，共 812 个", "51–100 of 812"),
                previousPath: "/seals?page=1",
                nextPath: "/seals?page=3"
            )
            Actions([
                Action(
                    say("暂停这枚印章", "Suspend this seal"),
                    .post("/seals/2/suspend", Gallery.token),
                    weight: .danger,
                    records: say("何人何时暂停，原因", "who suspended it, when and why")
                ),
                Action(say("查看全部记录", "See its whole record"), .link("/seals/2/acts")),
            ])
            ProgressBar(
                [
                    .init(.inPlace, say("一致", "Agree"), 2), .init(.inQuestion, say("存疑", "In question"), 1),
                    .init(.out, say("外出", "Out"), 1),
                ],
                total: 5
            )
        }.document
    }
}

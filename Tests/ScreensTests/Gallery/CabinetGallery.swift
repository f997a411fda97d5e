@testable import Screens

/// Pages in the manner of a cabinet's screen.
struct CabinetGallery {
    private let language: Language

    init(_ language: Language) { self.language = language }

    private func say(_ chinese: String, _ english: String) -> String {
        language == .chinese ? chinese : english
    }

    var frame: CabinetFrame {
        CabinetFrame(
            language: language,
            place: say("杭州延安路支行 · 1 号柜", "Hangzhou Yan'an Road · cabinet 1"),
            clock: "09:41",
            reachability: Pill(.inPlace, say("总部在线", "Headquarters")),
            witness: Pill(.inPlace, say("已见证", "Witnessed")),
            pending: say("待送 0 条 · 未见证 0 分钟", "0 to send · 0 min unwitnessed"),
            help: say("值班 8021", "duty 8021"),
            helpPath: "/help",
            languagePath: "/?language=en",
            live: .init("/events")
        )
    }

    private var silentFrame: CabinetFrame {
        var silent = frame
        silent.reachability = Pill(.unknown, say("总部不可达 3 小时", "Unreachable 3 h"))
        silent.witness = Pill(.out, say("未见证", "Unwitnessed"))
        silent.pending = say("待送 41 条 · 未见证 3 小时", "41 to send · 3 h unwitnessed")
        return silent
    }

    private var steps: [String] {
        language == .chinese ? ["身份", "选印章", "核对", "开抽屉"] : ["Who", "Which", "Check", "Open"]
    }

    var check: Document {
        CabinetPage(
            frame,
            title: say("核对授权，然后开抽屉", "Check the grant, then open"),
            steps: Steps(steps, current: 2),
            actions: [
                Action(say("取消", "Cancel"), .link("/")),
                Action(say("打开 3 号抽屉", "Open drawer 3"), .post("/open", Gallery.token), weight: .main),
            ],
            leave: .init(after: .seconds(60), to: "/")
        ) {
            Card {
                Facts([
                    .init(say("印章", "Seal"), say("合同专用章（2）", "Contract seal (2)")),
                    .init(
                        say("文件", "File"),
                        say(
                            "采购框架合同 V3 · 14 页 · 校验码 7K4M-2QXD",
                            "Framework contract V3 · 14 pages · code 7K4M-2QXD"
                        )
                    ),
                    .init(
                        say("用途 / 份数", "Purpose / copies"),
                        say("签约 · 4 份 · 本机构内", "Signing · 4 copies · on site")
                    ),
                    .init(say("批准", "Approved"), say("批准人甲、乙（本人密钥）", "Approvers A and B (own keys)")),
                    .init(say("取用人 / 同行人", "Taker / companion"), say("取用人 ✓  同行人 ✓", "taker ✓  companion ✓")),
                    .init(say("应归还", "Due back"), say("今天 17:30 前", "today before 17:30")),
                ])
            }
            Card(title: say("3 号抽屉，灯亮的格口", "Drawer 3, where the light is")) {
                CabinetDrawing((1...8).map { .init("\($0)", isLit: $0 == 3) }, columnCount: 4)
            }
        }.document
    }

    var pin: Document {
        CabinetPage(
            frame,
            title: say("请输入密码", "Enter your PIN"),
            steps: Steps(steps, current: 0)
        ) {
            PINPad(
                to: "/pin",
                token: Gallery.token,
                enteredCount: 0,
                submitTitle: say("确认身份", "That is me"),
                cancel: Link(say("取消", "Cancel"), to: "/")
            )
        }.document
    }

    var choose: Document {
        CabinetPage(
            silentFrame,
            title: say("要取哪一枚印章？", "Which seal?"),
            steps: Steps(steps, current: 1),
            actions: [Action(say("取消", "Cancel"), .link("/"))]
        ) {
            Choices(
                [
                    .init(
                        say("合同专用章（2）", "Contract seal (2)"),
                        detail: say(
                            "采购框架合同 V3 · 4 份 · 今天 17:30 前还",
                            "Framework contract V3 · 4 copies · back before 17:30"
                        ),
                        pill: Pill(.inPlace),
                        .post("/choose", Gallery.token, ["seal": "2"])
                    ),
                    .init(
                        say("法人章", "Legal representative's seal"),
                        detail: say("开户资料 · 1 份", "Account papers · 1 copy"),
                        pill: Pill(.inPlace),
                        .link("/choose/3")
                    ),
                    .init(
                        say("财务专用章", "Finance seal"),
                        detail: say("由李某取出，应于 11:00 归还", "Out with Li, due back at 11:00"),
                        pill: Pill(.out),
                        nil
                    ),
                    .init(
                        say("公章", "Company seal"),
                        detail: say("授权未到生效时间（13:00）", "The grant begins at 13:00"),
                        pill: Pill(.inPlace),
                        nil
                    ),
                ],
                empty: EmptyState(why: "", advice: "")
            )
        }.document
    }

    var refused: Document {
        CabinetPage(
            frame,
            title: say("这枚印章未通过验真", "This seal was not proved"),
            notice: .problem(
                say("放入 3 号抽屉的不是取走的那一枚。", "What lies in drawer 3 is not the seal that was taken."),
                meaning: say("抽屉已锁，真章仍记在您名下。", "The drawer is locked; the real seal stays with you."),
                next: say(
                    "请带真章再次归还；该物件由两名印章管理员处理。",
                    "Bring the real seal back; two custodians will take the object."
                ),
                call: say("安全员值班 8021", "Duty officer, 8021")
            ),
            actions: [Action(say("知道了，返回首页", "Back to the start"), .link("/"), weight: .main)]
        ) {
            Card(title: say("3 号抽屉", "Drawer 3")) {
                CabinetDrawing(
                    (1...4).map {
                        .init("\($0)", mark: $0 == 3 ? .wrong : $0 == 2 ? .out : .inPlace, isLit: $0 == 3)
                    },
                    columnCount: 4
                )
            }
        }.document
    }

    var idle: Document {
        IdlePage(
            frame,
            date: say("2026年11月22日 星期日", "Sunday, 22 November 2026"),
            invitation: say("刷卡，或轻触屏幕", "Hold your card here, or touch the screen"),
            path: "/start"
        ).document
    }
}

@testable import Screens

extension ConsoleGallery {
    var form: Document {
        ConsolePage(
            frame("/applications", live: false),
            title: say("用印申请", "Application"),
            truth: say("编号 2026-1122-007 · 草稿，仅本人可见", "Number 2026-1122-007 · a draft that only you see")
        ) {
            Form(
                to: "/applications",
                .post(Gallery.token),
                submitTitle: say("提交申请", "Send the application"),
                records: say("申请人、时间、文件摘要", "who asks, when, and the file's hash"),
                cancel: Link(say("放弃", "Give it up"), to: "/applications"),
                fields: [
                    Field(
                        "reason",
                        say("用印事由", "Reason"),
                        .lines(3),
                        value: say("签订采购框架合同", "Signing the framework contract")
                    ),
                    Field(
                        "copies",
                        say("份数", "Copies"),
                        .wholeNumber(1...99),
                        value: "0",
                        problem: say("份数至少为 1，请填写实际份数。", "At least 1 copy; enter how many there are.")
                    ),
                    Field(
                        "kind",
                        say("文件类型", "Kind of file"),
                        .oneOf([
                            .init("contract", say("合同", "Contract")), .init("letter", say("函件", "Letter")),
                        ])
                    ),
                    Field(
                        "file",
                        say("文件", "File"),
                        .file(byteCountMax: 20_000_000, accept: ".pdf"),
                        hint: say("批准的就是这份文件", "What is approved is this very file"),
                        problem: say("还没有选择文件。", "No file has been chosen.")
                    ),
                    Field("due", say("预计归还", "Expected back"), .dateAndTime, value: "2026-11-22T17:30"),
                    Field(
                        "note",
                        say("备注", "Note"),
                        .text,
                        hint: say("给审批人看", "For the approvers"),
                        isRequired: false
                    ),
                    Field(
                        "seals",
                        say("印章", "Seals"),
                        .anyOf([
                            .init("s1", say("合同专用章（2）", "Contract seal (2)")),
                            .init("s2", say("法人章", "Legal representative's seal")),
                        ]),
                        value: "s1"
                    ),
                    Field("urgent", say("紧急", "Urgent"), .tick, value: "yes"),
                    Field("draft", "", .hidden, value: "7"),
                ]
            )
        }.document
    }

    var empty: Document {
        ConsolePage(
            frame("/findings"),
            title: say("异常", "Findings"),
            truth: say("数据截至 09:41:07，全部机构在线", "Data as of 09:41:07, every site in contact")
        ) {
            Form(
                to: "/findings",
                .get,
                submitTitle: say("搜索", "Search"),
                fields: [Field("q", say("关键词", "Words"), .search, value: say("合同", "contract"))]
            )
            Table(
                caption: say("异常", "Findings"),
                columns: [.text(say("机构", "Site"))],
                rows: [],
                empty: EmptyState(
                    why: say("没有待说明的异常。", "Nothing needs explaining."),
                    advice: say("已关闭的异常在行为记录里。", "Closed findings are among the acts."),
                    action: Action(say("查看行为记录", "See the acts"), .link("/acts"))
                )
            )
            Entries(
                title: say("待办", "Waiting"),
                [],
                empty: EmptyState(
                    why: say("没有等您审批的申请。", "No application waits for you."),
                    advice: say("新的申请到达时会显示在这里。", "New ones appear here.")
                )
            )
        }.document
    }

    var logIn: Document {
        PlainPage(
            language: language,
            name: say("Signet · 总部", "Signet · Headquarters"),
            title: say("登录", "Log in"),
            languagePath: "/log-in?language=en",
            notice: .remark(say("会话已结束。", "Your session has ended."), next: say("请重新登录。", "Log in again."))
        ) {
            Form(
                to: "/log-in",
                .post(Gallery.token),
                submitTitle: say("登录", "Log in"),
                fields: [
                    Field("account", say("账号", "Account"), autocomplete: "username"),
                    Field("password", say("密码", "Password"), .password, autocomplete: "current-password"),
                ]
            )
        }.document
    }
}

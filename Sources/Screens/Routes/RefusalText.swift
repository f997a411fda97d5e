/// What a refused request is told: what happened, what it means for the seal, what to do next.
enum RefusalText: TextCatalogue {
    case title, notFound, notFoundNext, logInNeeded, logInNext, forbidden, forbiddenNext
    case foreignForm, foreignFormNext, unreadableForm, unreadableFormNext, tooLarge, tooLargeNext
    case tooOften, tooOftenNext, busy, busyNext, misdirected, misdirectedNext, failed, failedNext
    case nothingChanged, mayHaveChanged, start

    var phrase: Phrase {
        switch self {
        case .title: Phrase("未能完成", "Not carried out")
        case .notFound:
            Phrase("没有这个页面，或者它不在您的范围内。", "There is no such page, or it lies outside what is yours.")
        case .notFoundNext: Phrase("请回到首页，从导航进入。", "Go to the start page and use the navigation.")
        case .logInNeeded: Phrase("您尚未登录，或会话已结束。", "You are not logged in, or your session has ended.")
        case .logInNext: Phrase("请登录后重试。", "Log in and try again.")
        case .forbidden: Phrase("您的角色不能做这件事。", "Your roles do not allow this.")
        case .forbiddenNext:
            Phrase("如果需要，请向安全管理员申请权限。", "If you need it, ask the security administrator for the right.")
        case .foreignForm:
            Phrase("这个表单已失效，或不是由本系统的页面发出。", "This form has lapsed, or was not sent by a page of this system.")
        case .foreignFormNext: Phrase("请重新打开页面，再填写一次。", "Open the page again and fill it in once more.")
        case .unreadableForm: Phrase("表单内容无法读取。", "The form could not be read.")
        case .unreadableFormNext: Phrase("请检查特殊字符后重新提交。", "Look for unusual characters and send it again.")
        case .tooLarge: Phrase("提交的内容或文件过大。", "What was sent, or its file, is too large.")
        case .tooLargeNext: Phrase("请换一个较小的文件。", "Choose a smaller file.")
        case .tooOften:
            Phrase(
                "尝试次数过多，请等待 {1} 秒。",
                "Too many attempts; wait {1} seconds.",
                one: "Too many attempts; wait {1} second."
            )
        case .tooOftenNext: Phrase("确认账号和密码后再试。", "Make sure of account and password, then try again.")
        case .busy: Phrase("系统正忙。", "The system is busy.")
        case .busyNext: Phrase("请稍候再试。", "Try again in a moment.")
        case .misdirected: Phrase("请求的地址不属于本系统。", "The address asked for is not this system's.")
        case .misdirectedNext: Phrase("请使用管理员给出的地址。", "Use the address that your administrator gave you.")
        case .failed: Phrase("系统内部出错，已写入日志。", "Something failed inside the system; the log has it.")
        case .failedNext:
            Phrase("请重新打开页面，核对状态后再操作。", "Open the page again and check how things stand before going on.")
        case .nothingChanged: Phrase("没有任何改变，印章状态如前。", "Nothing was changed; the seals stand as before.")
        case .mayHaveChanged:
            Phrase("操作可能已部分完成；以行为记录为准。", "Part of it may have been done; the record of acts says what.")
        case .start: Phrase("回到首页", "Go to the start page")
        }
    }
}

extension Refusal {
    /// What happened and what to do next.
    var texts: (happened: RefusalText, next: RefusalText) {
        switch self {
        case .notFound: (.notFound, .notFoundNext)
        case .logInNeeded: (.logInNeeded, .logInNext)
        case .forbidden: (.forbidden, .forbiddenNext)
        case .foreignForm: (.foreignForm, .foreignFormNext)
        case .unreadableForm: (.unreadableForm, .unreadableFormNext)
        case .tooLarge: (.tooLarge, .tooLargeNext)
        case .tooOften: (.tooOften, .tooOftenNext)
        case .busy: (.busy, .busyNext)
        case .misdirected: (.misdirected, .misdirectedNext)
        }
    }
}

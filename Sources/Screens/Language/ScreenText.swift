/// The words of the shared components themselves.
///
/// What console and cabinet say about seals is in their own catalogues.
package enum ScreenText: TextCatalogue {
    case inPlace, out, inQuestion, unknown, wrong
    case skipToContent, navigation, logOut, breadcrumb
    case liveLost, savedScreen
    case total, unaccounted, emptyColumn
    case whatItMeans, whatToDo, whomToCall, willBeRecorded
    case formHasErrors, required, optional, choose, fileLimit
    case moreBelow, stepOf, drawers, lit
    case pin, pinEntered, pinClear, pinBack
    case previousPage, nextPage, pages
    case help

    package var phrase: Phrase {
        switch self {
        case .inPlace: Phrase("在柜", "In")
        case .out: Phrase("外出", "Out")
        case .inQuestion: Phrase("存疑", "In question")
        case .unknown: Phrase("未知", "Unknown")
        case .wrong: Phrase("异常", "Wrong")
        case .skipToContent: Phrase("跳到正文", "Skip to content")
        case .navigation: Phrase("主导航", "Main navigation")
        case .logOut: Phrase("退出登录", "Log out")
        case .breadcrumb: Phrase("当前位置", "You are here")
        case .liveLost:
            Phrase("实时更新已中断，本页停在上一次的数据。", "Live updates have stopped; this page shows the last data it had.")
        case .savedScreen: Phrase("本页不会自动更新。", "This page does not update by itself.")
        case .total: Phrase("合计 {1}", "Total {1}")
        case .unaccounted: Phrase("未说明", "Not accounted for")
        case .emptyColumn: Phrase("无", "None")
        case .whatItMeans: Phrase("对印章的影响", "What it means for the seal")
        case .whatToDo: Phrase("下一步", "What to do next")
        case .whomToCall: Phrase("联系", "Whom to call")
        case .willBeRecorded: Phrase("将记录：{1}", "Will be recorded: {1}")
        case .formHasErrors:
            Phrase(
                "有 {1} 处需要更正，尚未提交。",
                "{1} entries need correcting; nothing was sent.",
                one: "{1} entry needs correcting; nothing was sent."
            )
        case .required: Phrase("必填", "required")
        case .optional: Phrase("选填", "optional")
        case .choose: Phrase("请选择", "Choose")
        case .fileLimit: Phrase("最大 {1}", "At most {1}")
        case .moreBelow: Phrase("下面还有", "More below")
        case .stepOf: Phrase("第 {1} 步，共 {2} 步：{3}", "Step {1} of {2}: {3}")
        case .drawers: Phrase("抽屉位置图", "Drawing of the drawers")
        case .lit: Phrase("灯亮", "lit")
        case .pin: Phrase("密码", "PIN")
        case .pinEntered: Phrase("已输入 {1} 位", "{1} digits entered", one: "{1} digit entered")
        case .pinClear: Phrase("清除", "Clear")
        case .pinBack: Phrase("退格", "Back")
        case .previousPage: Phrase("上一页", "Previous")
        case .nextPage: Phrase("下一页", "Next")
        case .pages: Phrase("分页", "Pages")
        case .help: Phrase("帮助", "Help")
        }
    }
}

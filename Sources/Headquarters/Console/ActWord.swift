import Custody
import Records
import Screens

/// What an act is called on pages.
enum ActWord {
    static func word(_ kind: RecordKind?, in language: Language) -> String {
        guard let kind else { return language == .chinese ? "（未公开）" : "(closed)" }
        return words[kind]?.text(in: language) ?? "\(kind.rawValue)"
    }

    /// The part of a program that acted, where nobody did.
    static func component(_ name: String, in language: Language) -> String {
        if let drawer = name.split(separator: " ").last, name.hasPrefix("drawer ") {
            return Phrase("{1} 号抽屉", "drawer {1}").text(in: language, String(drawer))
        }
        return components[name]?.text(in: language) ?? name
    }

    private static let components: [String: Phrase] = [
        "boot": Phrase("系统启动", "start-up"), "console": Phrase("控制台", "console"),
        "count": Phrase("盘点", "count"), "counts": Phrase("盘点", "counts"),
        "custody": Phrase("印章柜", "cabinet"), "enrolment": Phrase("入网", "enrolment"),
        "founding": Phrase("建立", "founding"), "front": Phrase("前置读卡器", "front reader"),
        "hourly": Phrase("每小时检查", "hourly check"), "identity": Phrase("身份核对", "identification"),
        "ledger": Phrase("记录", "ledger"), "tag keys": Phrase("标签密钥", "tag keys"),
        "witness": Phrase("见证", "witness"),
    ]

    private static let words: [RecordKind: Phrase] = [
        .takeBegun: Phrase("开始取章", "Take begun"), .takeEnded: Phrase("取章结束", "Take ended"),
        .returnBegun: Phrase("开始还章", "Return begun"), .returnEnded: Phrase("还章结束", "Return ended"),
        .setAsideBegun: Phrase("开始取出封存物", "Setting aside begun"),
        .setAsideEnded: Phrase("封存物取出结束", "Setting aside ended"),
        .takeRefused: Phrase("拒绝取章", "Take refused"), .drawerOpened: Phrase("抽屉打开", "Drawer opened"),
        .drawerClosed: Phrase("抽屉关闭", "Drawer closed"), .identified: Phrase("身份确认", "Identified"),
        .identificationFailed: Phrase("身份未确认", "Not identified"),
        .credentialRequested: Phrase("请求登记凭证", "Credential requested"),
        .tagProved: Phrase("标签验真", "Tag proved"),
        .presenceObserved: Phrase("在柜观察", "Presence observed"), .tagSeen: Phrase("读到标签", "Tag read"),
        .tagPersonalised: Phrase("标签写入密钥", "Tag given keys"), .findingOpened: Phrase("异常", "Finding"),
        .countAnswered: Phrase("盘点答复", "Count answered"), .epochOpened: Phrase("记录开始", "Log begun"),
        .epochClosed: Phrase("本期记录结束", "Epoch ended"), .carried: Phrase("转入前期记录", "Record carried on"),
        .started: Phrase("启动", "Started"), .stopped: Phrase("停止", "Stopped"),
        .loggedIn: Phrase("登录", "Logged in"), .logInFailed: Phrase("登录失败", "Log-in failed"),
        .accountChanged: Phrase("账户变更", "Account changed"),
        .proposalMade: Phrase("提出待签文本", "Statement laid out"),
        .signatureReceived: Phrase("收到签名", "Signature received"),
        .proposalGiven: Phrase("文本生效", "Statement in force"),
        .proposalWithdrawn: Phrase("撤回文本", "Statement withdrawn"),
        .applicationFiled: Phrase("提交申请", "Application filed"),
        .approvalReceived: Phrase("收到审批", "Approval received"), .grantGiven: Phrase("授权生效", "Grant in force"),
        .applicationEnded: Phrase("申请终止", "Application ended"),
        .countAsked: Phrase("发起盘点", "Count asked for"),
        .countAnswerTaken: Phrase("计入盘点答复", "Count answer taken"),
        .countClosed: Phrase("盘点结果签署", "Count result signed"), .slipAsked: Phrase("申请入网单", "Slip asked for"),
        .slipIssued: Phrase("发出入网单", "Slip issued"), .slipRedeemed: Phrase("印章柜申请入网", "Slip redeemed"),
        .slipEnded: Phrase("入网单作废", "Slip ended"), .evidenceExported: Phrase("导出证据", "Evidence exported"),
        .findingNoted: Phrase("总部异常", "Headquarters' finding"), .takingMade: Phrase("撤销或暂停", "Taken away"),
        .lookedAt: Phrase("查看", "Looked at"),
    ]
}

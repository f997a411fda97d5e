import Screens

/// Why something could not be done, what it means, and what to do next.
struct TroubleText: TextCatalogue {
    enum Part: Hashable, CaseIterable {
        case happened, next
    }

    let trouble: ScreenTrouble
    let part: Part

    static var allCases: [TroubleText] {
        ScreenTrouble.allCases.flatMap { trouble in
            Part.allCases.map { TroubleText(trouble: trouble, part: $0) }
        }
    }

    var phrase: Phrase { part == .happened ? happened : next }

    private var happened: Phrase {
        switch trouble {
        case .busy: Phrase("另一个抽屉的操作还没有结束。", "Another opening is not finished yet.")
        case .notWritten: Phrase("记录没有写入磁盘。", "The record could not be written to the disk.")
        case .recordsUnreadable: Phrase("无法从日志重新读取授权。", "The grant could not be read again from the log.")
        case .noFreeDrawer: Phrase("没有空的抽屉。", "No drawer is free.")
        case .notCustodian: Phrase("这项操作只能由本机构的印章管理员进行。", "Only custodians of this site may do this.")
        case .goneMeanwhile: Phrase("情况在您选择之后发生了变化。", "Things have changed since you chose.")
        case .cabinetsUnknown:
            Phrase("本柜还没有收到本机构印章柜的名单。", "The list of this site's cabinets is not here yet.")
        case .noTag: Phrase("前置读卡器上没有标签或卡。", "Nothing lies on the front reader.")
        case .tagGone: Phrase("标签或卡中途离开了。", "The tag or card left on the way.")
        case .readerIll: Phrase("前置读卡器出现故障。", "The front reader is ill.")
        case .otherTag: Phrase("这不是该任务的标签。", "This is another tag than the job is for.")
        case .noKeys: Phrase("该任务的密钥还没有送到。", "The job's keys have not come yet.")
        case .tagRefused: Phrase("标签或卡里的密钥不符。", "The tag or card holds other keys.")
        case .cardUnknown: Phrase("这张卡还没有写入密钥。", "This card has not been given keys yet.")
        case .pinNotSealed: Phrase("密码没有登记成功。", "The PIN could not be registered.")
        }
    }

    private var next: Phrase {
        switch trouble {
        case .busy: Phrase("请关好打开的抽屉，然后再试。", "Close the open drawer, then try again.")
        case .notWritten, .recordsUnreadable:
            Phrase("请停止使用本柜，并通知维护人员检查磁盘。", "Stop using this cabinet and have its disk looked at.")
        case .noFreeDrawer: Phrase("请印章管理员先腾出一个抽屉。", "Ask a custodian to make a drawer free.")
        case .notCustodian: Phrase("请印章管理员确认身份。", "Let custodians identify.")
        case .goneMeanwhile: Phrase("请重新开始。", "Begin again.")
        case .cabinetsUnknown, .noKeys: Phrase("请等网络恢复后再试。", "Try again when the network is back.")
        case .noTag, .tagGone: Phrase("请把它放稳再试，没有任何损失。", "Lay it still and try again; nothing is lost.")
        case .readerIll: Phrase("请通知维护人员检查读卡器。", "Have the reader looked at.")
        case .otherTag: Phrase("请放上任务指定的标签。", "Lay on the tag that the job names.")
        case .tagRefused: Phrase("请换一张新的，并通知安全员。", "Use a fresh one, and tell an officer.")
        case .cardUnknown: Phrase("请先完成这张卡的密钥任务。", "Do this card's key job first.")
        case .pinNotSealed: Phrase("请再试一次；仍不成功请通知安全员。", "Try again; if it fails again, tell an officer.")
        }
    }
}

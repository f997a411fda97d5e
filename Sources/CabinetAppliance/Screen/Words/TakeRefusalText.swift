import Custody
import Screens

/// Why a take was refused and what to do about it, for every number that a record may hold.
struct TakeRefusalText: TextCatalogue {
    enum Part: CaseIterable {
        case why, next
    }

    let refusal: TakeRefusal
    let part: Part

    /// Every refusal of this program, and one that is newer.
    static var allCases: [TakeRefusalText] {
        (Array(1...30) + [33] + Array(40...45)).flatMap { number in
            Part.allCases.map { TakeRefusalText(refusal: TakeRefusal(rawValue: number), part: $0) }
        }
    }

    var phrase: Phrase { part == .why ? Self.why(refusal) : Self.next(refusal) }

    private static func why(_ refusal: TakeRefusal) -> Phrase {
        switch refusal {
        case .sealUnknown: Phrase("本机构没有登记这枚印章。", "This seal is not registered at this site.")
        case .noGrant: Phrase("您没有取用这枚印章的授权。", "There is no grant for you to take this seal.")
        case .grantForged:
            Phrase(
                "授权的签名与内容不符：签名是伪造的，或批准后内容被改动。",
                "The grant's signatures do not fit its text: one is forged, or the text was changed after approval."
            )
        case .grantNotApproved:
            Phrase("授权缺少这枚印章所要求的批准。", "The grant lacks approvals that this seal asks for.")
        case .grantRevoked: Phrase("授权已被撤销。", "The grant was revoked.")
        case .usesSpent: Phrase("授权的取用次数已用完。", "The grant's uses of this seal are spent.")
        case .sealNotInGrant: Phrase("授权不包含这枚印章。", "The grant does not name this seal.")
        case .notTaker: Phrase("授权没有指定您为取用人。", "The grant does not name you as taker.")
        case .personRemoved:
            Phrase(
                "您的权限已被撤销，或授权是在您的权限变更之前作出的。",
                "Your rights were removed, or changed since the grant was made."
            )
        case .modeNotPermitted: Phrase("这枚印章不允许这种使用方式。", "This seal may not be used in this way.")
        case .companionMissing: Phrase("取用这枚印章需要第二人在场确认身份。", "A second person must identify for this seal.")
        case .companionNotPermitted:
            Phrase("第二人不能担任本次取用的同行人。", "The second person may not be the companion of this take.")
        case .timeUnknown:
            Phrase(
                "印章柜启动后还没有收到总部的时间。",
                "The cabinet has had no signed time from headquarters since it started."
            )
        case .tooEarly: Phrase("授权还没有生效。", "The grant is not valid yet.")
        case .tooLate: Phrase("授权已过期。", "The grant is no longer valid.")
        case .contactExpired:
            Phrase("与总部失去联系的时间超过了允许的限度。", "Headquarters has been out of reach for longer than is permitted.")
        case .sealOut: Phrase("这枚印章已被取出。", "The seal is out with somebody.")
        case .sealUnproved: Phrase("格口里的物件没有通过验真。", "What lies in the slot has not proved to be the seal.")
        case .sealSuspended: Phrase("这枚印章已停用。", "The seal is suspended.")
        case .cabinetSuspended: Phrase("总部已停止本柜的取用。", "Headquarters has stopped takes at this cabinet.")
        case .drawerQuarantined: Phrase("抽屉里隔离着待处理的物件。", "Something that was set apart lies in the drawer.")
        case .visitOpen: Phrase("另一个抽屉的操作还没有结束。", "Another opening is not finished yet.")
        case .ruleUnknown: Phrase("本柜没有这枚印章的规则。", "The seal's rule is not known here.")
        case .otherCabinet: Phrase("这枚印章在另一个印章柜。", "The seal lives in another cabinet.")
        case .gradeTooLow: Phrase("标签的防伪等级低于规则的要求。", "The seal's tag proves less than its rule asks for.")
        case .notUnderstood:
            Phrase(
                "总部的一条重要记录需要新版程序才能理解。",
                "A record from headquarters needs a newer program to be understood."
            )
        case .identificationTooWeak:
            Phrase(
                "身份确认不足：需要卡和密码，或同等的两种方式。",
                "The identification is too weak: card and PIN are needed, or two others in their place."
            )
        case .readerIll:
            Phrase("格口的读卡器出现故障，无法确认取出的是哪一枚。", "The slot's reader is ill, so nobody could tell what leaves.")
        case .epochProvisional:
            Phrase(
                "本柜的记录另起一期，尚未得到确认。",
                "This cabinet's record begins anew, and nothing vouches for it yet."
            )
        case .recordContradicted:
            Phrase(
                "总部保存的本柜记录与本柜自己的不一致。",
                "The record of this cabinet at headquarters is not the one that the cabinet holds."
            )
        case .stateRebuilding:
            Phrase(
                "本柜正在根据记录重新核对自己的状态。",
                "The cabinet is making anew, from its records, what it knows."
            )
        case .diskFull:
            Phrase("本柜磁盘已满，剩余空间只用于归还。", "The cabinet's disk is full; what is left is kept for returns.")
        case .countAwaited:
            Phrase(
                "本柜更换了设备，各格口尚未全部清点。",
                "This cabinet's machine was replaced, and its drawers are not all counted yet."
            )
        case .recordAwaited:
            Phrase(
                "本柜更换了设备，此前的记录尚未全部取回。",
                "This cabinet's machine was replaced, and the record before it is not all back yet."
            )
        case .recordDamaged:
            Phrase(
                "本柜磁盘上有一部分记录已损坏，正等待从总部取回。",
                "Part of this cabinet's record is damaged on its disk, and waits to come back from headquarters."
            )
        case .machineReplaced:
            Phrase(
                "安全员已为本柜登记了另一台设备，这台设备不再使用。",
                "Officers enrolled another machine for this cabinet; this one is out of use."
            )
        default: Phrase("拒绝的原因来自更新的程序版本。", "The reason comes from a newer version of the program.")
        }
    }

    private static func next(_ refusal: TakeRefusal) -> Phrase {
        switch refusal {
        case .sealUnknown, .ruleUnknown:
            Phrase("请安全员登记印章及其规则。", "Ask an officer to register the seal and its rule.")
        case .noGrant, .sealNotInGrant, .notTaker, .usesSpent, .tooLate, .modeNotPermitted:
            Phrase("请在总部提交新的用印申请。", "File a new application at headquarters.")
        case .grantForged:
            Phrase(
                "不要再试。请立即通知安全员，异常已经记录。",
                "Do not try again. Tell an officer at once; it has been recorded."
            )
        case .grantNotApproved: Phrase("请提醒审批人完成签名，然后再来。", "Ask the approvers to sign, then come again.")
        case .grantRevoked, .personRemoved: Phrase("请向审批人或安全员了解原因。", "Ask an approver or an officer why.")
        case .companionMissing: Phrase("请与同行人一起再来。", "Come again together with a companion.")
        case .companionNotPermitted:
            Phrase(
                "请与授权指定的同行人，或没有申请和批准过这次取用的印章管理员一起再来。",
                "Come with the companion that the grant names, or with a custodian who neither applied nor approved."
            )
        case .timeUnknown, .contactExpired:
            Phrase("请等网络恢复后再试，归还不受影响。", "Try again when the network is back; returns go on as ever.")
        case .tooEarly: Phrase("请在授权生效之后再来。", "Come again when the grant has begun.")
        case .sealOut: Phrase("请联系持有人归还，或改用其他印章。", "Ask its holder to return it, or apply for another seal.")
        case .sealUnproved, .gradeTooLow:
            Phrase("请印章管理员检查这枚印章及其标签。", "Ask a custodian to look at the seal and its tag.")
        case .sealSuspended, .cabinetSuspended: Phrase("请向安全员了解停用的原因。", "Ask an officer why it was stopped.")
        case .drawerQuarantined:
            Phrase("请两名印章管理员先取出隔离的物件。", "Ask two custodians to set the object aside first.")
        case .visitOpen: Phrase("请关好打开的抽屉，然后再试。", "Close the open drawer, then try again.")
        case .otherCabinet: Phrase("请到印章所在的印章柜取用。", "Go to the cabinet where the seal lives.")
        case .identificationTooWeak: Phrase("请重新开始，用卡和密码确认身份。", "Begin again with card and PIN.")
        case .readerIll: Phrase("请通知维护人员检查读卡器，然后再试。", "Have the reader looked at, then try again.")
        case .epochProvisional:
            Phrase(
                "请通知安全员：本柜的记录另起一期，等待总部会签或两名安全员签署。归还不受影响。",
                "Tell an officer: this cabinet's record begins anew and waits for headquarters or two officers. Returns go on as ever."
            )
        case .recordContradicted:
            Phrase(
                "请立即通知安全员：本柜的硬盘可能被还原或更换。归还不受影响。",
                "Tell an officer at once: the cabinet's disk may have been put back or changed. Returns go on as ever."
            )
        case .stateRebuilding:
            Phrase(
                "请稍候再试，归还不受影响。如果一再出现，请通知安全员。",
                "Try again in a while; returns go on as ever. If it comes again and again, tell an officer."
            )
        case .diskFull:
            Phrase("请通知维护人员。归还不受影响。", "Have the cabinet looked at; returns go on as ever.")
        case .countAwaited:
            Phrase(
                "清点自动进行。如果一直没有完成，请检查读卡器和标签密钥。归还不受影响。",
                "The count is made by itself. If it does not end, have readers and keys of tags looked at. Returns go on as ever."
            )
        case .recordAwaited:
            Phrase(
                "请保持本柜联网，然后再试。归还不受影响。",
                "Keep the cabinet connected, then try again. Returns go on as ever."
            )
        case .recordDamaged:
            Phrase(
                "请保持本柜联网，并通知维护人员检查磁盘。归还不受影响。",
                "Keep the cabinet connected, and have its disk looked at. Returns go on as ever."
            )
        case .machineReplaced:
            Phrase(
                "请到新设备取用。这台设备仍可归还。",
                "Take seals at the new machine. This one still takes them back."
            )
        default: Phrase("请通知安全员升级本柜的程序。", "Ask an officer to renew the program of this cabinet.")
        }
    }
}

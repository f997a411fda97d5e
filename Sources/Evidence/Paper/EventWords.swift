import Authority
import Cryptography
import Custody
import Records

/// Puts acts, readings and grants into words on paper.
struct EventWords {
    let language: EvidenceLanguage

    func say(_ chinese: String, _ english: String) -> String { language.say(chinese, english) }

    func text(_ event: SealEvent) -> String {
        switch event {
        case .takeBegun: say("抽屉释放，准备取章", "drawer released for a take")
        case .takeEnded(let ended): word(ended.outcome) + resolved(ended.isResolved)
        case .takeRefused(let reasons):
            say("取章被拒绝，原因代码 ", "take refused, reasons ")
                + reasons.map { String($0.rawValue) }.joined(separator: say("、", ", "))
        case .returnBegun: say("抽屉释放，准备归还", "drawer released for a return")
        case .returnEnded(let ended): word(ended.outcome) + resolved(ended.isResolved)
        case .setAsideBegun: say("抽屉释放，以移出其中之物", "drawer released to set its content aside")
        case .setAsideEnded: say("移出结束", "setting aside ended")
        case .counted(let line): say("盘点：", "counted: ") + word(line.finding)
        case .countAnswered(let answer):
            say(
                "盘点应答：\(answer.drawers.count) 个抽屉，\(answer.drawers.count(where: \.isDifference)) 处差异",
                "count answered: \(answer.drawers.count) drawers, \(answer.drawers.count(where: \.isDifference)) differ"
            )
        case .finding(let opened):
            say(
                "异常 \(opened.kind.rawValue)：\(opened.note)",
                "finding \(opened.kind.rawValue): \(opened.note)"
            )
        case .drawerOpened: say("抽屉打开", "drawer opened")
        case .drawerClosed: say("抽屉关闭", "drawer closed")
        case .tagProved: say("抽屉锁闭时标签验真通过", "tag proved with the drawer locked")
        case .other(let kind): say("种类 \(kind.rawValue) 的记录", "record of kind \(kind.rawValue)")
        }
    }

    func text(_ reading: TagReading, isSealsTag: Bool?) -> String {
        switch reading {
        case .empty: say("格口为空", "slot empty")
        case .proved(let tag):
            say("标签 \(Hex.encode(tag.uid.bytes)) 验真通过", "tag \(Hex.encode(tag.uid.bytes)) proved")
                + (isSealsTag == true
                    ? say("，即登记的标签", ", the registered one")
                    : say("，未证明是登记的标签", ", NOT shown to be the registered one"))
        case .failed(let uid):
            say("标签 \(Hex.encode(uid.bytes)) 验真失败", "tag \(Hex.encode(uid.bytes)) failed its proof")
        case .foreign(let uid):
            say("外来标签 \(Hex.encode(uid.bytes))", "foreign tag \(Hex.encode(uid.bytes))")
        case .unreadable: say("标签读不出", "tag unreadable")
        case .ill: say("读取器故障", "reader ill")
        }
    }

    func word(_ finding: CountedDrawer.Finding) -> String {
        switch finding {
        case .present: say("在柜并验真", "present and proved")
        case .missing: say("缺失", "missing")
        case .unexpected: say("多出", "unexpected")
        case .wrongSlot: say("放错格口", "in the wrong slot")
        case .unreadable: say("读不出或读取器故障", "unreadable, or the reader ill")
        case .out: say("在外，有经手人", "out with a named person")
        case .vacant: say("空置", "vacant")
        case .quarantined: say("隔离", "set apart")
        }
    }

    func word(_ verdict: GrantJudge.Verdict) -> String {
        switch verdict {
        case .good(.ownKey): say("本人密钥", "own key")
        case .good(.witnessed): say("由印章柜见证", "witnessed by a cabinet")
        case .good(.vouched): say("由总部转述", "vouched for by headquarters")
        case .noApprover: say("当时不是审批人", "no approver then")
        case .formUnknown: say("形式未能核对", "a form that cannot be checked here")
        case .superseded: say("已失效", "void since")
        case .forged: say("伪造", "FORGED")
        }
    }

    func word(_ mode: GrantMode) -> String {
        switch mode {
        case .borrow: say("借出", "borrow")
        case .stampFor: say("代盖", "stamp for others")
        case .standing: say("岗位常备", "standing")
        }
    }

    func word(_ right: SiteRight) -> String {
        switch right {
        case .custodian: say("印章管理员", "custodian")
        case .companion: say("同行人", "companion")
        case .installer: say("安装员", "installer")
        }
    }

    func word(_ group: Group) -> String {
        switch group {
        case .kind: say("种类", "kind")
        case .actor: say("行为人", "actor")
        case .subject: say("对象", "subject")
        case .detail: say("内容", "detail")
        case .duress: say("胁迫标记", "duress")
        }
    }

    private func word(_ outcome: TakeEnded.Outcome) -> String {
        switch outcome {
        case .taken: say("印章取出", "seal taken")
        case .notTaken: say("未取，印章仍在并验真", "not taken, seal still there and proved")
        case .notOpened: say("锁未打开", "lock did not open")
        case .exchanged: say("取出，格口内留有他物", "taken, and something else left in the slot")
        case .unread: say("视为取出，格口未能读取", "counted as taken, slot could not be read")
        }
    }

    private func word(_ outcome: ReturnEnded.Outcome) -> String {
        switch outcome {
        case .proved: say("归还，验真通过", "returned and proved")
        case .unproved: say("归还，未能验真", "returned, unproved")
        case .refused: say("拒收：放入的不是该印章", "refused: what was put in is not the seal")
        case .nothing: say("没有放入任何物品", "nothing was put in")
        case .notOpened: say("锁未打开", "lock did not open")
        }
    }

    private func resolved(_ isResolved: Bool) -> String {
        isResolved ? say("（重启后经查看判定）", " (resolved by looking after a restart)") : ""
    }
}

import Authority
import Custody
import Records
import Screens

/// A finding as lists show it, whoever made it.
struct ShownFinding {
    let id: String
    let kind: FindingKind
    let note: String
    let site: String?
    let cabinet: String?
    let seal: Identifier<Seal>?
    let time: Int64
    /// Where the record stands, or how much is proved before it does.
    let position: String
    /// How much is proved of an alarm ahead of its backlog: `recorded`, `placed`, `unplaced`, `headquarters`.
    let grade: String
    /// The page that says more; nil for that of its seal.
    var path: String?

    static func word(_ kind: FindingKind, in language: Language) -> String {
        let phrase: Phrase =
            switch kind {
            case .substitute: Phrase("归还验真未通过", "Return not proved")
            case .unproved: Phrase("归还无法读取", "Return not readable")
            case .forced: Phrase("强行打开", "Forced open")
            case .heldOpen: Phrase("长时间未关", "Held open")
            case .ajar: Phrase("锁与门不一致", "Bolt and door disagree")
            case .jammed: Phrase("未能打开", "Jammed")
            case .ill: Phrase("读卡器故障", "Reader is ill")
            case .forgedStatement: Phrase("伪造的授权", "Forged statement")
            case .countDifference: Phrase("盘点差异", "Count differs")
            case .notUnderstood: Phrase("程序过旧", "Program too old")
            case .exchanged: Phrase("取章时调包", "Exchanged at a take")
            case .witnessesChanged: Phrase("见证人变更", "Witnesses changed")
            case .overdue: Phrase("逾期未还", "Overdue")
            case .fork: Phrase("记录分叉", "Records contradict each other")
            case .timeLeap: Phrase("时间跳变", "Time leaps")
            case .rolledBack: Phrase("记录被退回", "Record put back")
            case .clone: Phrase("一柜两机", "Two machines, one cabinet")
            case .epochProvisional: Phrase("记录另起，待确认", "Record begins anew")
            case .cutBelowCosigned: Phrase("记录被截短", "Record cut short")
            case .leavesLost: Phrase("总部丢失记录", "Headquarters lost records")
            case .editsCollide: Phrase("规则同时修改", "Rules edited twice at once")
            case .restored: Phrase("总部已从备份恢复", "Headquarters was restored")
            case .unknownRemoval: Phrase("移除生效前取章", "Taken before the removal was known")
            case .otherTagKey: Phrase("标签密钥前后不一", "A tag's key was delivered twice")
            case .damaged: Phrase("存储的记录被改动", "Stored records changed")
            case .stateDiffers: Phrase("状态与记录不符", "State differs from records")
            case .diskFull: Phrase("磁盘已满", "Disk is full")
            case .unattested: Phrase("记录的自有签名无效", "Record without a good signature")
            case .bodyWithheld: Phrase("记录内容迟迟未到", "Content of a record stays away")
            default: Phrase("其他异常", "Another finding")
            }
        return phrase.text(in: language)
    }

    /// What it means for the seal and what to do, in the language of the page.
    ///
    /// The record's own note stands in the language of the program that wrote it.
    static func explanation(_ kind: FindingKind, in language: Language) -> String? {
        let phrase: Phrase? =
            switch kind {
            case .substitute:
                Phrase(
                    "放回的不是这枚印章，已锁在抽屉里；真章仍记在借用人名下。",
                    "What came back is not the seal; it is kept locked apart."
                )
            case .unproved:
                Phrase("放回的印章读不出来，须现场查看。", "What came back could not be read; somebody must look.")
            case .exchanged:
                Phrase("取出后格口里留下了别的物件，已锁住。", "Something else was left in the slot; it is kept locked apart.")
            case .forced:
                Phrase("没有授权而抽屉被打开，须立即现场查看。", "A drawer was opened without a release; look at once.")
            case .heldOpen: Phrase("抽屉打开后一直没有关上。", "A drawer was not closed again.")
            case .overdue: Phrase("印章已过应还时间，请联系经手人。", "The seal is past its time; ask who holds it.")
            case .countDifference: Phrase("盘点时格口里的物件与记录不符。", "A slot did not hold what the record says.")
            case .ill: Phrase("读卡器没有应答，格口不计入在柜。", "A reader does not answer; its slot is not counted as in.")
            case .rolledBack:
                Phrase(
                    "印章柜的记录比它签过的旧，硬盘可能被还原；归还不受影响。",
                    "The cabinet's records are older than what it signed: its disk may have been put back. Returns go on."
                )
            case .clone:
                Phrase(
                    "两台机器用着同一个印章柜的密钥，已停止取用；查明后重新入网。",
                    "Two machines hold one cabinet's keys; takes are stopped until it is enrolled anew."
                )
            case .epochProvisional:
                Phrase(
                    "前一期记录不能为新的一期作证；查明后由两名安全员签署。",
                    "The epoch before does not vouch for the new one; officers look and sign."
                )
            case .cutBelowCosigned:
                Phrase("安全员截断了已会签的记录，其后的部分不再作证。", "Officers cut the record below what was cosigned.")
            case .leavesLost:
                Phrase(
                    "该柜曾执行的记录总部已丢失：其中的授予不再有效，撤销、除名与停用在该柜仍然有效，请逐项重新提交。",
                    "Records that this cabinet obeyed are lost at headquarters: what they gave is void, what they took away holds there still. File it anew."
                )
            case .jammed: Phrase("锁已释放，抽屉没有打开。", "The lock was released and the drawer did not open.")
            case .editsCollide:
                Phrase(
                    "同一版规则被同时修改，现按较严的执行，请签发新版。",
                    "One version was edited twice; the stricter holds until a new one is signed."
                )
            case .damaged:
                Phrase(
                    "磁盘上的记录与签名不符：磁盘损坏，或有人改动。须封存磁盘并查明。",
                    "Records on the disk are not those that were signed: the disk fails, or somebody changed it. Keep the disk and find out."
                )
            case .stateDiffers:
                Phrase(
                    "程序保存的状态不是它签过名的那一份，已按记录重建；请检查谁能写这块磁盘。",
                    "The stored state was not the one that was signed; it was made anew from records. See who can write that disk."
                )
            case .diskFull:
                Phrase("磁盘空间用尽：只剩归还的余地，须立即腾出空间。", "No room is left but for returns; free some at once.")
            case .unattested:
                Phrase(
                    "须由印章柜自行签名的记录没有签名，或签名不符：已保存，不予采信，不改变印章去向。请查明还有谁持有该柜的记录密钥。",
                    "The cabinet's own signature is missing or wrong: the record is kept, is not believed and moves no seal. Find out who else holds the key of its log."
                )
            case .bodyWithheld:
                Phrase(
                    "该柜的一条记录只到了首部，其内容一小时以上未到，而更新的记录不断到来：在它到达之前，其后的记录已保存并会签，但不计入印章去向。请检查该柜磁盘，或查明谁在扣留。",
                    "Of one record of the cabinet only the leaf came; newer ones come, and its content has stayed away for an hour. What lies behind it is stored and witnessed, and moves no seal here until it comes. Look at the cabinet's disk, and who holds it back."
                )
            default: nil
            }
        return phrase?.text(in: language)
    }

    var mark: StateMark {
        switch kind {
        case .unproved, .ill, .ajar, .heldOpen, .jammed, .timeLeap, .notUnderstood, .witnessesChanged,
            .editsCollide, .restored, .unknownRemoval, .leavesLost:
            .inQuestion
        case .overdue: .out
        default: .wrong
        }
    }
}

extension Visitor {
    /// The findings of the visible sites, newest first.
    var findings: [ShownFinding] {
        let sites = Set(sites(for: Console.readers))
        var shown: [ShownFinding] = []
        for cabinet in view.standing.cabinets.values where sites.contains(cabinet.site) {
            shown += unattested(cabinet)
            for finding in view.cabinets[cabinet.cabinet]?.custody.findings ?? [] {
                shown.append(
                    ShownFinding(
                        id: "\(finding.finding)",
                        kind: finding.opened.kind,
                        note: finding.opened.note,
                        site: cabinet.site,
                        cabinet: cabinet.cabinet,
                        seal: finding.subject.seal,
                        time: finding.time.milliseconds,
                        position: "\(cabinet.cabinet)/acts/e\(finding.epoch) @\(finding.index)",
                        grade: "recorded"
                    )
                )
            }
        }
        shown += console.alarms.waiting(beyond: view).compactMap { early(sites, $0) }
        shown += view.desks.findings.compactMap { noted(sites, $0) }
        return shown.sorted { $0.time > $1.time }
    }

    private func early(_ sites: Set<String>, _ alarm: EarlyAlarm) -> ShownFinding? {
        guard let site = view.standing.cabinets[alarm.cabinet]?.site, sites.contains(site) else { return nil }
        let (position, grade): (String, String)
        switch alarm.grade {
        case .placed(let index, let size, let missing):
            grade = "placed"
            position = say(
                "已在记录第 \(index) 条（共 \(size) 条）；此前 \(missing) 条尚未到达",
                "in the log at \(index) of \(size); \(missing) earlier records not here yet"
            )
        case .unplaced:
            grade = "unplaced"
            position = say("印章柜已签名，位置未证明", "signed by the cabinet, place unproved")
        case .unattested:
            grade = "unattested"
            position = say(
                "自有签名不符：并非该柜所签，不予采信",
                "not signed by the cabinet's act key: not believed"
            )
        }
        return ShownFinding(
            id: alarm.subject.finding.map { "\($0)" } ?? "\(alarm.cabinet)-\(alarm.index)",
            kind: alarm.opened.kind,
            note: alarm.opened.note,
            site: site,
            cabinet: alarm.cabinet,
            seal: alarm.subject.seal,
            time: alarm.time,
            position: position,
            grade: grade
        )
    }

    private func noted(_ sites: Set<String>, _ finding: NotedFinding) -> ShownFinding? {
        let site = finding.cabinet.flatMap { view.standing.cabinets[$0]?.site }
        guard site.map(sites.contains) ?? principal.holds([.auditor, .securityAdministrator], at: .whole)
        else {
            return nil
        }
        return ShownFinding(
            id: "\(finding.finding)",
            kind: finding.opened.kind,
            note: finding.opened.note,
            site: site,
            cabinet: finding.cabinet,
            seal: nil,
            time: finding.time,
            position: "hq/acts/e\(finding.epoch) @\(finding.index)",
            grade: "headquarters"
        )
    }

    /// One finding as an entry of a list.
    func entry(_ finding: ShownFinding) -> Entries.Entry {
        let seal = finding.seal.flatMap { id in
            finding.site.flatMap { view.policies[$0]?.seals[id]?.name }
        }
        let title = [finding.site.map(siteName), finding.cabinet.map(cabinetName), seal]
            .compactMap(\.self).joined(separator: " · ")
        return Entries.Entry(
            finding.id,
            pill: Pill(finding.mark, ShownFinding.word(finding.kind, in: language)),
            title: title.isEmpty ? say("总部", "Headquarters") : title,
            detail: "\(due(finding.time)) · \(explanation(finding))",
            position: finding.position,
            path: finding.path ?? finding.seal.map { "/seals/\($0)" }
        )
    }

    private func explanation(_ finding: ShownFinding) -> String {
        // Written for this page, in its language.
        if finding.grade == "unattested", finding.kind == .unattested { return finding.note }
        let own = language == .english ? finding.note : ""
        return own.isEmpty ? ShownFinding.explanation(finding.kind, in: language) ?? finding.note : own
    }
}

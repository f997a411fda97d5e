import Authority
import Cryptography
import Custody
import Records

// What the file is about, and what comes of it.
extension PaperPart {
    func conclusion(_ markup: inout PaperMarkup) {
        markup.element(.div, .verdict) { markup in
            markup.element(
                .p,
                say(
                    "证据文件核对通过：其中全部记录、签名与树根均与所依据的根相符。",
                    "The file is accepted: every record, signature and tree in it is what it claims to be under the root above."
                )
            )
            for statement in statements { markup.element(.p) { $0.element(.strong, statement) } }
        }
        warnings(&markup)
        markup.list([
            say(
                "须说明的异常 \(report.findings.count) 项（第七节）",
                "\(report.findings.count) things must be explained (section 7)"
            ),
            say(
                "未示出的事项 \(report.gaps.count) 项（第八节）",
                "\(report.gaps.count) things are not shown (section 8)"
            ),
            windowLine,
        ])
    }

    private var windowLine: String {
        guard let longest = report.windows.map(\.milliseconds).max() else {
            return say("没有示出可计算未共签时段的行为", "no act is shown for which the uncosigned time could be counted")
        }
        return say(
            "所示记录在总部共签之前最长 \(Moment.length(longest, language))，此间仅有印章柜自身为凭（第十节）",
            "for at most \(Moment.length(longest, language)) a record shown here was the word of its cabinet alone, before headquarters cosigned (section 10)"
        )
    }

    /// What may be said, as strong as the records permit.
    private var statements: [String] {
        let presence = PresenceWords(language: language, moment: moment)
        switch report.claim {
        case .seal(let seal, _):
            guard !report.neverLeft.isEmpty else {
                return [
                    say(
                        "文件中没有该印章所属印章柜的记录，不能作出在柜结论。",
                        "No records of a cabinet in which the seal belongs are in the file: nothing is said about its presence."
                    )
                ]
            }
            return report.neverLeft.map { presence.statement($0, seal: sealName(seal)) }
        case .users: return [whereabouts]
        case .count:
            guard let count = report.count else { return [] }
            func names(_ cabinets: [String]) -> String {
                let list = cabinets.joined(separator: say("、", ", "))
                return cabinets.isEmpty ? "" : say("（\(list)）", " (\(list))")
            }
            let (answered, silent) = (count.cabinets(.answered), count.silent)
            let unknown = count.cabinets(.leftOut) + count.cabinets(.notShown)
            return [
                say(
                    "应盘印章柜 \(count.lines.count) 个，示出应答 \(answered.count) 个，失联 \(silent.count) 个\(names(silent))，应答未在本文件示出 \(unknown.count) 个\(names(unknown))。",
                    "\(count.lines.count) cabinets were asked; \(answered.count) answers are shown, \(silent.count) were silent\(names(silent)), of \(unknown.count) the answer is not in this file\(names(unknown))."
                )
            ]
        case .site, .act:
            return [
                say(
                    "示出行为 \(report.acts.count) 条，所涉授权 \(report.grants.count) 项，其中无瑕疵 \(report.grants.count(where: \.isSound)) 项。",
                    "\(report.acts.count) acts are shown, under \(report.grants.count) grants, \(report.grants.count(where: \.isSound)) of them sound."
                )
            ]
        }
    }

    func facts(_ markup: inout PaperMarkup) {
        guard !report.seals.isEmpty else {
            markup.element(.p, say("未示出任何印章的登记。", "No registration of a seal is shown."))
            return
        }
        for seal in report.seals.prefix(Self.sealCountMax) {
            markup.facts([
                (say("印章", "Seal"), seal.name),
                (say("编号", "Id"), "\(seal.seal)"),
                (
                    say("登记位置", "Belongs in"),
                    say(
                        "印章柜 \(seal.cabinet)，\(seal.drawer) 号抽屉",
                        "cabinet \(seal.cabinet), drawer \(seal.drawer)"
                    )
                ),
                (
                    say("防伪标签", "Tag"),
                    "\(Hex.encode(seal.tag.uid.bytes)) · \(seal.grade == .proved ? say("可验真", "answers a challenge") : say("弱标签", "weak"))"
                ),
                (say("用印规则", "Rule"), seal.rule),
                (
                    say("登记版本", "Version"),
                    say(
                        "第 \(seal.version) 版，签署：\(registrars(of: seal))",
                        "\(seal.version), signed by \(registrars(of: seal))"
                    )
                ),
            ])
        }
        if report.seals.count > Self.sealCountMax {
            markup.element(
                .p,
                .note,
                say(
                    "另有 \(report.seals.count - Self.sealCountMax) 枚，见证据文件。",
                    "\(report.seals.count - Self.sealCountMax) more are in the file."
                )
            )
        }
    }

    private func registrars(of seal: SealStatement) -> String {
        let signers = report.registrars[seal.seal] ?? []
        return signers.isEmpty ? "–" : signers.map(text).joined(separator: say("、", ", "))
    }

    /// Seals, acts and gaps that are printed one by one; the file holds them all.
    static var sealCountMax: Int { 60 }
    static var rowCountMax: Int { 2_000 }

    func claim(_ markup: inout PaperMarkup) {
        switch report.claim {
        case .seal: presence(&markup)
        case .users: users(&markup)
        case .count: count(&markup)
        case .site, .act:
            markup.element(.p, say("登记由下列签署作出：", "Registered by these signatures:"))
            markup.list(report.givings.filter { !$0.origin.text.contains("/hq/authority/") }.map(giving))
        }
    }

    private func presence(_ markup: inout PaperMarkup) {
        let presence = PresenceWords(language: language, moment: moment)
        markup.element(
            .p,
            say(
                "“从未离开”只在全部条件满足时才可作出：所述区间内每条记录的首部均在总部镜像确认之下；两端各有一次对标签的密码学质询；每一可能的取出其对象均已公开；在柜观察间隔不超过五分钟；且没有任何缺口。下列缺口逐一列出。",
                "«Never left» may be said only when every condition holds: each header of the interval lies under a head that headquarters mirrored; a challenge of the tag stands at both ends; the subject of every possible departure is open; observations of presence are at most five minutes apart; and there is no gap. Every gap is listed."
            )
        )
        for left in report.neverLeft {
            markup.element(.h3, say("印章柜 \(left.cabinet)", "Cabinet \(left.cabinet)"))
            markup.facts([
                (say("取出记录", "Departures"), "\(left.departures.count)"),
                (say("未公开而可能是取出的记录", "Possible departures, closed"), "\(left.closed.count)"),
                (say("未予采信而可能是取出的记录", "Possible departures, left out"), "\(left.leftOut.count)"),
                (say("在柜证明时点", "Moments proved"), "\(left.provedCount)"),
                (
                    say("最长无证明时段", "Longest unsupported interval"),
                    Moment.length(left.longestUnsupported, language)
                ),
                (say("缺口", "Gaps"), "\(left.gaps.count)"),
            ])
            markup.list(left.gaps.prefix(Self.rowCountMax).map(presence.text) + presence.conditions(left))
            more(than: Self.rowCountMax, of: left.gaps.count, &markup)
        }
    }

    private var whereabouts: String {
        report.users.map { text($0.place) } ?? ""
    }

    private func text(_ place: SealWhereabouts) -> String {
        func drawer(_ number: UInt64?) -> String { number.map { say(" \($0) 号抽屉", ", drawer \($0)") } ?? "" }
        switch place {
        case .lastShown(let last, let doubts):
            let why = doubts.map { $0.text(language) }.joined(separator: say("；", "; "))
            return say(
                "该印章当时在何处未能确定。最后一次示出：\(text(last))其后：\(why)。",
                "Where the seal was at that moment is not shown. When it was last shown: \(text(last)) Since then: \(why)."
            )
        case .unknown: return say("文件未示出该印章当时在何处。", "The file does not show where the seal was.")
        case .inSlot(let cabinet, let number, let proved):
            return say(
                "该印章在印章柜 \(cabinet)\(drawer(number)) 内，最近一次验真为 \(moment(proved))。",
                "The seal was in cabinet \(cabinet)\(drawer(number)); last proved at \(moment(proved))."
            )
        case .unproved(let cabinet, let number, let since):
            return say(
                "自 \(moment(since)) 起，印章柜 \(cabinet)\(drawer(number)) 内之物未经验真。",
                "Since \(moment(since)) what lies in cabinet \(cabinet)\(drawer(number)) was not proved."
            )
        case .inHand(let actor, let since):
            return say(
                "该印章自 \(moment(since)) 起由 \(text(actor)) 持有。",
                "The seal was in the hands of \(text(actor)) since \(moment(since))."
            )
        }
    }

    private func users(_ markup: inout PaperMarkup) {
        guard let users = report.users else { return }
        markup.element(.p, whereabouts)
        if let visitor = users.visitor {
            markup.element(
                .p,
                say(
                    "当时抽屉已释放，站在柜前的是 \(text(visitor))。",
                    "A drawer was released at that moment; at the cabinet stood \(text(visitor))."
                )
            )
        }
        markup.element(.h3, say("曾验明该印章在内的印章柜", "Cabinets in which it was proved"))
        markup.list(
            users.cabinets.isEmpty
                ? [say("无", "none")]
                : users.cabinets.sorted { $0.key < $1.key }.map {
                    say("\($0.key)，最近 \(moment($0.value))", "\($0.key), last at \(moment($0.value))")
                }
        )
        markup.element(.h3, say("当时在有效时间内的授权", "Grants within their time"))
        markup.table(
            [
                say("授权", "Grant"), say("取章人", "Takers"), say("同行", "Companion"), say("柜已知", "Known"),
                say("不能使用的原因", "Objections"),
            ],
            users.grants.map { grant in
                [
                    "\(grant.statement.grant)",
                    grant.statement.takers.map { name($0.person) }.joined(separator: say("、", ", ")),
                    grant.statement.companion.map { name($0.person) } ?? "–",
                    grant.isKnownToCabinet ? say("是", "yes") : say("否", "no"),
                    grant.objections.isEmpty
                        ? say("未见", "none seen")
                        : grant.objections.map { $0.text(language) }.joined(separator: say("；", "; ")),
                ]
            }
        )
        markup.element(.h3, say("持有权限的人员", "Holders of rights"))
        markup.list(
            users.holders.isEmpty
                ? [say("无", "none")]
                : users.holders.map { holder in
                    say("\(name(holder.person))：", "\(name(holder.person)): ")
                        + holder.rights.map(words.word).joined(separator: say("、", ", "))
                }
        )
    }

    private func word(_ response: CountResult.Response) -> String {
        switch response {
        case .answered: say("已应答", "answered")
        case .leftOut: say("总部已收取应答，本文件未包含", "headquarters took an answer that is not in this file")
        case .notShown: say("未示出", "not shown")
        case .silent: say("失联", "SILENT")
        }
    }

    private func count(_ markup: inout PaperMarkup) {
        guard let count = report.count else { return }
        markup.facts([
            (say("发起", "Asked"), moment(count.askedAt)), (say("截止", "Until"), moment(count.deadline)),
            (
                say("总部签署的结果", "Signed by headquarters"),
                count.closed.map {
                    say(
                        "本文件所示最新为第 \($0.revision) 版：一致 \($0.equalCount)，差异 \($0.differingCount)，失联 \($0.unreachableCount)",
                        "revision \($0.revision), the newest shown: \($0.equalCount) agree, \($0.differingCount) differ, \($0.unreachableCount) silent"
                    )
                } ?? say("未示出", "not shown")
            ),
        ])
        markup.table(
            [
                say("机构", "Site"), say("印章柜", "Cabinet"), say("应答时间", "Answered"), say("抽屉", "Drawers"),
                say("验真", "Proved"), say("差异", "Differences"),
            ],
            count.lines.map { line in
                guard let answer = line.answer, let time = line.time else {
                    return [line.site, line.cabinet, word(line.response), "–", "–", "–"]
                }
                let different = answer.drawers.filter(\.isDifference)
                return [
                    line.site, line.cabinet, moment(time), "\(answer.drawers.count)",
                    "\(answer.drawers.count { $0.finding == .present })",
                    different.isEmpty
                        ? "0"
                        : different.map {
                            say(
                                "\($0.drawer) 号：\(words.word($0.finding))",
                                "drawer \($0.drawer): \(words.word($0.finding))"
                            )
                        }.joined(separator: say("；", "; ")),
                ]
            }
        )
    }
}

import Authority
import Cryptography
import Custody
import Records

/// The report in one language.
struct PaperPart {
    let paper: EvidencePaper
    let words: EventWords
    private let numbers: [String]

    init(_ paper: EvidencePaper, _ language: EvidenceLanguage) {
        self.paper = paper
        words = EventWords(language: language)
        numbers =
            language == .chinese
            ? ["一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、", "九、", "十、", "十一、"] : (1...11).map { "\($0). " }
    }

    var report: EvidenceReport { paper.report }
    var language: EvidenceLanguage { words.language }

    func say(_ chinese: String, _ english: String) -> String { language.say(chinese, english) }

    func moment(_ milliseconds: Int64) -> String {
        Moment.local(milliseconds, minutesEast: paper.minutesEast)
    }

    var title: String { say("出证报告", "Evidence Report") }

    /// Writes the whole part; every section has the same number in both languages.
    func write(to markup: inout PaperMarkup) {
        let sections: [(String, (inout PaperMarkup) -> Void)] = [
            (say("结论", "Findings of the verification"), conclusion),
            (say("案情要素", "Facts of the case"), facts),
            (claimTitle, claim),
            (say("经过", "Timeline"), timeline),
            (say("授权与审批", "Grants and approvals"), grants),
            (say("有关人员", "People"), people),
            (say("须说明的异常", "What must be explained"), findings),
            (say("未证明的事项", "What is not shown and not claimed"), limits),
            (say("证明要素", "Proof summary"), proofs),
            (say("外部锚定与未共签时段", "Outside anchors, and what was not cosigned"), anchors),
            (say("如何自行核对", "How to check this without us"), checking),
        ]
        markup.element(.article) { markup in
            cover(&markup)
            for (number, (title, write)) in zip(numbers, sections) {
                markup.element(.section) { markup in
                    markup.element(.h2, number + title)
                    write(&markup)
                }
            }
        }
    }

    private func cover(_ markup: inout PaperMarkup) {
        markup.element(.h1, title)
        markup.element(.p, .subtitle, subject)
        markup.facts([
            (say("出证单位", "Organisation"), report.organisation),
            (say("治理模式", "Regime"), regime),
            (
                say("证据文件", "File of evidence"),
                say(
                    "\(paper.byteCount) 字节，SHA-256 \(paper.digest)",
                    "\(paper.byteCount) bytes, SHA-256 \(paper.digest)"
                )
            ),
            (say("核对所依据的根", "Checked under root"), "\(report.pinnedRoot)"),
            (
                say("时间表示", "Times"),
                say(
                    "均为 \(Moment.zone(minutesEast: paper.minutesEast))，印章柜自身时钟",
                    "all \(Moment.zone(minutesEast: paper.minutesEast)), by the cabinets' own clocks"
                )
            ),
        ])
    }

    /// What the file is about, in one line.
    var subject: String {
        func time(_ range: MomentRange) -> String {
            say("\(moment(range.from)) 至 \(moment(range.to))", "\(moment(range.from)) to \(moment(range.to))")
        }
        return switch report.claim {
        case .seal(let seal, let range):
            say("印章 \(sealName(seal))，\(time(range))", "Seal \(sealName(seal)), \(time(range))")
        case .site(let site, let range):
            say("机构 \(site) 的全部印章，\(time(range))", "All seals of site \(site), \(time(range))")
        case .act(let cabinet, let place):
            say("印章柜 \(cabinet) 的第 \(place) 条行为记录", "Act \(place) of cabinet \(cabinet)")
        case .count(let run):
            say("盘点 \(report.count?.number ?? "\(run)")", "Count run \(report.count?.number ?? "\(run)")")
        case .users(let seal, let at):
            say(
                "\(moment(at)) 谁可能使用印章 \(sealName(seal))",
                "Who could have used seal \(sealName(seal)) at \(moment(at))"
            )
        }
    }

    private var regime: String {
        switch report.regime {
        case .full:
            say(
                "完整：所有人不少于三名，须不少于两名签署，管理职责分离",
                "full: three owners or more, two or more of whom sign, separated administrators"
            )
        case .pair:
            say(
                "双人：由两人共同签署，本报告的证明力以此为限",
                "pair: two people sign together; the claims here are worth no more than that"
            )
        case .single:
            say(
                "单人：由一人掌管全部密钥，本报告的证明力以此为限",
                "single: one person holds every key; the claims here are worth no more than that"
            )
        }
    }

    private var claimTitle: String {
        switch report.claim {
        case .seal: say("在柜证明与缺口", "Presence and its gaps")
        case .users: say("可能的使用人", "Who could have used it")
        case .count: say("盘点结果", "Result of the count")
        case .site, .act: say("印章登记", "Registration of the seals")
        }
    }

    /// A seal by its registered name.
    func sealName(_ seal: Identifier<Seal>) -> String {
        report.seals.first { $0.seal == seal }.map { say("“\($0.name)”", "«\($0.name)»") } ?? "\(seal)"
    }

    func name(_ person: Identifier<Person>) -> String {
        report.names[person].map {
            say("\($0)（\(person.description.prefix(8))）", "\($0) (\(person.description.prefix(8)))")
        }
            ?? "\(person.description.prefix(16))…"
    }

    func text(_ actor: Actor?) -> String {
        guard let actor else { return say("未公开", "closed") }
        let people = [actor.person, actor.companion].compactMap(\.self).map(name)
        return people.isEmpty ? actor.component ?? "–" : people.joined(separator: say("，同行 ", ", with "))
    }
}

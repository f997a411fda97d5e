import Records

/// Puts what a cabinet's records support about a seal into words, the same for the terminal and for paper.
struct PresenceWords {
    let language: EvidenceLanguage
    /// How a moment is written.
    let moment: (Int64) -> String

    /// The statement, as strong as the records permit and no stronger.
    func statement(_ left: NeverLeft, seal: String) -> String {
        let proofs = say(
            "在 \(left.provedCount) 个时点以密码学方式证明在柜；最长无证明时段 \(length(left.longestUnsupported))",
            "presence proved at \(left.provedCount) moments; longest unsupported interval \(length(left.longestUnsupported))"
        )
        let leaves = say(
            "印章柜 \(left.cabinet) 第 \(left.first) 至 \(left.last) 条记录",
            "records \(left.first) to \(left.last) of cabinet \(left.cabinet)"
        )
        if left.isNeverLeft {
            return say(
                "从未离开：\(seal) 在所述时段内从未离开印章柜。\(leaves)中没有取出记录；\(proofs)；无缺口。",
                "NEVER LEFT: \(seal) did not leave within the interval. No departure recorded in \(leaves); \(proofs); no gaps."
            )
        }
        if left.isWithoutDeparture {
            return say(
                "\(leaves)中没有 \(seal) 的取出记录；\(proofs)；缺口 \(left.gaps.count) 处，见下。不得据此称“从未离开”。",
                "No departure of \(seal) recorded in \(leaves); \(proofs); gaps: \(left.gaps.count), listed below. This is not «never left»."
            )
        }
        if left.departures.isEmpty {
            let doubts = doubts(left).joined(separator: say("；", "; "))
            return say(
                "不能作出结论：\(leaves)中\(doubts)；\(proofs)。",
                "NO STATEMENT: of the \(leaves) \(doubts); \(proofs)."
            )
        }
        let sure = left.departures.filter(\.isCertain)
        let times = left.departures.map { moment($0.time) }.joined(separator: say("、", ", "))
        return sure.isEmpty
            ? say(
                "不能排除离开：\(leaves)中 \(left.departures.count) 次开启之后没有证明 \(seal) 仍在（\(times)）；\(proofs)。",
                "MAY HAVE LEFT: after \(left.departures.count) openings in \(leaves) nothing proves that \(seal) stayed (\(times)); \(proofs)."
            )
            : say(
                "曾离开：\(leaves)中记录 \(seal) 被取出 \(sure.count) 次（\(times)）；\(proofs)。",
                "LEFT: \(leaves) say that \(seal) left \(sure.count) times (\(times)); \(proofs)."
            )
    }

    /// What besides gaps a reader should know.
    func conditions(_ left: NeverLeft) -> [String] {
        var conditions: [String] = []
        if left.isCaseUnwatched {
            conditions.append(
                say(
                    "柜体没有装设防拆触点，或触点不可信：绕过抽屉打开柜体不会被记录。",
                    "No tamper contact watches the case, or it cannot be believed: an opening around the drawers would not be recorded."
                )
            )
        }
        if left.batteryCount > 0 {
            conditions.append(
                say(
                    "有 \(left.batteryCount) 段观察期间市电中断，由电池供电。",
                    "In \(left.batteryCount) observed spans mains failed and the cabinet ran on its battery."
                )
            )
        }
        if !left.departures.isEmpty {
            for doubt in doubts(left) { conditions.append(say("另\(doubt)。", "Besides, \(doubt).")) }
        }
        return conditions
    }

    /// What may be a departure, and cannot be known to be one.
    private func doubts(_ left: NeverLeft) -> [String] {
        var doubts: [String] = []
        if !left.closed.isEmpty {
            doubts.append(
                say(
                    "有 \(left.closed.count) 条可能是取出的记录未公开其对象",
                    "\(left.closed.count) may be departures, and what they are about is closed"
                )
            )
        }
        if !left.leftOut.isEmpty {
            let places = left.leftOut.prefix(Self.placeCountMax).map { "\($0)" }.joined(
                separator: say("、", ", ")
            )
            let more = left.leftOut.count > Self.placeCountMax ? "…" : ""
            doubts.append(
                say(
                    "有 \(left.leftOut.count) 条可能是取出的记录因自有签名缺失或不符而未予采信（第 \(places)\(more) 条）",
                    "\(left.leftOut.count) may be departures, and are left out because the cabinet's own signature is missing or not good (records \(places)\(more))"
                )
            )
        }
        return doubts
    }

    /// The most places that one sentence names; all of them stand among what must be explained.
    private static var placeCountMax: Int { 8 }

    /// One gap: what is missing, and when.
    func text(_ gap: PresenceGap) -> String {
        let when =
            gap.from == gap.to
            ? moment(gap.from)
            : say(
                "\(moment(gap.from)) 至 \(moment(gap.to))（\(length(gap.to - gap.from))）",
                "\(moment(gap.from)) to \(moment(gap.to)) (\(length(gap.to - gap.from)))"
            )
        let leaf = gap.place.map { say("，记录 \($0)", ", record \($0)") } ?? ""
        return say("\(word(gap.kind))：\(when)\(leaf)", "\(word(gap.kind)): \(when)\(leaf)")
    }

    private func word(_ kind: PresenceGap.Kind) -> String {
        switch kind {
        case .startUnproved: say("起点之前没有在柜证明", "no challenge at or before the first moment")
        case .endUnproved: say("终点之后没有在柜证明", "no challenge at or after the last moment")
        case .silence: say("超过五分钟没有在柜观察", "not observed for longer than five minutes")
        case .reboot: say("设备重新启动", "device started anew")
        case .clockStep: say("时钟跳变", "clock stepped")
        case .clockUnknown: say("设备没有经签名的时间", "no signed time at the device")
        case .readerIll: say("读取器无应答或读不出", "reader ill, or what is there could not be read")
        case .notSeen: say("读取器工作而未见该印章的标签", "reader answered, and the seal's tag was not there")
        case .drawerMoved: say("抽屉被释放、移动或开着", "drawer released, moved or open")
        case .drawerUnwatched: say("抽屉传感器不可信或无记录", "drawer's sensors ill, or not recorded")
        case .tamper: say("柜体触点动作", "case contact raised")
        case .returnUnproved: say("归还未经证明", "return not proved")
        case .finding: say("有关该印章或抽屉的异常", "finding about the seal or its drawer")
        case .epoch: say("记录日志在此开始或换代", "log begins or changes its epoch")
        case .unmirrored: say("总部尚未镜像确认的部分", "not under a head that headquarters mirrored")
        case .notShown: say("文件未包含的部分", "not in the file")
        case .elsewhere: say("该印章的标签在别处得到证明", "the seal's tag was proved elsewhere")
        case .implausible: say("观察记录自相矛盾", "observation contradicts itself or the one before")
        case .homeUnknown: say("所示登记不能说明印章当时应在何处", "no registration shown says where the seal belonged")
        }
    }

    private func say(_ chinese: String, _ english: String) -> String { language.say(chinese, english) }

    private func length(_ milliseconds: Int64) -> String { Moment.length(milliseconds, language) }
}

import Authority
import Cryptography
import Custody
import Records

// What happened, who was there, and why it can be believed.
extension PaperPart {
    func timeline(_ markup: inout PaperMarkup) {
        guard !report.acts.isEmpty else {
            markup.element(.p, say("所述范围内没有示出行为记录。", "No act is shown within what the file is about."))
            return
        }
        let named = report.claim.seal == nil
        let acts = report.acts.prefix(Self.rowCountMax)
        markup.table(
            [say("时间", "Time"), say("柜 / 记录", "Cabinet / record")] + (named ? [say("印章", "Seal")] : [])
                + [say("行为", "Act"), say("行为人", "By"), say("读取结果", "Reading"), say("柜签名", "Signed")],
            acts.map { act in
                [
                    moment(act.time.milliseconds)
                        + (act.clockQuality == .unknown ? say("（时间未经签名）", " (time not signed)") : ""),
                    "\(act.cabinet) / \(act.place)"
                        + (act.carriedFrom.map { say("（转载自 \($0)）", " (carried on from \($0))") } ?? ""),
                ]
                    + (named ? [act.subject.seal.map(sealName) ?? "–"] : [])
                    + [
                        words.text(act.event), text(act.actor),
                        act.event.reading.map { words.text($0, isSealsTag: act.isSealsTag) } ?? "–",
                        act.isSigned ? say("是", "yes") : say("否", "no"),
                    ]
            }
        )
        if report.acts.count > acts.count {
            markup.element(
                .p,
                .note,
                say(
                    "另有 \(report.acts.count - acts.count) 条，见证据文件。",
                    "\(report.acts.count - acts.count) more are in the file."
                )
            )
        }
    }

    func grants(_ markup: inout PaperMarkup) {
        guard !report.grants.isEmpty else {
            markup.element(.p, say("所示行为中没有依据授权的取章。", "No take under a grant is among the acts shown."))
            return
        }
        for grant in report.grants.prefix(Self.rowCountMax) {
            let statement = grant.statement
            markup.element(.h3, say("授权 \(statement.grant)", "Grant \(statement.grant)"))
            markup.facts([
                (
                    say("判定", "Judged"),
                    grant.isSound ? say("无瑕疵", "sound") : say("有瑕疵，见第七节", "NOT SOUND, see section 7")
                ),
                (say("事由", "Reason"), statement.reason),
                (say("方式", "Mode"), words.word(statement.mode)),
                (say("申请人", "Applicant"), name(statement.applicant)),
                (
                    say("取章人", "Takers"),
                    statement.takers.map { name($0.person) }.joined(separator: say("、", ", "))
                ),
                (say("有效期", "Valid"), "\(moment(statement.notBefore)) – \(moment(statement.notAfter))"),
                (say("用印次数、份数", "Uses, copies"), "\(statement.uses), \(statement.copies)"),
                (
                    say("审批", "Approvals"),
                    grant.approvals.isEmpty
                        ? say("无", "none")
                        : grant.approvals.map { "\(name($0.approver))（\(words.word($0.verdict))）" }.joined(
                            separator: say("、", ", ")
                        )
                ),
                (
                    say("用印文件", "Files"),
                    statement.files.isEmpty
                        ? say("无", "none")
                        : statement.files.map {
                            say(
                                "\($0.name)，\($0.pages) 页，SHA-256 \($0.digest)",
                                "\($0.name), \($0.pages) pages, SHA-256 \($0.digest)"
                            )
                        }.joined(separator: say("；", "; "))
                ),
                (say("授权文本 SHA-256", "SHA-256 of its text"), "\(grant.digest)"),
            ])
        }
    }

    func people(_ markup: inout PaperMarkup) {
        guard !report.names.isEmpty else {
            markup.element(.p, say("未示出任何姓名；行为人以编号表示。", "No name is shown; people stand here by their ids."))
            return
        }
        markup.table(
            [
                say("姓名（经签署的登记）", "Name, as registered"), say("编号", "Id"),
                say("在所示记录中", "In what is shown"),
            ],
            report.names.sorted { $0.key < $1.key }.map { person, name in
                [name, "\(person)", part(of: person)]
            }
        )
    }

    private func part(of person: Identifier<Person>) -> String {
        var parts: [String] = []
        if report.acts.contains(where: { $0.actor?.person == person }) { parts.append(say("行为人", "acted")) }
        if report.acts.contains(where: { $0.actor?.companion == person }) {
            parts.append(say("同行人", "companion"))
        }
        if report.grants.contains(where: { $0.statement.applicant == person }) {
            parts.append(say("申请人", "applied"))
        }
        if report.grants.contains(where: { $0.statement.takers.contains { $0.person == person } }) {
            parts.append(say("获授权取章", "named as taker"))
        }
        if report.grants.contains(where: { $0.approvals.contains { $0.approver == person } }) {
            parts.append(say("审批人", "approved"))
        }
        return parts.isEmpty ? "–" : parts.joined(separator: say("、", ", "))
    }

    func findings(_ markup: inout PaperMarkup) {
        guard !report.findings.isEmpty else {
            markup.element(.p, say("无。", "None."))
            return
        }
        markup.table(
            [say("日志 / 记录", "Log / record"), say("内容", "What")],
            report.findings.prefix(Self.rowCountMax).map {
                ["\($0.origin) / \($0.index)", $0.message.text(language)]
            }
        )
        more(than: Self.rowCountMax, of: report.findings.count, &markup)
    }

    func limits(_ markup: inout PaperMarkup) {
        markup.element(.h3, say("本文件未示出", "Not shown in this file"))
        markup.list(
            report.gaps.isEmpty
                ? [say("无", "none")] : report.gaps.prefix(Self.rowCountMax).map { $0.text(language) }
        )
        more(than: Self.rowCountMax, of: report.gaps.count, &markup)
        markup.element(.h3, say("未公开的部分", "What is closed"))
        markup.list(report.openness.map(closed))
        markup.element(.h3, say("本报告不主张", "Not claimed by this report"))
        markup.list([
            say(
                "设备记录了全部发生之事：未写下的事，任何证明都不能示出。",
                "That a device recorded everything: what was never written down no proof can show."
            ),
            say(
                "印章盖在了什么上：印章柜只知道印章何时在外，不知道它盖了什么。",
                "What was stamped: a cabinet knows that a seal was out, not what it stamped."
            ),
            say(
                "标签仍在原印章之内：证明针对的是标签；以伪刻印章另行盖出的印迹不在其内。",
                "That the tag is still in the body of the seal: a tag proves the tag, not ink made elsewhere with a forged seal."
            ),
            say(
                "记录所载时间是法定时间：时间出自印章柜时钟；总部及外部的共签给出另外的时间点。",
                "That a recorded time is legal time: it is the cabinet's clock; cosignatures add moments by other clocks."
            ),
            say(
                "最后一次共签之后的记录：掌握设备密钥者仍可改写。",
                "Anything about records younger than the last cosignature: whoever holds the device's keys could rewrite them."
            ),
        ])
    }

    private func closed(_ log: ShownOpenness) -> String {
        let groups = log.closed.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\(words.word($0.key)) \($0.value)" }.joined(separator: say("、", ", "))
        return say(
            "\(log.origin)：\(log.count) 条，全部公开 \(log.wholeCount) 条，仅示首部 \(log.shutCount) 条"
                + (groups.isEmpty ? "" : "；未公开：\(groups)"),
            "\(log.origin): \(log.count) records, \(log.wholeCount) whole, \(log.shutCount) header only"
                + (groups.isEmpty ? "" : "; closed: \(groups)")
        )
    }

    func proofs(_ markup: inout PaperMarkup) {
        markup.element(
            .p,
            say(
                "每条记录是一棵 SHA-256 哈希树（RFC 6962）的一片叶；树根由日志密钥以 Ed25519 签署，再由总部及见证人共签。叶、树与签名均在证据文件之内，核对时逐一重算。",
                "Each record is a leaf of a SHA-256 hash tree (RFC 6962); the root is signed with the log's Ed25519 key and cosigned by headquarters and witnesses. Leaves, trees and signatures are all in the file and were computed again."
            )
        )
        markup.table(
            [say("日志", "Log"), say("记录", "Records"), say("树根", "Root"), say("共签", "Cosigned")],
            report.heads.map { head in
                [
                    head.origin.text,
                    head.singleCount.map {
                        say("\(head.size) 条中的 \($0) 条，各有证明", "\($0) of \(head.size), each proved")
                    } ?? "\(head.first)–\(head.size)",
                    "\(head.root)",
                    head.cosignatures.isEmpty
                        ? say("无", "nobody")
                        : head.cosignatures.map { "\($0.name) @\($0.size) \(moment($0.milliseconds))" }
                            .joined(separator: "; "),
                ]
            }
        )
        if !report.epochs.isEmpty {
            markup.element(.h3, say("记录的各期", "Epochs of acts"))
            markup.list(report.epochs.map { $0.text(language) })
        }
        markup.element(.h3, say("由谁赋予", "Given by whom"))
        markup.list(report.givings.prefix(Self.rowCountMax).map(giving))
        more(than: Self.rowCountMax, of: report.givings.count, &markup)
    }

    func giving(_ giving: ShownGiving) -> String {
        let list = giving.signers.map(text).joined(separator: say("、", ", "))
        return say("\(giving.title.chinese)；签署：\(list)", "\(giving.title.english); signed by \(list)")
    }

    func anchors(_ markup: inout PaperMarkup) {
        let anchors = AnchorWords(language: language, moment: moment)
        markup.list(anchors.lines(report) + [anchors.warning(report)].compactMap(\.self))
        for window in report.windows {
            markup.element(
                .p,
                say(
                    "印章柜 \(window.cabinet)：所示行为中等候最久者为 \(moment(window.oldest))，总部于 \(moment(window.cosigned)) 镜像共签覆盖它的树根；其间 \(Moment.length(window.milliseconds, language)) 内，掌握该柜密钥者可以改写。",
                    "Cabinet \(window.cabinet): of the acts shown the one that waited longest is of \(moment(window.oldest)), headquarters cosigned a head over it as mirrored at \(moment(window.cosigned)); in the \(Moment.length(window.milliseconds, language)) between, whoever held the cabinet's keys could have rewritten it."
                )
            )
        }
    }

    func checking(_ markup: inout PaperMarkup) {
        markup.list(
            [
                say(
                    "核对证据文件的 SHA-256 与本报告首页所列相同（sha256sum 或任何工具）。",
                    "Compare the file's SHA-256 with the one on the first page (sha256sum or any tool)."
                ),
                say(
                    "向该单位的所有人取得根的摘要：它印在每张入网单上，并在各处当面比对；与首页所列相同。",
                    "Ask the owners for the digest of the root: it is printed on every enrolment slip and was compared on site; it is the one on the first page."
                ),
                say(
                    "运行 signet evidence verify 文件 --root 摘要。程序离线工作，只读这一个文件。",
                    "Run signet evidence verify FILE --root DIGEST. It works offline and reads this one file."
                ),
                say(
                    "首页列有外部机构的，向该时间戳机构索取其证书，向该见证人索取其公钥，以 --certificates 与 --witness 提供；向出证单位索取的不能作数。",
                    "Where outsiders are named on the first page: ask the time-stamping authority for its certificates and the witness for its key, and give them as --certificates and --witness; what the organisation says of them is its own word."
                ),
                say(
                    "不使用本程序：证据文件是纯文本。每行 open 或 shut 的第一个词是叶，以 base64 表示；叶哈希为 SHA-256(00 ‖ 叶)，逐层按 RFC 6962 合并，得到 note 中的根；note 的签名是 C2SP signed-note，proof 段是 C2SP tlog-proof。以 pymerkle 与 Python cryptography 重算的完整程序见 Documentation/Evidence.md。",
                    "Without this program: the file is plain text. The first word after open or shut is the leaf in base64; its hash is SHA-256(00 ‖ leaf), joined level by level as RFC 6962 says to the root in the note; signatures are those of a C2SP signed-note, and proof sections hold C2SP tlog-proofs. Documentation/Evidence.md has a complete program with pymerkle and Python's cryptography."
                ),
            ],
            isNumbered: true
        )
    }
}

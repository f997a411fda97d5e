import Authority
import Custody
import Records
import Screens

// Records whose own signature is not good: one finding for each log, and a page that lists them.
extension Visitor {
    /// One finding for each log, however many such records it has: who can write one can write thousands.
    func unattested(_ cabinet: CabinetStatement) -> [ShownFinding] {
        guard let custody = view.cabinets[cabinet.cabinet]?.custody else { return [] }
        let epochs = Dictionary(grouping: custody.unattested, by: \.epoch)
        return epochs.sorted { $0.key < $1.key }.compactMap { epoch, records in
            guard let first = records.first, let last = records.last else { return nil }
            // Of those that are not kept any more only the number is known, over all epochs.
            let count = epochs.count == 1 ? custody.unattestedCount : UInt64(records.count)
            let log = "\(cabinet.cabinet)/acts/e\(epoch)"
            return ShownFinding(
                id: "\(cabinet.cabinet)-e\(epoch)-unattested",
                kind: .unattested,
                note: say(
                    "共 \(count) 条，不予采信；最近一条：",
                    count == 1 ? "One record says nothing: " : "\(count) records say nothing; the newest: "
                ) + note(last),
                site: cabinet.site,
                cabinet: cabinet.cabinet,
                seal: nil,
                time: last.time.milliseconds,
                position: first.index == last.index
                    ? "\(log) @\(first.index)" : "\(log) @\(first.index)–\(last.index)",
                grade: "unattested",
                path: "/cabinets/\(cabinet.cabinet)/unattested"
            )
        }
    }

    /// The newest such records of a cabinet.
    func unattestedPage() throws -> ConsolePage {
        guard let cabinet = context.path["cabinet"].flatMap({ view.standing.cabinets[$0] }) else {
            throw Refusal.notFound
        }
        let records = view.cabinets[cabinet.cabinet]?.custody.unattested ?? []
        return page(
            "/findings",
            title: say("\(cabinet.name)：自有签名无效的记录", "Records of \(cabinet.name) without a good signature"),
            live: []
        ) {
            Prose(
                say(
                    "这些记录已保存，不予采信，不改变印章去向。此处列出最近 \(CustodyState.unattestedCountMax) 条以内。",
                    "They are kept, and say nothing: no seal moved. At most the newest \(CustodyState.unattestedCountMax) are listed."
                ),
                voice: .quiet
            )
            Table(
                caption: say("最近的在前", "The newest first"),
                columns: [
                    .text(say("位置", "Position")), .text(say("时间", "Time")), .text(say("情况", "What is wrong")),
                ],
                rows: records.reversed().map { record in
                    Table.Row(
                        "e\(record.epoch)-\(record.index)",
                        [
                            .code("e\(record.epoch) @\(record.index)"),
                            .text(moment(record.time.milliseconds)), .text(note(record)),
                        ]
                    )
                },
                empty: EmptyState(
                    why: say("没有这样的记录。", "There are none."),
                    advice: say("出现时会列在“异常”中。", "Where one comes, it is among the findings.")
                )
            )
        }
    }

    /// What the record claims to be, and what is wrong with it.
    private func note(_ record: UnattestedRecord) -> String {
        let claim = ActWord.word(record.kind, in: language)
        let fault =
            switch record.verdict {
            case .missing: say("缺少自有签名", "its own signature is missing")
            case .carriedInVain:
                say(
                    "所转载的并非该柜在先前一期签名写下，或已计入",
                    "what it carries was not signed in an earlier epoch, or counts already"
                )
            case .unreadable where record.isIllegible:
                say("整条记录无法判读", "not even its leaf can be read")
            case .unreadable: say("内容与其种类不符，无法判读", "it cannot be read as its kind says")
            default: say("自有签名并非该柜所签", "its own signature is not by the cabinet's act key")
            }
        return say("“\(claim)”：\(fault)", "«\(claim)»: \(fault)")
    }
}

import Authority
import Hummingbird
import Records
import Screens
import Store

extension Console {
    /// The most acts that one page shows.
    static let actCountMax: UInt64 = 100

    var findingEntries: [Entry] {
        let ledger = ledger
        return [
            Entry(
                .get,
                "/findings",
                .roles(Self.readers),
                shows: .open("异常", "Findings"),
                handler: page { visitor, _ in
                    visitor.page("/findings", title: visitor.say("异常", "Findings"), live: []) {
                        Region("findings") {
                            Entries(
                                visitor.findings.prefix(200).map(visitor.entry),
                                empty: EmptyState(
                                    why: visitor.say("没有需要解释的情况。", "Nothing asks for an explanation."),
                                    advice: visitor.say("出现异常时会立即显示在这里。", "Findings show here at once.")
                                )
                            )
                        }
                    }.response()
                }
            ),
            Entry(
                .get,
                "/cabinets/:cabinet/unattested",
                .roles(Self.readers),
                place: .of { parameters in parameters["cabinet"].flatMap { ledger.view.place(ofCabinet: $0) }
                },
                shows: .only("无签名的记录", "Records that nobody signed"),
                handler: page { visitor, _ in try visitor.unattestedPage().response() }
            ),
            Entry(
                .get,
                "/acts",
                .roles([.auditor]),
                place: .whole,
                shows: .only("总部行为记录", "Headquarters' acts"),
                handler: page { visitor, _ in
                    try visitor.actsPage(
                        self.ledger.origins.acts,
                        title: visitor.say("总部行为记录", "Headquarters' acts")
                    )
                    .response()
                }
            ),
            Entry(
                .get,
                "/acts/:cabinet",
                .roles([.auditor, .custodian]),
                place: .of { parameters in parameters["cabinet"].flatMap { ledger.view.place(ofCabinet: $0) }
                },
                shows: .only("印章柜行为记录", "A cabinet's acts"),
                handler: page { visitor, _ in
                    guard let cabinet = visitor.context.path["cabinet"],
                        let origin = visitor.view.acts(of: cabinet)
                    else { throw Refusal.notFound }
                    return try visitor.actsPage(
                        origin,
                        title: visitor.cabinetName(cabinet)
                    ).response()
                }
            ),
        ]
    }
}

extension Visitor {
    /// The newest records of a log, newest first.
    func newestRecords(of origin: Origin) throws -> [(index: UInt64, record: OpenedRecord)] {
        guard let status = try console.ledger.store.status(of: origin) else { return [] }
        // An own log is proved by its writer as far as it goes.
        let size = status.isOwn ? status.head.size : status.proved.size
        guard size > 0 else {
            return []
        }
        let first = size > Console.actCountMax ? size - Console.actCountMax : 0
        var records: [(UInt64, OpenedRecord)] = []
        try console.ledger.store.forEachRecord(of: origin, from: first, to: size) {
            // What cannot be read is shown among the findings.
            if let opened = try? $1.opened() { records.append(($0, opened)) }
        }
        return records.reversed()
    }

    /// The logs of acts that one may read: headquarters' own, then each cabinet's.
    private var logs: [Link] {
        let cabinets = view.standing.cabinets.keys.sorted().filter { cabinet in
            view.place(ofCabinet: cabinet).map { principal.holds([.auditor, .custodian], at: $0) } ?? false
        }
        let own =
            principal.holds([.auditor], at: .whole) ? [Link(say("总部", "Headquarters"), to: "/acts")] : []
        return own + cabinets.map { Link(cabinetName($0), to: "/acts/\($0)") }
    }

    /// Who did something: a person, or a part of a program.
    private func doer(_ actor: Actor) -> String {
        let people = [actor.person, actor.companion].compactMap(\.self).map(name)
        guard people.isEmpty else { return people.joined(separator: say("、", ", ")) }
        return actor.component.map { ActWord.component($0, in: language) } ?? "–"
    }

    /// What an act is about: seal, drawer, person.
    private func about(_ subject: Subject) -> String {
        let seal = subject.seal.flatMap { id in
            view.site(ofSeal: id).flatMap { view.policies[$0]?.seals[id]?.name }
        }
        return [
            subject.cabinet.map(cabinetName), seal,
            subject.drawer.map { say("\($0) 号抽屉", "drawer \($0)") }, subject.person.map(name),
        ].compactMap(\.self).joined(separator: " · ")
    }

    fileprivate func actsPage(_ origin: Origin, title: String) throws -> ConsolePage {
        let rows = try newestRecords(of: origin).map { index, record in
            let actor = try record.actor()
            return Table.Row(
                "\(index)",
                [
                    .code("@\(index)"), .text(moment(record.leaf.header.time.milliseconds)),
                    .text(ActWord.word(try record.kind()?.kind, in: language)),
                    .text(
                        try [looked(record), record.subject().map(about)].compactMap(\.self)
                            .filter { !$0.isEmpty }.joined(separator: " · ")
                    ),
                    .text(actor.map(doer) ?? "–"),
                ]
            )
        }
        return page("/acts", title: title) {
            Pages(logs)
            Prose(origin.text, voice: .monospaced)
            Table(
                caption: say("最近的记录", "The newest records"),
                columns: [
                    .text(say("位置", "Position")), .text(say("时间", "Time")), .text(say("行为", "Act")),
                    .text(say("对象", "About")), .text(say("经手人", "By")),
                ],
                rows: rows,
                empty: EmptyState(
                    why: say("这里还没有记录。", "No record is here yet."),
                    advice: say("印章柜联络后记录会到达。", "Records come when the cabinet is in contact.")
                )
            )
        }
    }
}

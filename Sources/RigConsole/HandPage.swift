import Screens
import Simulation

/// The page on which people move what is simulated: one card for each cabinet.
struct HandPage {
    let snapshot: RigSnapshot
    let scenery: Scenery
    let language: Language
    let languagePath: String
    let name: String
    let token: FormToken

    func page(refusal: String?) -> ConsolePage {
        var frame = ConsoleFrame(
            language: language,
            name: name,
            entries: [.init(say("双手", "Hands"), "/")],
            currentPath: "/",
            languagePath: languagePath
        )
        frame.live = Document.Live("/events", topics: ["rig"])
        return ConsolePage(
            frame,
            title: say("双手", "Hands"),
            truth: say(
                "把卡放到读卡器上，取放印章，推上抽屉，拔掉网线。真实程序不知道这是模拟的。",
                "Lay cards on readers, move seals, push drawers shut, pull the network cable. The programs cannot tell."
            ),
            notice: refusal.map { .remark($0) }
        ) {
            Region("rig") {
                Card(title: say("总部", "Headquarters")) { OutsideLink(scenery.console, scenery.console) }
                for cabinet in scenery.cabinets { card(of: cabinet) }
            }
        }
    }

    private func say(_ chinese: String, _ english: String) -> String {
        language == .chinese ? chinese : english
    }

    private func move(
        _ chinese: String,
        _ english: String,
        _ action: RigRequest.Action,
        _ fields: [String: String],
        weight: Action.Weight = .plain
    ) -> Action {
        Action(
            say(chinese, english),
            .post("/move", token, fields.merging(["action": action.rawValue]) { first, _ in first }),
            weight: weight
        )
    }

    private func card(of cabinet: Scenery.Cabinet) -> Card {
        let isCut = snapshot.lines.first { $0.cabinet == cabinet.name }?.cut != nil
        return Card(title: cabinet.title) {
            OutsideLink(say("打开屏幕", "Open its screen"), cabinet.screen)
            things(of: cabinet)
            drawers(of: cabinet)
            Facts([
                .init(
                    say("到总部的网络", "Network to headquarters"),
                    Pill(isCut ? .unknown : .inPlace, isCut ? say("已断开", "cut") : say("畅通", "whole"))
                )
            ])
            Actions([
                isCut
                    ? move("接通网络", "Mend the network", .mend, ["cabinet": cabinet.name])
                    : move("断开网络", "Cut the network", .cut, ["cabinet": cabinet.name])
            ])
        }
    }

    private func things(of cabinet: Scenery.Cabinet) -> Table {
        let places = Dictionary(snapshot.tags.map { ($0.name, $0.reader) }) { first, _ in first }
        let open = drawersOf(cabinet).filter(\.isOpen).map(\.name)
        return Table(
            caption: say("卡与印章", "Cards and seals"),
            columns: [
                .text(say("物件", "Thing")), .text(say("说明", "Note")), .text(say("位置", "Where")), .text(""),
            ],
            rows: scenery.things(of: cabinet, in: places).map { thing in
                let place = places[thing.tag] ?? nil
                return .init(
                    thing.tag,
                    [
                        .text(thing.title), .text(note(on: thing)), .text(word(for: place)),
                        .parts { Actions(actions(on: thing, at: place, cabinet, open: open)) },
                    ]
                )
            },
            empty: EmptyState(
                why: say("这里没有卡，也没有印章。", "There is neither card nor seal here."),
                advice: say("演示开始后会有。", "The demonstration brings some.")
            )
        )
    }

    private func actions(
        on thing: Scenery.Thing,
        at place: String?,
        _ cabinet: Scenery.Cabinet,
        open: [String]
    )
        -> [Action]
    {
        guard let place else {
            return [
                move(
                    "放到读卡器",
                    "Lay on the reader",
                    .put,
                    ["tag": thing.tag, "reader": "\(cabinet.name)/front"]
                )
            ]
                + open.map {
                    move(
                        "放入\(drawerWord($0))",
                        "Put into \(drawerWord($0))",
                        .put,
                        ["tag": thing.tag, "reader": $0]
                    )
                }
                + [copy(of: thing)].compactMap(\.self)
        }
        let isReachable = place.hasSuffix("/front") || open.contains(place)
        return isReachable ? [move("拿起", "Take", .take, ["tag": thing.tag])] : []
    }

    private func note(on thing: Scenery.Thing) -> String {
        if case .card(let pin) = thing.kind { "PIN \(pin)" } else { "" }
    }

    /// A copy of a seal's tag, made once: same numbers, other keys.
    private func copy(of thing: Scenery.Thing) -> Action? {
        let name = "\(thing.tag)-copy"
        guard thing.kind == .seal, !snapshot.tags.contains(where: { $0.name == name })
        else {
            return nil
        }
        return move("仿制一枚", "Make a copy", .make, ["tag": name, "original": thing.tag])
    }

    private func drawersOf(_ cabinet: Scenery.Cabinet) -> [RigSnapshot.Drawer] {
        snapshot.drawers.filter { $0.name.hasPrefix("\(cabinet.name)/") }
    }

    private func drawers(of cabinet: Scenery.Cabinet) -> Table {
        Table(
            caption: say("抽屉", "Drawers"),
            columns: [.text(say("抽屉", "Drawer")), .text(say("状态", "State")), .text("")],
            rows: drawersOf(cabinet).map { drawer in
                .init(
                    drawer.name,
                    [
                        .text(drawerWord(drawer.name)),
                        .pill(drawer.isOpen ? .out : .inPlace, state(of: drawer)),
                        .parts {
                            Actions([
                                drawer.isOpen
                                    ? move("推上", "Push shut", .close, ["drawer": drawer.name], weight: .main)
                                    : move("撬开", "Force open", .pry, ["drawer": drawer.name], weight: .danger)
                            ])
                        },
                    ]
                )
            },
            empty: EmptyState(
                why: say("没有抽屉。", "There are no drawers."),
                advice: say("在配置中添加。", "The rig's configuration names them.")
            )
        )
    }

    private func state(of drawer: RigSnapshot.Drawer) -> String {
        let isOpen = drawer.isOpen ? say("开着", "open") : say("关着", "shut")
        return drawer.isLit ? isOpen + say("，灯亮", ", lit") : isOpen
    }

    private func drawerWord(_ reader: String) -> String {
        let number = reader.split(separator: "/").last.map { $0.drop { !$0.isNumber } } ?? ""
        return say("\(number) 号抽屉", "drawer \(number)")
    }

    private func word(for place: String?) -> String {
        guard let place else { return say("手里", "in hand") }
        if place.hasSuffix("/front") { return say("读卡器上", "on the reader") }
        return drawerWord(place)
    }
}

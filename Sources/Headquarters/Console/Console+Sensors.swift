import Authority
import Custody
import Hummingbird
import Records
import Screens
import Store

extension Console {
    var sensorEntries: [Entry] {
        let ledger = ledger
        let place = Route<HeadquartersRole>.Place.of { parameters in
            parameters["cabinet"].flatMap { ledger.view.place(ofCabinet: $0) }
        }
        return [
            Entry(
                .get,
                "/cabinets/:cabinet/sensors",
                .roles(Self.enrolmentReaders),
                place: place,
                handler: page { visitor, _ in try await visitor.sensors().response() }
            ),
            Entry(
                .get,
                "/api/cabinets/:cabinet/sensors",
                .roles(Self.enrolmentReaders),
                place: place,
                handler: tool { try await $0.sensorAnswer() }
            ),
        ]
    }
}

extension Visitor {
    /// A cabinet that tells all it measures by the hour, and has not for two, is not heard.
    private static var silentMilliseconds: Int64 { 2 * SensorHistory.hourMilliseconds }

    private var sensorCabinet: CabinetStatement {
        get throws {
            guard let cabinet = context.path["cabinet"].flatMap({ view.standing.cabinets[$0] }) else {
                throw Refusal.notFound
            }
            return cabinet
        }
    }

    private func shownSensors(_ cabinet: String) async throws -> TelemetryDesk.Shown? {
        guard let desk = console.telemetry else { return nil }
        return try await desk.show(cabinet)
    }

    fileprivate func sensors() async throws -> ConsolePage {
        let cabinet = try sensorCabinet
        let shown = try await shownSensors(cabinet.cabinet)
        return page(
            "/cabinets",
            title: say("\(cabinet.name)的传感器", "Sensors of \(cabinet.name)"),
            live: []
        ) {
            Region("sensors") {
                Facts([
                    .init(say("机构", "Site"), siteName(cabinet.site)),
                    .init(say("最近收到", "Last heard"), heard(shown?.heard)),
                ])
                table(shown)
                for gap in gaps(of: cabinet.cabinet, shown) { Prose(gap, voice: .quiet) }
            }
            Prose(
                say(
                    "这些数值只供维护参考：不能据此开锁，也不作为用印证据。每小时的数值保存 30 天。",
                    "These values are for upkeep: nothing opens by them, and they prove no use of a seal. Hours are kept for 30 days."
                ),
                voice: .quiet
            )
        }
    }

    private func heard(_ time: Int64?) -> String {
        guard let time else { return say("从未收到", "never") }
        return now - time > Self.silentMilliseconds
            ? say("自 \(moment(time)) 起没有收到", "not heard since \(moment(time))") : near(time)
    }

    private func table(_ shown: TelemetryDesk.Shown?) -> Table {
        let hours = Dictionary(grouping: shown?.hours ?? []) { [$0.sensor, $0.place] }
        let end = now / SensorHistory.hourMilliseconds
        return Table(
            caption: say("最近的数值", "Last values"),
            columns: [
                .text(say("传感器", "Sensor")), .text(say("位置", "Where")), .number(say("数值", "Value")),
                .text(say("近 7 天", "Last 7 days")), .text(say("时间", "When")),
            ],
            rows: (shown?.latest ?? []).map { value in
                Table.Row(
                    "\(value.sensor)-\(value.place)",
                    [
                        .text(sensorName(value)), .text(sensorPlace(value)), .text(sensorText(value)),
                        .parts {
                            LineDrawing(
                                (hours[[value.sensor, value.place]] ?? []).map { .init($0.hour, $0.most) },
                                over: (end - 7 * 24)...end,
                                words: say("近 7 天的走势", "How it went in 7 days")
                            )
                        },
                        .text(near(value.time)),
                    ]
                )
            },
            empty: EmptyState(
                why: say("还没有收到本柜的数值。", "Nothing that this cabinet measured is here yet."),
                advice: say(
                    "柜每分钟测量一次，联网后约十分钟内显示。",
                    "It measures every minute; values show within ten minutes of contact."
                )
            )
        )
    }

    /// What of its records is not here and why, epoch by epoch.
    private func gaps(of cabinet: String, _ shown: TelemetryDesk.Shown?) -> [String] {
        guard let copy = view.cabinets[cabinet] else { return [] }
        return copy.telemetry.enumerated().compactMap { place, epoch in
            guard let end = copy.telemetryEnd(of: place), end > epoch.mirroredSize else { return nil }
            let missing = NumberFormat.grouped(Int(clamping: end - epoch.mirroredSize))
            let isGone = (shown?.shed[epoch.origin.text] ?? []).contains {
                $0.heldCount < $0.last - $0.first + 1
            }
            return isGone
                ? say(
                    "第 \(epoch.epoch) 期缺 \(missing) 条：柜为腾出磁盘已删除，不会再来。",
                    "\(missing) records of epoch \(epoch.epoch) are missing: the cabinet gave them up for room, and they will not come."
                )
                : say(
                    "第 \(epoch.epoch) 期有 \(missing) 条未到。",
                    "\(missing) records of epoch \(epoch.epoch) are not here."
                )
        }
    }

    fileprivate func sensorAnswer() async throws -> ToolAnswer.Sensors {
        let cabinet = try sensorCabinet.cabinet
        let shown = try await shownSensors(cabinet)
        return ToolAnswer.Sensors(
            cabinet: cabinet,
            heard: shown?.heard,
            values: (shown?.latest ?? []).map {
                .init(sensor: $0.sensor, place: $0.place, value: $0.value, time: $0.time)
            }
        )
    }
}

extension ToolAnswer {
    /// What a cabinet measured last; sensors by number.
    struct Sensors: Encodable {
        struct Value: Encodable {
            let sensor: UInt64
            let place: UInt64
            let value: Int64
            let time: Int64
        }

        let cabinet: String
        let heard: Int64?
        let values: [Value]
    }
}

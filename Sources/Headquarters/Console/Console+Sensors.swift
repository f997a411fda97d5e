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
                for gap in missingEpochs(of: cabinet.cabinet, shown) + gaps(of: cabinet.cabinet, shown) {
                    Prose(gap, voice: .quiet)
                }
                if let shown, shown.beyondCount > 0 { Prose(beyond(shown.beyondCount), voice: .quiet) }
                if view.isTelemetryHeldBack {
                    Prose(
                        say(
                            "总部磁盘空间不多，暂不接收传感器数值；行为记录照常接收。腾出空间后，柜在一小时内重新上报。",
                            "Little room is left on headquarters' disk: no values are taken in, while acts are. Cabinets show theirs again within an hour of room being made."
                        ),
                        voice: .quiet
                    )
                }
                if let clock = clockError(shown) { Prose(clock, voice: .quiet) }
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

    /// What is said of a clock that is far from headquarters': hours stand where the cabinet's clock puts them.
    private func clockError(_ shown: TelemetryDesk.Shown?) -> String? {
        guard let heard = shown?.heard, let newest = shown?.latest.map(\.time).max(),
            heard - newest > Self.silentMilliseconds
        else { return nil }
        return say(
            "本柜最新数值的时间是 \(moment(newest))，总部于 \(moment(heard)) 收到：柜的时钟可能偏慢，超过 30 天的小时数值不再保留。",
            "Its newest values are dated \(moment(newest)) and were heard at \(moment(heard)): its clock may be behind, and hours older than 30 days are not kept."
        )
    }

    private func beyond(_ count: UInt64) -> String {
        let number = NumberFormat.grouped(Int(clamping: count))
        let most = NumberFormat.grouped(SensorHistory.placeCountMax)
        return say(
            "另有 \(number) 个数值属于第 \(most) 个之后的传感器或位置，未保留：请检查这台柜。",
            "\(number) more values belong to sensors or places beyond the first \(most) and are not kept: have this cabinet looked at."
        )
    }

    /// The epochs that headquarters never saw.
    private func missingEpochs(of cabinet: String, _ shown: TelemetryDesk.Shown?) -> [String] {
        (view.cabinets[cabinet]?.telemetryGaps ?? []).map { gap in
            let (first, last) = (gap.epochs.lowerBound, gap.epochs.upperBound)
            let isGone = gap.newest(TelemetryDesk.gapCountMax).contains { epoch in
                let origin = try? console.ledger.origins.telemetry(of: cabinet, epoch: epoch)
                return origin.map { shown?.shed[$0.text]?.isEmpty == false } ?? false
            }
            let count = gap.lastCount.map { NumberFormat.grouped(Int(clamping: $0)) }
            let chinese =
                (first == last ? "第 \(first) 期不在总部" : "第 \(first) 至 \(last) 期不在总部")
                + (count.map { "，其中最后一期有 \($0) 条" } ?? "")
                + (isGone ? "：柜为腾出磁盘已删除，不会再来。" : "。")
            let english =
                (first == last ? "Epoch \(first) is not here" : "Epochs \(first) to \(last) are not here")
                + (count.map { "; the last of it had \($0) records" } ?? "")
                + (isGone ? ": the cabinet gave it up for room, and it will not come." : ".")
            return say(chinese, english)
        }
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

import Synchronization

@testable import Screens

/// What the changing pages of the gallery's server show.
final class LiveState: Sendable {
    private struct Values {
        var round = 0
        var entry = PINEntry()
        var pins: [String] = []
        var sentCount = 0
    }

    private let values = Mutex(Values())

    var pins: [String] { values.withLock { $0.pins } }
    var sentCount: Int { values.withLock { $0.sentCount } }

    func advance() { values.withLock { $0.round += 1 } }

    func send() { values.withLock { $0.sentCount += 1 } }

    func receive(_ form: FormData) {
        values.withLock { values in
            if let pin = values.entry.receive(form) { values.pins.append(pin) }
        }
    }

    var frame: CabinetGallery { CabinetGallery(.english) }

    func pinPage(token: FormToken) -> CabinetPage {
        let count = values.withLock { $0.entry.count }
        return CabinetPage(frame.frame, title: "PIN") {
            PINPad(
                to: "/pin",
                token: token,
                enteredCount: count,
                submitTitle: "That is me",
                cancel: Link("Cancel", to: "/")
            )
        }
    }

    /// The rows turn around with every round and one more comes; a reader must see neither.
    func page(language: Language) -> ConsolePage {
        let round = values.withLock { $0.round }
        let keys = (0..<(3 + round)).map { "row-\($0)" }
        let frame = ConsoleFrame(
            language: language,
            name: "Signet",
            entries: [.init("Live", "/live", count: round)],
            currentPath: "/live",
            languagePath: "/live?language=en",
            live: .init("/events", topics: ["counts"])
        )
        return ConsolePage(frame, title: "Live", truth: "Round \(round)") {
            Region("count", announcement: "Round \(round) counted") {
                Figures([.init("Rounds", round, path: "/live")])
                Form(
                    to: "/live",
                    .get,
                    submitTitle: "Search",
                    fields: [Field("q", "Words", .search, value: "")]
                )
            }
            Region("rows") {
                Table(
                    caption: "Rows",
                    columns: [.text("Row"), .number("Round")],
                    rows: (round.isMultiple(of: 2) ? keys : keys.reversed()).map { key in
                        .init(key, [.link(key, to: "/\(key)"), .number(round)])
                    },
                    empty: EmptyState(why: "", advice: "")
                )
            }
        }
    }
}

/// How a whole is made up while it becomes known.
///
/// Segments keep the order they are given in, stand beside their numbers, and the numbers add up to the
/// total; what does not add up is shown as not accounted for.
package struct ProgressBar: Component {
    /// One part of the whole.
    package struct Segment: Sendable, Hashable {
        /// How the part stands.
        package let mark: StateMark
        /// What the part is called.
        package let name: String
        /// How many belong to it; at least 0.
        package let count: Int
        /// What is said in brackets after the number: how it was counted.
        package let note: String?
        /// Whether the part is being worked on: it is hatched.
        package let isUnderWay: Bool

        /// A part with its number.
        package init(
            _ mark: StateMark,
            _ name: String,
            _ count: Int,
            note: String? = nil,
            isUnderWay: Bool = false
        ) {
            self.mark = mark
            self.name = name
            self.count = max(count, 0)
            self.note = note
            self.isUnderWay = isUnderWay
        }

        fileprivate func words(in language: Language) -> String {
            let words = "\(name) \(NumberFormat.grouped(count))"
            guard let note else { return words }
            return language == .chinese ? "\(words)（\(note)）" : "\(words) (\(note))"
        }
    }

    /// The parts in their order.
    package let segments: [Segment]
    /// The number of the whole, from another source than the parts.
    package let total: Int
    /// What is said after the total: coverage by seal.
    package let remark: String?
    /// The way to the particulars.
    package let link: Link?

    /// A bar over a whole of `total`.
    package init(_ segments: [Segment], total: Int, remark: String? = nil, link: Link? = nil) {
        self.segments = segments
        self.total = total
        self.remark = remark
        self.link = link
    }

    private static let template = Template(
        """
        <div class="progress"><svg class="bar" role="img" aria-label="{{summary}}" width="100%" height="20">\
        {{#parts}}<rect class="{{kind}}"{{#isUnderWay}} fill="url(#hatch)"{{/isUnderWay}} x="{{start}}%" y="0" width="{{width}}%" height="100%"/>{{/parts}}</svg>
        <div class="legend"><ul>{{#names}}<li{{#isNone}} class="is-none"{{/isNone}}>{{pill}}</li>{{/names}}</ul><p>{{total}}</p>{{link}}</div></div>

        """
    )

    /// The HTML of the bar and its numbers.
    package func markup(in language: Language) -> Markup {
        let parts = accountedSegments(in: language)
        let whole = max(parts.reduce(0) { $0 + $1.count }, 1)
        var start = 0
        var bars: [TemplateValues] = []
        for part in parts {
            bars.append([
                "kind": .text(part.isUnderWay ? "is-under-way" : "is-\(part.mark.rawValue)"),
                "isUnderWay": .flag(part.isUnderWay), "start": .text(percent(start, of: whole)),
                "width": .text(percent(part.count, of: whole)),
            ])
            start += part.count
        }
        let names = parts.map { $0.words(in: language) }
        let totalText = language(ScreenText.total, total)
        return Self.template.render([
            "parts": .list(bars),
            "summary": .text((names + [totalText]).joined(separator: language == .chinese ? "，" : ", ")),
            "names": .list(
                zip(parts, names).map {
                    [
                        "pill": .markup(Pill($0.mark, $1).markup(in: language)),
                        "isNone": .flag($0.count == 0),
                    ]
                }
            ),
            "total": .text([totalText, remark].compactMap(\.self).joined(separator: " · ")),
            "link": .markup(link?.markup(in: language) ?? .empty),
        ])
    }

    private func accountedSegments(in language: Language) -> [Segment] {
        let difference = total - segments.reduce(0) { $0 + $1.count }
        guard difference != 0 else { return segments }
        return segments + [Segment(.wrong, language(ScreenText.unaccounted), abs(difference))]
    }

    private func percent(_ part: Int, of whole: Int) -> String {
        let thousandths = Int((Double(part) / Double(whole) * 100_000).rounded())
        let fraction = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}

/// A small line of values over time, drawn into a table's cell: how something went, not how much it was.
package struct LineDrawing: Component {
    /// The size of the drawing in its own units.
    private static let (width, height) = (120, 24)

    /// One point.
    package struct Point: Sendable, Hashable {
        /// Where, from the left, in any unit.
        package let position: Int64
        /// The value.
        package let value: Int64

        /// A value at a position.
        package init(_ position: Int64, _ value: Int64) {
            self.position = position
            self.value = value
        }
    }

    /// The points, from left to right.
    package let points: [Point]
    /// What the left and right edges stand for.
    package let span: ClosedRange<Int64>
    /// What it shows, for those who do not see it.
    package let words: String

    /// A line over a span; points outside of it are not drawn.
    package init(_ points: [Point], over span: ClosedRange<Int64>, words: String) {
        self.span = span
        self.words = words
        self.points = points.filter { span.contains($0.position) }
    }

    private static let template = Template(
        """
        {{#hasLine}}<svg class="line-drawing" viewBox="0 0 {{width}} {{height}}" width="{{width}}" height="{{height}}" role="img" aria-label="{{words}}">\
        <polyline points="{{points}}" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>{{/hasLine}}
        """
    )

    /// The HTML of the drawing; nothing for fewer than two points.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "hasLine": .flag(points.count > 1), "width": .text("\(Self.width)"),
            "height": .text("\(Self.height)"),
            "words": .text(words), "points": .text(coordinates.joined(separator: " ")),
        ])
    }

    private var coordinates: [String] {
        let values = points.map { Double($0.value) }
        guard let least = values.min(), let most = values.max() else { return [] }
        let (wide, high) = (Double(span.upperBound) - Double(span.lowerBound), most - least)
        return points.map { point in
            let x = wide > 0 ? (Double(point.position) - Double(span.lowerBound)) / wide : 0
            // A value that never changed is a line through the middle.
            let y = high > 0 ? (Double(point.value) - least) / high : 0.5
            let (left, top) = (x * Double(Self.width), 1 + (1 - y) * Double(Self.height - 2))
            return "\((left * 10).rounded() / 10),\((top * 10).rounded() / 10)"
        }
    }
}

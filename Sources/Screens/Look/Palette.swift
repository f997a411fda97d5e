/// Every colour, space, size and radius of the screens, by name, for light, dark and print.
///
/// Style sheets use the names and nothing else, so this file is where the look is changed.
package enum Palette {
    /// One colour with its three values.
    package struct Colour: Sendable, Hashable {
        /// The name, without the two hyphens.
        package let name: String
        /// The value by day.
        package let light: String
        /// The value where the reader prefers dark, and on the idle screen.
        package let dark: String
        /// The value on paper.
        package let print: String
    }

    /// The colours.
    ///
    /// Pairs that carry text are held to a contrast of 4.5 : 1 by a test.
    package static let colours: [Colour] = [
        Colour(name: "paper", light: "#faf9f6", dark: "#141516", print: "#ffffff"),
        Colour(name: "card", light: "#ffffff", dark: "#1d1f21", print: "#ffffff"),
        Colour(name: "head", light: "#f3f2ee", dark: "#26282b", print: "#ffffff"),
        Colour(name: "line", light: "#e3e0d8", dark: "#3a3c40", print: "#8a8a8a"),
        Colour(name: "edge", light: "#84817a", dark: "#8b8e94", print: "#000000"),
        Colour(name: "ink", light: "#1c1d1f", dark: "#f0eeea", print: "#000000"),
        Colour(name: "quiet", light: "#5a5c60", dark: "#b3b1ac", print: "#333333"),
        Colour(name: "accent", light: "#b3261e", dark: "#ff8a80", print: "#000000"),
        Colour(name: "accent-ink", light: "#ffffff", dark: "#2b0a08", print: "#ffffff"),
        Colour(name: "accent-soft", light: "#f9e8e6", dark: "#43201d", print: "#ffffff"),
        Colour(name: "link", light: "#0b57d0", dark: "#9cc2ff", print: "#000000"),
        Colour(name: "focus", light: "#0b57d0", dark: "#9cc2ff", print: "#000000"),
        Colour(name: "in", light: "#1a7046", dark: "#6fd0a0", print: "#000000"),
        Colour(name: "in-soft", light: "#e3f2ea", dark: "#17362a", print: "#ffffff"),
        Colour(name: "out", light: "#8a5300", dark: "#f0b95b", print: "#000000"),
        Colour(name: "out-soft", light: "#fdf0da", dark: "#3a2c11", print: "#ffffff"),
        Colour(name: "question", light: "#6539a0", dark: "#c6a8f2", print: "#000000"),
        Colour(name: "question-soft", light: "#efe8f8", dark: "#302544", print: "#ffffff"),
        Colour(name: "unknown", light: "#5d6167", dark: "#b0b4ba", print: "#000000"),
        Colour(name: "unknown-soft", light: "#eeeff0", dark: "#2b2d31", print: "#ffffff"),
        Colour(name: "wrong", light: "#b3261e", dark: "#ff8a80", print: "#000000"),
        Colour(name: "wrong-soft", light: "#fbe6e4", dark: "#43201d", print: "#ffffff"),
        Colour(name: "bar-in", light: "#1f7a4d", dark: "#4fae80", print: "#555555"),
        Colour(name: "bar-rest", light: "#c9cacd", dark: "#55585e", print: "#dddddd"),
    ]

    /// What does not depend on the light: spaces, sizes, radii, faces.
    package static let measures: [(name: String, value: String)] = [
        ("space-1", "4px"), ("space-2", "8px"), ("space-3", "12px"), ("space-4", "16px"), ("space-5", "24px"),
        ("space-6", "32px"),
        ("radius-small", "6px"), ("radius", "10px"), ("radius-large", "16px"), ("radius-round", "999px"),
        ("text-small", "13px"), ("text", "15px"), ("text-large", "17px"), ("text-title", "24px"),
        ("text-figure", "32px"), ("touch", "72px"),
        ("touch-text-small", "22px"), ("touch-text", "24px"), ("touch-text-large", "30px"),
        ("touch-title", "40px"),
        (
            "face",
            "\"Noto Sans CJK SC\", \"Noto Sans SC\", \"PingFang SC\", \"Microsoft YaHei\", system-ui, sans-serif"
        ),
        ("face-fixed", "\"DejaVu Sans Mono\", \"Noto Sans Mono CJK SC\", ui-monospace, monospace"),
    ]

    /// The variables as a style sheet.
    package static var styleSheet: String {
        let constants = measures.map { "--\($0.name): \($0.value);" }.joined(separator: " ")
        func values(_ value: KeyPath<Colour, String>) -> String {
            colours.map { "--\($0.name): \($0[keyPath: value]);" }.joined(separator: " ")
        }
        return """
            :root { color-scheme: light; \(constants)
            \(values(\.light)) }
            @media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; \(values(\.dark)) } }
            .idle { color-scheme: dark; \(values(\.dark)) }
            @media print { :root, .idle { color-scheme: light; \(values(\.print)) } }

            """
    }
}

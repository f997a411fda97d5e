import Glibc
import Testing

@testable import Screens

@Suite struct PaletteTests {
    /// Every pair of colours in which text stands: ink on ground.
    static let textPairs = [
        ("ink", "paper"), ("ink", "card"), ("ink", "head"), ("quiet", "paper"), ("quiet", "card"),
        ("quiet", "head"),
        ("link", "paper"), ("link", "card"), ("link", "wrong-soft"), ("accent", "card"),
        ("accent", "accent-soft"),
        ("accent-ink", "accent"), ("in", "in-soft"), ("out", "out-soft"), ("question", "question-soft"),
        ("unknown", "unknown-soft"), ("wrong", "wrong-soft"), ("wrong", "card"), ("wrong", "paper"),
        ("ink", "in-soft"), ("ink", "question-soft"), ("ink", "wrong-soft"), ("ink", "unknown-soft"),
    ]

    @Test(arguments: [\Palette.Colour.light, \.dark, \.print])
    func `text has a contrast of at least 4.5 to 1`(value: any KeyPath<Palette.Colour, String> & Sendable)
        throws
    {
        for (ink, ground) in Self.textPairs {
            let contrast = try contrast(ink, ground, value)
            #expect(contrast >= 4.5, "\(ink) on \(ground): \(contrast)")
        }
    }

    @Test(arguments: [\Palette.Colour.light, \.dark])
    func `edges of fields, focus and bars have a contrast of at least 3 to 1`(
        value: any KeyPath<Palette.Colour, String> & Sendable
    ) throws {
        for (line, ground) in [
            ("edge", "card"), ("edge", "paper"), ("focus", "card"), ("focus", "paper"),
            ("bar-in", "unknown-soft"),
        ] {
            let contrast = try contrast(line, ground, value)
            #expect(contrast >= 3, "\(line) on \(ground): \(contrast)")
        }
    }

    @Test func `style sheets name no colour themselves and use no variable that is not declared`() {
        let sheets = Asset.style.content.dropFirst(Palette.styleSheet.count)
        #expect(!sheets.replacing("#end", with: "").contains("#"), "a colour outside the palette")
        var used: Set<Substring> = []
        for part in sheets.split(separator: "var(--").dropFirst() {
            used.insert(part.prefix { $0 != ")" && $0 != "," })
        }
        let declared = Set(
            Palette.colours.map(\.name) + Palette.measures.map(\.name) + ["state", "state-soft"]
        )
        #expect(used.map(String.init).filter { !declared.contains($0) } == [])
        let unused = declared.filter { !used.contains($0[...]) }
        #expect(unused.isEmpty, "\(unused)")
    }

    @Test func `the focus is the colour that was agreed`() {
        #expect(Palette.colours.first { $0.name == "focus" }?.light == "#0b57d0")
        #expect(Asset.style.content.contains(":focus-visible { outline: 2px solid var(--focus)"))
    }

    @Test func `assets carry the hash of their content in their path`() {
        let other = Asset(name: "screens.css", mediaType: "text/css", content: Asset.style.content + " ")
        #expect(other.path != Asset.style.path)
        #expect(Asset.style.path.hasPrefix("/assets/") && Asset.style.path.hasSuffix("/screens.css"))
    }

    /// WCAG 2.2, "contrast ratio" and "relative luminance".
    private func contrast(_ one: String, _ other: String, _ value: KeyPath<Palette.Colour, String>) throws
        -> Double
    {
        let levels = try [one, other].map { name -> Double in
            let colour = try #require(Palette.colours.first { $0.name == name }, "\(name)")
            let bits = try #require(Int(String(colour[keyPath: value].dropFirst()), radix: 16))
            let red = linear(bits >> 16)
            let green = linear(bits >> 8 & 255)
            let blue = linear(bits & 255)
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue
        }
        return ((levels.max() ?? 0) + 0.05) / ((levels.min() ?? 0) + 0.05)
    }

    private func linear(_ part: Int) -> Double {
        let share = Double(part) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
}

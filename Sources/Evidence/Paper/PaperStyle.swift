/// How a report looks: A4, black on white, numbered pages, nothing that is lost in a copy.
enum PaperStyle {
    /// The classes of elements.
    enum Class: String {
        case cover, subtitle, verdict, warning, facts, rows, note, digest
    }

    /// The style sheet; `footer` says what the report is about, in a line under every page.
    static func sheet(footer: String, pages: (before: String, between: String, after: String)) -> String {
        """
        @page { size: A4; margin: 22mm 18mm 20mm 20mm;
          @bottom-left { content: "\(cssText(footer))"; font: 7.5pt "Noto Sans CJK SC", sans-serif; color: #333; }
          @bottom-right { content: "\(cssText(pages.before))" counter(page) "\(cssText(pages.between))" counter(pages) "\(cssText(pages.after))";
            font: 7.5pt "Noto Sans CJK SC", sans-serif; color: #333; } }
        body { font: 10pt/1.55 "Noto Serif CJK SC", "Noto Serif", "Source Han Serif SC", serif; color: #000; margin: 0; }
        article + article { break-before: page; }
        h1 { font-size: 21pt; font-weight: 700; text-align: center; letter-spacing: .12em; margin: 4mm 0 1mm; }
        h2 { font-size: 12.5pt; margin: 7mm 0 2mm; padding-bottom: 1mm; border-bottom: .6pt solid #000; break-after: avoid; }
        h3 { font-size: 10.5pt; margin: 4mm 0 1mm; break-after: avoid; }
        p { margin: 1.5mm 0; orphans: 2; widows: 2; }
        ul, ol { margin: 1mm 0; padding-left: 6mm; }
        li { margin: .6mm 0; }
        .subtitle { text-align: center; font-size: 11pt; margin-bottom: 5mm; }
        .verdict { border: 1.2pt solid #000; padding: 3mm 4mm; margin: 3mm 0; break-inside: avoid; font-size: 11pt; }
        .warning { border: .8pt solid #000; border-left: 4pt solid #000; padding: 2mm 4mm; margin: 2.5mm 0; break-inside: avoid; }
        .note { font-size: 8.5pt; color: #222; }
        .digest, code { font: 8pt/1.4 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; margin: 1.5mm 0 3mm; }
        td, th { vertical-align: top; text-align: left; padding: .9mm 1.6mm; overflow-wrap: anywhere; }
        .facts th { width: 32mm; font-weight: 700; }
        .facts td, .facts th { border-bottom: .3pt solid #999; }
        .rows { font-size: 8pt; line-height: 1.4; }
        .rows th { border-bottom: .8pt solid #000; }
        .rows td { border-bottom: .3pt solid #aaa; }
        .rows tr { break-inside: avoid; }
        """
    }

    /// Text within a CSS string (CSS Syntax Module Level 3, 4.3.7): only letters, digits and what is harmless stay as they are.
    private static func cssText(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isSafe =
                scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
                || " .,:/·-–".unicodeScalars.contains(scalar)
            return isSafe ? String(Character(scalar)) : "\\\(String(scalar.value, radix: 16)) "
        }.joined()
    }
}

/// HTML of our own making: elements are named here, everything else is text and escaped.
///
/// What people wrote — names, reasons, notes — cannot become markup, and cannot turn the direction of a line or end it.
struct PaperMarkup {
    private(set) var html = ""

    /// The elements of a report.
    enum Element: String {
        case article, section, h1, h2, h3, p, ul, ol, li, table, thead, tbody, tr, th, td, div, span, strong,
            code
    }

    mutating func element(
        _ element: Element,
        _ style: PaperStyle.Class? = nil,
        _ body: (inout PaperMarkup) -> Void
    ) {
        html += "<\(element.rawValue)"
        if let style { html += " class=\"\(style.rawValue)\"" }
        html += ">"
        body(&self)
        html += "</\(element.rawValue)>"
    }

    mutating func element(_ element: Element, _ text: String) { self.element(element) { $0.text(text) } }

    mutating func element(_ element: Element, _ style: PaperStyle.Class, _ text: String) {
        self.element(element, style) { $0.text(text) }
    }

    mutating func text(_ text: String) { html += Self.escaped(text) }

    /// Facts in two columns.
    mutating func facts(_ rows: [(String, String)]) {
        element(.table, .facts) { markup in
            markup.element(.tbody) { markup in
                for (name, value) in rows {
                    markup.element(.tr) { markup in
                        markup.element(.th, name)
                        markup.element(.td, value)
                    }
                }
            }
        }
    }

    /// A table with a head that is repeated on every page.
    mutating func table(_ columns: [String], _ rows: [[String]]) {
        element(.table, .rows) { markup in
            markup.element(.thead) { markup in
                markup.element(.tr) { markup in for column in columns { markup.element(.th, column) } }
            }
            markup.element(.tbody) { markup in
                for row in rows {
                    markup.element(.tr) { markup in for cell in row { markup.element(.td, cell) } }
                }
            }
        }
    }

    mutating func list(_ items: [String], isNumbered: Bool = false) {
        element(isNumbered ? .ol : .ul) { markup in for item in items { markup.element(.li, item) } }
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(PlainText.isPlain(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return escaped
    }
}

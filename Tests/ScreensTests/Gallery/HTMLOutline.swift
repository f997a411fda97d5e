/// Reads HTML far enough to say whether tags nest and identifiers are one of a kind.
enum HTMLOutline {
    private static let empty: Set<String> = [
        "meta", "link", "input", "path", "rect", "circle", "!doctype", "br",
    ]

    static func problems(of html: String) -> [String] {
        var problems: [String] = []
        var open: [String] = []
        var identifiers: Set<String> = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            guard let end = rest.firstIndex(of: ">") else { return problems + ["a tag never ends"] }
            let tag = rest[..<end]
            rest = rest[rest.index(after: end)...]
            let name = tag.prefix { !" /\n".contains($0) || tag.first == "/" && $0 == "/" }.lowercased()
            if name.hasPrefix("/") {
                if open.popLast() != String(name.dropFirst()) {
                    problems.append("</\(name.dropFirst())> closes another")
                }
                continue
            }
            if let identifier = tag.split(separator: " id=\"").dropFirst().first?.prefix(while: { $0 != "\"" }
            ),
                !identifiers.insert(String(identifier)).inserted
            {
                problems.append("two have the id \(identifier)")
            }
            if !empty.contains(name), !tag.hasSuffix("/") { open.append(name) }
        }
        return problems + open.map { "<\($0)> is never closed" }
    }
}

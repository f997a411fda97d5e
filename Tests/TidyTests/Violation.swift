/// A place where the tree breaks one of its rules, as a compiler would write it.
struct Violation: Equatable, CustomStringConvertible {
    let path: String
    /// Counted from one; zero means the file as a whole.
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}

extension [Violation] {
    /// One violation a line, and empty when there is none.
    ///
    /// What `#expect(list == "")` shows is what is to be mended.
    var list: String { map(\.description).joined(separator: "\n") }
}

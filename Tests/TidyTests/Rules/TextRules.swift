/// Rules over the text of any file, whatever its language.
enum TextRules {
    static let lineCountMax = 400

    /// Swift files that have grown past what one reads in a sitting.
    static func lengthViolations(in file: SourceFile) -> [Violation] {
        guard file.path.hasSuffix(".swift") else { return [] }
        // The last line ends with a line feed, so the split has one empty part more.
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard count > lineCountMax else { return [] }
        let message = "\(count) lines; a file has one type and at most \(lineCountMax)"
        return [Violation(path: file.path, line: 0, message: message)]
    }

    /// Work that was left for later without an issue.
    ///
    /// The words are put together here so that this file, too, can
    /// be held to the rule.
    static func leftoverViolations(in file: SourceFile) -> [Violation] {
        let words: Set = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
        return file.lines.enumerated().compactMap { offset, line in
            guard
                let word = line.split(whereSeparator: { !$0.isLetter }).first(where: {
                    words.contains(String($0))
                })
            else { return nil }
            return Violation(path: file.path, line: offset + 1, message: "\(word): do it, or file an issue")
        }
    }

    /// Paths that exist on one machine only.
    static func machinePathViolations(in file: SourceFile) -> [Violation] {
        let folders = ["work", "root", "home"].map { "/\($0)/" }
        return file.lines.enumerated().compactMap { offset, line in
            guard let folder = folders.first(where: { startsPath($0, in: line) }) else { return nil }
            return Violation(path: file.path, line: offset + 1, message: "\(folder) is a path of one machine")
        }
    }

    /// Whether `folder` begins a path in `line`, rather than continuing one such as `signet/root/v1`.
    private static func startsPath(_ folder: String, in line: Substring) -> Bool {
        var rest = line
        while let range = rest.firstRange(of: folder) {
            let before =
                range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
            guard let before, before.isLetter || before.isNumber || "_-.)}>*~".contains(before) else {
                return true
            }
            rest = rest[range.upperBound...]
        }
        return false
    }
}

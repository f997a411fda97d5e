/// Every decoder of bytes that others made is given to the fuzzer.
enum DecoderRule {
    /// Where such decoders lie; `Tests/Fuzz/build` compiles these folders.
    static let folders = [
        "Sources/Authority/", "Sources/Cryptography/", "Sources/Custody/", "Sources/Enrolment/",
        "Sources/Evidence/",
        "Sources/Headquarters/Acts/", "Sources/Identity/", "Sources/Records/", "Sources/Replication/",
        "Sources/SealTags/",
    ]

    /// The labels under which a type takes its bytes, in `package` initialisers: what they call is reached through them.
    private static let labels: Set<String> = ["canonical", "decoding", "parsing", "reading", "text", "bytes"]
    private static let types: Set<String> = ["struct", "enum", "class", "actor", "extension"]

    /// The types of a file that read bytes and that no target of the fuzzer names.
    static func violations(in file: SourceFile, targets: [SourceFile]) -> [Violation] {
        guard folders.contains(where: file.path.hasPrefix) else { return [] }
        return decoders(in: file.code).compactMap { name, line in
            let isNamed = targets.contains { $0.code.contains { $0.kind == .word && $0.text == name } }
            return isNamed
                ? nil
                : Violation(
                    path: file.path,
                    line: line,
                    message: "`\(name)` reads bytes, and no target of Tests/Fuzz has it do so"
                )
        }
    }

    /// Each type with an initialiser that reads bytes, by the last part of its name.
    private static func decoders(in code: [Token]) -> [(String, Int)] {
        var found: [(String, Int)] = []
        var open: [String?] = []
        var next: String?
        for (index, token) in code.enumerated() {
            let isAfterDot = index > 0 && code[index - 1].text == "."
            switch token.text {
            case _ where types.contains(token.text) && token.kind == .word && !isAfterDot:
                next = name(code[(index + 1)...])
            case "{":
                open.append(next)
                next = nil
            case "}": _ = open.popLast()
            case "init" where index > 0 && code[index - 1].text == "package":
                let label = code[(index + 1)...].first { $0.kind == .word }?.text ?? ""
                guard labels.contains(label), let type = open.last(where: { $0 != nil }) ?? nil else {
                    continue
                }
                found.append((type, token.line))
            default: break
            }
        }
        return found
    }

    /// The last part of a name with dots.
    private static func name(_ code: ArraySlice<Token>) -> String? {
        var name: String?
        var rest = code
        while let token = rest.popFirst(), token.kind == .word {
            name = token.text
            guard rest.popFirst()?.is(".") == true else { break }
        }
        return name
    }
}

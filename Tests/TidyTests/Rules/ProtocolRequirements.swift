/// What the protocols of the house ask for, so that a witness need not say again what its requirement says.
struct ProtocolRequirements {
    /// By protocol, the names of its documented requirements.
    private var documented: [String: Set<String>] = [:]
    /// By protocol, the protocols that it refines.
    private var refined: [String: Set<String>] = [:]

    init(of files: [SourceFile]) {
        for file in files {
            for requirement in Self.requirements(in: file) where requirement.isDocumented {
                documented[requirement.owner, default: []].insert(requirement.name)
            }
            for declared in Self.protocols(in: file) {
                refined[declared.name, default: []].formUnion(declared.refined)
            }
        }
    }

    /// The names that a file may leave undocumented: the documented requirements of every protocol that it names.
    func witnesses(in file: SourceFile) -> Set<String> {
        var known: Set<String> = []
        var open = file.code.filter { $0.kind == .word }.map(\.text)
        while let name = open.popLast() {
            guard known.insert(name).inserted, let more = refined[name] else { continue }
            open.append(contentsOf: more)
        }
        return known.reduce(into: []) { $0.formUnion(documented[$1] ?? []) }
    }

    /// One requirement of a protocol that a file declares.
    struct Requirement {
        let owner: String
        let name: String
        let line: Int
        let isDocumented: Bool
    }

    static func requirements(in file: SourceFile) -> [Requirement] {
        let tokens = file.tokens
        return protocols(in: file).flatMap { declared in
            var found: [Requirement] = []
            var index = declared.body.lowerBound
            while index < declared.body.upperBound {
                let token = tokens[index]
                if ["(", "{", "["].contains(where: token.is) {
                    index = Declaration.end(ofGroupAt: index, in: tokens)
                    continue
                }
                let begins = ["var", "func", "init", "subscript", "associatedtype"].contains(where: token.is)
                if begins, let name = Declaration.name(at: index, in: tokens) {
                    let isDocumented = Declaration.isDocumented(at: index, in: tokens)
                    found.append(
                        Requirement(
                            owner: declared.name,
                            name: name,
                            line: token.line,
                            isDocumented: isDocumented
                        )
                    )
                }
                index += 1
            }
            return found
        }
    }

    /// The protocols that a file declares, with what each refines and where its body lies.
    private static func protocols(
        in file: SourceFile
    ) -> [(name: String, refined: Set<String>, body: Range<Int>)] {
        let tokens = file.tokens
        return tokens.indices.compactMap { index in
            guard tokens[index].is("protocol"), index + 1 < tokens.count, tokens[index + 1].kind == .word,
                let opening = tokens[index...].firstIndex(where: { $0.is("{") })
            else { return nil }
            let refined = Set(tokens[(index + 2)..<opening].filter { $0.kind == .word }.map(\.text))
            let body = opening + 1..<Declaration.end(ofGroupAt: opening, in: tokens) - 1
            return (tokens[index + 1].text, refined, body)
        }
    }
}

import Enrolment

/// Lets the person read, and asks whether to sign exactly this.
enum Confirmation {
    /// - Throws: ``Failure/declined`` for any answer but yes.
    static func ask(_ statement: RenderedStatement, as key: KeyFile, isGiven: Bool) throws {
        let language = statement.language
        if isGiven {
            print(statement.text, terminator: "")
            return
        }
        let terminal = try Terminal()
        terminal.show(statement.text)
        let asWhom = language.choose(
            "以\(key.role.name(in: language)) \(key.person) 的密钥签署以上内容？输入 yes 或「是」：",
            "Sign exactly this with the key of \(key.role.name(in: language)) \(key.person)? Type yes: "
        )
        let answer = String(decoding: try terminal.ask(asWhom), as: UTF8.self)
        guard ["yes", "是"].contains(answer) else { throw Failure.declined }
    }
}

extension KeyRole {
    /// What the tool calls the role.
    func name(in language: Language) -> String {
        switch self {
        case .owner: language.choose("所有人", "owner")
        case .officer: language.choose("安全员", "officer")
        case .approver: language.choose("审批人", "approver")
        }
    }
}

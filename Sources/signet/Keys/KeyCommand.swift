import ArgumentParser
import Enrolment

extension KeyRole: ExpressibleByArgument {}

/// The commands about keys: `signet key`.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make and look at key files.",
        subcommands: [KeyNewCommand.self, KeyShowCommand.self]
    )
}

extension KeyFile {
    /// What may be known of a key, as lines of text.
    func description(in language: Language) -> String {
        let words = ComparisonWords(publicKey: publicKey)
        let passphrase =
            hasPassphrase
            ? language.choose("有", "yes")
            : language.choose("无：得到文件即得到密钥", "none: whoever has the file has the key")
        return """
            \(language.choose("角色", "Role")): \(role.name(in: language))
            \(language.choose("人员编号", "Person")): \(person)
            \(language.choose("公钥", "Public key")): \(publicKey)
            \(language.choose("密码", "Passphrase")): \(passphrase)
            \(language.choose("电话核对", "Compare by phone")): \(words.words.joined(separator: " "))
            \(language.choose("或数字", "Or digits")): \(words.digitGroups.joined(separator: " "))

            """
    }
}

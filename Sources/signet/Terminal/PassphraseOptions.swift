import ArgumentParser
import Cryptography
import Enrolment

/// Where the passphrase of an existing key comes from.
struct PassphraseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read the passphrase from the first line of FILE, which its owner alone can read. Otherwise it is asked for.",
            valueName: "FILE"
        )
    )
    var passphraseFile: String?

    /// The passphrase that opens `file`; asks only where there is one.
    func passphrase(for file: KeyFile, language: Language) throws -> Passphrase {
        guard file.hasPassphrase else { return .empty }
        if let passphraseFile { return try Self.read(passphraseFile) }
        let question = language.choose("密钥密码：", "Passphrase of the key: ")
        var typed = try Terminal().askSecret(question)
        return try Passphrase(moving: &typed)
    }

    /// The passphrase of a new key, typed twice.
    func chosen(language: Language) throws -> Passphrase {
        if let passphraseFile { return try Self.read(passphraseFile) }
        let terminal = try Terminal()
        var first = try terminal.askSecret(
            language.choose("新密码（至少 8 字节）：", "New passphrase (8 bytes or more): ")
        )
        var second = try terminal.askSecret(language.choose("再输入一次：", "Once more: "))
        let (chosen, again) = (try Passphrase(moving: &first), try Passphrase(moving: &second))
        guard chosen.matches(again) else { throw Failure.refused("the two passphrases differ") }
        return chosen
    }

    private static func read(_ path: String) throws -> Passphrase {
        var bytes = try ProtectedFile.read(
            path,
            readers: .ownerOnly,
            byteCountMax: Passphrase.byteCountMax + 2
        )
        defer { bytes.wipe() }
        var line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
        return try Passphrase(moving: &line)
    }
}

package import Configuration
package import Records

/// Who outside the house keeps something that headquarters alone cannot take back.
///
/// | key | type, default | what |
/// |---|---|---|
/// | `outside.timestamps.url` | `http://…` or `https://…`, none | a time-stamping authority (RFC 3161), asked once a day; none: nothing is stamped |
/// | `outside.timestamps.certificates` | path | the certificates under which its stamps are believed; required with the URL |
/// | `outside.witnesses` | texts, none | witnesses (C2SP tlog-witness), each its prefix, a space and its key: `https://witness.example NAME+ID+KEY`; up to 12 |
package struct OutsideConfiguration: Sendable {
    /// A time-stamping authority.
    package struct Authority: Sendable, Equatable {
        /// Where it answers.
        package let url: String
        /// The file of the certificates under which its stamps are believed.
        package let certificatesPath: String
    }

    /// A witness.
    package struct Witness: Sendable, Equatable {
        /// The prefix of its calls, without a slash at its end.
        package let prefix: String
        /// The key of its cosignatures.
        package let key: NoteVerifierKey
    }

    /// Who stamps `receipts`; nil for nobody.
    package var timestamps: Authority?
    /// Who is shown the heads of `authority` and `receipts`.
    package var witnesses: [Witness]

    /// Reads and checks all keys.
    ///
    /// - Throws: ``HeadquartersError`` `.configuration` with the key and what it may be.
    package init(config: ConfigReader) throws(HeadquartersError) {
        if let url = config.string(forKey: "outside.timestamps.url") {
            guard Self.isWeb(url) else {
                throw Self.wrong("outside.timestamps.url", "begins with http:// or https://")
            }
            guard let path = config.string(forKey: "outside.timestamps.certificates"), path.hasPrefix("/")
            else {
                throw Self.wrong("outside.timestamps.certificates", "is a path that begins with /")
            }
            timestamps = Authority(url: url, certificatesPath: path)
        }
        witnesses = []
        for text in config.stringArray(forKey: "outside.witnesses", default: []) {
            witnesses.append(try Self.witness(text))
        }
        guard witnesses.count <= HeadCosignedOutside.witnessCountMax,
            Set(witnesses.map(\.key.publicKey)).count == witnesses.count
        else {
            throw Self.wrong(
                "outside.witnesses",
                "names at most \(HeadCosignedOutside.witnessCountMax) witnesses, each key once"
            )
        }
    }

    private static func witness(_ text: String) throws(HeadquartersError) -> Witness {
        let parts = text.split(separator: " ")
        guard parts.count == 2, isWeb(parts[0]), let key = try? NoteVerifierKey(text: String(parts[1])),
            key.algorithm == .cosignature
        else {
            throw wrong(
                "outside.witnesses",
                "is a prefix such as https://witness.example, a space and NAME+ID+KEY"
            )
        }
        let prefix = parts[0].last == "/" ? parts[0].dropLast() : parts[0]
        return Witness(prefix: String(prefix), key: key)
    }

    private static func isWeb(_ url: some StringProtocol) -> Bool {
        url.hasPrefix("http://") || url.hasPrefix("https://")
    }

    private static func wrong(_ key: String, _ what: String) -> HeadquartersError {
        HeadquartersError(.configuration, "the key \(key) of the configuration \(what)")
    }
}

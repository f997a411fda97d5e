import Cryptography

/// What is stored of a password: salt, parameters and hash, as one line of text.
package struct PasswordVerifier: Sendable, Hashable {
    /// Most bytes of a password; longer ones are refused and not cut.
    package static let passwordByteCountMax = 256
    private static let saltByteCount = 16
    private static let hashByteCount = 32

    /// The work it costs.
    package let parameters: PasswordParameters
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// The verifier of a new password, with a fresh salt.
    ///
    /// Takes about a tenth of a second: call it from `PasswordBench`.
    package init(password: String, parameters: PasswordParameters = .standard) throws(ScreensError) {
        let salt: [UInt8]
        do {
            salt = try SecureRandom.bytes(Self.saltByteCount)
        } catch {
            throw ScreensError(.randomness, "The system gave no random bytes for a salt: \(error.message)")
        }
        try self.init(password: password, salt: salt, parameters: parameters)
    }

    init(password: String, salt: [UInt8], parameters: PasswordParameters) throws(ScreensError) {
        self.parameters = parameters
        self.salt = salt
        hash = try Self.hash(password, salt: salt, parameters: parameters)
    }

    /// The verifier of a stored line, "$scrypt$ln=15,r=8,p=3$SALT$HASH" in the PHC string format.
    package init(stored text: String) throws(ScreensError) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let parameters = Self.parameters(parts[2]),
            let salt = Self.bytes(parts[3], count: Self.saltByteCount),
            let hash = Self.bytes(parts[4], count: Self.hashByteCount)
        else {
            throw ScreensError(
                .password,
                "A stored password verifier is not readable; set the account's password anew."
            )
        }
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }

    /// The line to store.
    package var stored: String {
        let work = "ln=\(parameters.costExponent),r=\(parameters.blockSize),p=\(parameters.parallelism)"
        return "$scrypt$\(work)$\(Self.text(salt))$\(Self.text(hash))"
    }

    /// Whether the password is the one.
    package func matches(_ password: String) throws(ScreensError) -> Bool {
        constantTimeEqual(try Self.hash(password, salt: salt, parameters: parameters), hash)
    }

    /// A verifier that no password matches and that costs the same as others: looked at for accounts that do not exist,
    /// so that the time an answer takes does not say whether one does.
    package static func dummy(parameters: PasswordParameters = .standard) throws(ScreensError)
        -> PasswordVerifier
    {
        do {
            let random = try SecureRandom.bytes(saltByteCount + hashByteCount)
            return PasswordVerifier(
                parameters: parameters,
                salt: Array(random.prefix(saltByteCount)),
                hash: Array(random.dropFirst(saltByteCount))
            )
        } catch {
            throw ScreensError(.randomness, "The system gave no random bytes for a dummy: \(error.message)")
        }
    }

    private init(parameters: PasswordParameters, salt: [UInt8], hash: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }
}

extension PasswordVerifier {
    private static func hash(
        _ password: String,
        salt: [UInt8],
        parameters: PasswordParameters
    ) throws(ScreensError) -> [UInt8] {
        guard password.utf8.count <= passwordByteCountMax else {
            throw ScreensError(
                .password,
                "A password has at most \(passwordByteCountMax) bytes; choose a shorter one."
            )
        }
        do {
            return try Scrypt.derive(
                password: Array(password.utf8),
                salt: salt,
                cost: 1 << parameters.costExponent,
                blockSize: parameters.blockSize,
                parallelism: parameters.parallelism,
                byteCount: hashByteCount
            )
        } catch {
            throw ScreensError(.password, "A password could not be checked: \(error.message)")
        }
    }

    private static func parameters(_ text: Substring) -> PasswordParameters? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasPrefix("ln="), parts[1].hasPrefix("r="), parts[2].hasPrefix("p="),
            let cost = Int(parts[0].dropFirst(3)), let block = Int(parts[1].dropFirst(2)),
            let parallelism = Int(parts[2].dropFirst(2))
        else { return nil }
        return PasswordParameters(costExponent: cost, blockSize: block, parallelism: parallelism)
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(Base64.encode(bytes).prefix { $0 != "=" })
    }

    private static func bytes(_ text: Substring, count: Int) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard text.utf8.count <= 64, let bytes = Base64.decode(text + padding), bytes.count == count else {
            return nil
        }
        return bytes
    }
}

extension PasswordVerifier: CustomStringConvertible {
    /// Never the hash: descriptions end in logs.
    package var description: String { "a password's verifier" }
}

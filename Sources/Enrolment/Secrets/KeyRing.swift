import Cryptography
import Records

/// The private keys of one appliance: keys of its logs, with the next ones sealed apart, and other secrets by name.
///
/// The next keys are in memory only while they are made and while one is taken into use, so that whoever reads the memory
/// of a running appliance cannot sign the epoch that a rotation opens.
struct KeyRing: Sendable {
    /// What the keys belong to; a cabinet's file is not taken for headquarters'.
    enum Owner: String {
        case cabinet, headquarters
    }

    static let logCountMax = 20_000
    static let secretCountMax = 64

    private let owner: Owner
    private(set) var logs: [LogKey]
    private let secrets: [NamedSecret]
    private var sealedNext: [UInt8]

    /// Fresh keys for logs, all in epoch 1, beside secrets that were made elsewhere.
    init(owner: Owner, logs names: [String], secrets: [NamedSecret], under credential: CredentialKey)
        throws(EnrolmentError)
    {
        self.owner = owner
        self.secrets = secrets
        logs = []
        sealedNext = []
        var next: [NamedSecret] = []
        for name in names { next.append(try addLog(name)) }
        try seal(next: next, under: credential)
    }

    /// The secret of that name.
    func secret(_ name: String) throws(EnrolmentError) -> SecretBytes {
        guard let found = secrets.first(where: { $0.name == name }) else {
            throw EnrolmentError(.malformed, "the secrets of this appliance lack «\(name)»")
        }
        return found.secret
    }

    /// The key of that log, nil where there is none.
    func log(_ name: String) -> LogKey? { logs.first { $0.log == name } }

    /// Adds a log, in epoch 1 where nothing else is said.
    ///
    /// `previous` is the entry of the epoch before, which promised this one's key and stays as it is.
    /// - Throws: `mismatch` when the sealed key is not the promised one.
    mutating func add(
        log name: String,
        epoch: UInt64 = 1,
        behind previous: String? = nil,
        under credential: CredentialKey
    ) throws(EnrolmentError) {
        guard log(name) == nil else {
            throw EnrolmentError(.alreadyThere, "the log \(name) has its key already")
        }
        guard logs.count < Self.logCountMax else {
            throw EnrolmentError(.tooLarge, "more than \(Self.logCountMax) logs")
        }
        var changed = self
        var next = try changed.openNext(under: credential)
        let key = try previous.map { (previous) throws(EnrolmentError) in
            try changed.promised(by: previous, among: next)
        }
        next.append(try changed.addLog(name, epoch: epoch, key: key))
        try changed.seal(next: next, under: credential)
        self = changed
    }

    /// Lets the first key of a log sign a later epoch than the first, because others stand before it; nothing where it does already.
    ///
    /// - Throws: `notFound`; `refused` where the key signs another epoch.
    mutating func begin(log name: String, at epoch: UInt64) throws(EnrolmentError) {
        guard let index = logs.firstIndex(where: { $0.log == name }) else {
            throw EnrolmentError(.notFound, "there is no log \(name) here")
        }
        let present = logs[index]
        guard present.epoch < epoch else { return }
        guard present.epoch == 1 else {
            throw EnrolmentError(
                .refused,
                "the key of \(name) signs epoch \(present.epoch), and the machine begins with \(epoch): enrol it with an empty state folder"
            )
        }
        logs[index] = LogKey(
            log: name,
            epoch: epoch,
            privateKey: present.privateKey,
            nextKey: present.nextKey
        )
    }

    /// Takes the next key of a log into use and makes another next one.
    ///
    /// - Throws: `mismatch` when the sealed key is not the promised one.
    mutating func rotate(log name: String, under credential: CredentialKey) throws(EnrolmentError) {
        var changed = self
        var next = try changed.openNext(under: credential)
        guard let index = changed.logs.firstIndex(where: { $0.log == name }),
            let nextIndex = next.firstIndex(where: { $0.name == name })
        else { throw EnrolmentError(.notFound, "there is no log \(name) here") }
        let key = try changed.promised(by: name, among: next)
        let fresh = try withCryptography { () throws(CryptographyError) in try Ed25519PrivateKey() }
        changed.logs[index] = LogKey(
            log: name,
            epoch: changed.logs[index].epoch + 1,
            privateKey: key,
            nextKey: LogKey.commitment(to: fresh)
        )
        next[nextIndex] = NamedSecret(name: name, secret: fresh.secretSeed)
        try changed.seal(next: next, under: credential)
        self = changed
    }

    /// The next key of a log, out of those that were sealed.
    private func promised(by name: String, among next: [NamedSecret]) throws(EnrolmentError)
        -> Ed25519PrivateKey
    {
        guard let present = log(name), let sealed = next.first(where: { $0.name == name }) else {
            throw EnrolmentError(.notFound, "there is no log \(name) here")
        }
        let key = try withCryptography { () throws(CryptographyError) in
            try Ed25519PrivateKey(seed: sealed.secret)
        }
        guard LogKey.commitment(to: key) == present.nextKey else {
            throw EnrolmentError(.mismatch, "the sealed next key of \(name) is not the one that was promised")
        }
        return key
    }

    private mutating func addLog(_ name: String, epoch: UInt64 = 1, key: Ed25519PrivateKey? = nil)
        throws(EnrolmentError) -> NamedSecret
    {
        let (fresh, next) = try withCryptography { () throws(CryptographyError) in
            (try Ed25519PrivateKey(), try Ed25519PrivateKey())
        }
        logs.append(
            LogKey(
                log: name,
                epoch: epoch,
                privateKey: key ?? fresh,
                nextKey: LogKey.commitment(to: next)
            )
        )
        return NamedSecret(name: name, secret: next.secretSeed)
    }
}

extension KeyRing {
    private static let formatName = "signet-secrets/v1"

    private static func presentPurpose(_ owner: Owner) -> String { "\(formatName)/\(owner.rawValue)/present" }
    private static func nextPurpose(_ owner: Owner) -> String { "\(formatName)/\(owner.rawValue)/next" }

    private mutating func seal(next: [NamedSecret], under credential: CredentialKey) throws(EnrolmentError) {
        var plaintext = CBOR.array(next.map(\.canonical)).encoded
        defer { plaintext.wipe() }
        sealedNext = try credential.seal(plaintext, for: Self.nextPurpose(owner))
    }

    private func openNext(under credential: CredentialKey) throws(EnrolmentError) -> [NamedSecret] {
        var plaintext = try credential.open(sealedNext, for: Self.nextPurpose(owner))
        defer { plaintext.wipe() }
        return try withRecords { () throws(RecordsError) in
            guard case .array(let elements) = try CBOR(decoding: plaintext) else {
                throw RecordsError(.malformed, "sealed next keys are no list")
            }
            var secrets: [NamedSecret] = []
            for element in elements { secrets.append(try NamedSecret(canonical: element)) }
            return secrets
        }
    }

    /// The bytes of the file: CBOR map 0 format, 1 owner, 2 present secrets sealed, 3 next keys sealed.
    func sealed(under credential: CredentialKey) throws(EnrolmentError) -> [UInt8] {
        let content = CBORMap([0: .list(logs.map(StoredLogKey.init)), 1: .list(secrets)])
        var plaintext = CBOR.map(content).encoded
        defer { plaintext.wipe() }
        let map = CBORMap([
            0: .text(Self.formatName), 1: .text(owner.rawValue),
            2: .bytes(try credential.seal(plaintext, for: Self.presentPurpose(owner))), 3: .bytes(sealedNext),
        ])
        return CBOR.map(map).encoded
    }

    /// Opens the bytes of a file; the next keys stay sealed.
    ///
    /// - Throws: `unknownKind` for another format or owner, `malformed`, `wrongKey`.
    init(_ bytes: [UInt8], owner: Owner, under credential: CredentialKey) throws(EnrolmentError) {
        self.owner = owner
        let (present, next) = try withRecords { () throws(RecordsError) in
            var fields = try Fields(CBOR(decoding: bytes), of: "a file of secrets")
            let format: String = try fields.value(0)
            let name: String = try fields.value(1)
            let present: Bytes = try fields.value(2)
            let next: Bytes = try fields.value(3)
            try fields.finish()
            guard format == Self.formatName, name == owner.rawValue else {
                throw RecordsError(
                    .malformed,
                    "the file holds «\(format)» of «\(name)», not secrets of \(owner.rawValue)"
                )
            }
            return (present.bytes, next.bytes)
        }
        var plaintext = try credential.open(present, for: Self.presentPurpose(owner))
        defer { plaintext.wipe() }
        sealedNext = next
        (logs, secrets) = try Self.content(plaintext)
    }

    private static func content(_ plaintext: [UInt8]) throws(EnrolmentError) -> ([LogKey], [NamedSecret]) {
        try withRecords { () throws(RecordsError) in
            var fields = try Fields(CBOR(decoding: plaintext), of: "secrets")
            let logs: [StoredLogKey] = try fields.list(0, countMax: logCountMax)
            let secrets: [NamedSecret] = try fields.list(1, countMax: secretCountMax)
            try fields.finish()
            return (logs.map(\.key), secrets)
        }
    }
}

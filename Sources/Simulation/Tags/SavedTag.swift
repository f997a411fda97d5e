import Cryptography

/// A tag as it is kept on disk: everything that a chip without power still knows, bytes as hexadecimal text.
struct SavedTag: Codable, Equatable {
    struct Key: Codable, Equatable {
        var value: String
        var version: UInt8
        var consecutiveFailures: Int
        var totalFailures: Int
        var attemptsPutOff: Int
    }

    struct File: Codable, Equatable {
        var number: UInt8
        var isoName: UInt16
        var protection: UInt8
        var accessRights: String
        var dynamicMessaging: String?
        var readCount: UInt32
        var content: String
    }

    enum Kind: String, Codable {
        case ntag424
        case classic
        case phone
    }

    var kind: Kind
    var generator: UInt64
    var uid: String?
    var production: String?
    var originalitySignature: String?
    var keys: [Key]?
    var files: [File]?
    var blocks: [String]?

    init(_ tag: SimulatedTag) {
        generator = tag.generator.state
        uid = tag.uid.map { Hex.encode($0) }
        switch tag.chip {
        case .ntag424(let chip):
            kind = .ntag424
            production = Hex.encode(chip.production)
            originalitySignature = Hex.encode(chip.originalitySignature)
            keys = chip.keys.map(Key.init)
            files = chip.files.map(File.init)
        case .classic(let card):
            kind = .classic
            blocks = card.blocks.map { Hex.encode($0) }
        case .phone:
            kind = .phone
        }
    }

    /// The tag without power, or nil when what is written down is no tag.
    var tag: SimulatedTag? {
        switch kind {
        case .ntag424: ntag424.map { SimulatedTag(chip: .ntag424($0), seed: generator) }
        case .classic: classic.map { SimulatedTag(chip: .classic($0), seed: generator) }
        case .phone: SimulatedTag(chip: .phone, seed: generator)
        }
    }

    private var ntag424: NTAG424? {
        guard let uid = Self.bytes(uid), let production = Self.bytes(production),
            let signature = Self.bytes(originalitySignature),
            var chip = NTAG424(uid: uid, production: production, originalitySignature: signature),
            let keys = keys?.compactMap(\.key), keys.count == chip.keys.count,
            let files = files?.compactMap(\.file), files.map(\.number) == chip.files.map(\.number),
            files.map(\.content.count) == chip.files.map(\.content.count)
        else { return nil }
        chip.keys = keys
        chip.files = files
        return chip
    }

    private var classic: MifareClassic? {
        guard let uid = Self.bytes(uid), var card = MifareClassic(uid: uid),
            let blocks = blocks?.compactMap({ Hex.decode($0) }), blocks.count == card.blocks.count,
            blocks.allSatisfy({ $0.count == MifareClassic.blockByteCount })
        else { return nil }
        card.blocks = blocks
        return card
    }

    private static func bytes(_ text: String?) -> [UInt8]? {
        text.flatMap { Hex.decode($0) }
    }
}

extension SavedTag.Key {
    fileprivate init(_ key: TagKey) {
        value = Hex.encode(key.bytes)
        version = key.version
        consecutiveFailures = key.counters.consecutive
        totalFailures = key.counters.total
        attemptsPutOff = key.counters.attemptsPutOff
    }

    fileprivate var key: TagKey? {
        guard let bytes = Hex.decode(value), bytes.count == TagKey.byteCount else { return nil }
        let counters = AuthenticationCounters(
            consecutive: consecutiveFailures,
            total: totalFailures,
            attemptsPutOff: attemptsPutOff
        )
        return TagKey(bytes: bytes, version: version, counters: counters)
    }
}

extension SavedTag.File {
    fileprivate init(_ file: TagFile) {
        number = file.number
        isoName = file.isoName
        protection = file.protection.rawValue
        accessRights = Hex.encode(file.accessRights)
        dynamicMessaging = file.dynamicMessaging.map { Hex.encode($0.bytes) }
        readCount = file.readCount
        content = Hex.encode(file.content)
    }

    fileprivate var file: TagFile? {
        guard let protection = TagFile.Protection(rawValue: protection),
            let accessRights = Hex.decode(accessRights), accessRights.count == 2,
            let content = Hex.decode(content)
        else { return nil }
        var messaging: DynamicMessaging?
        if let dynamicMessaging {
            guard let bytes = Hex.decode(dynamicMessaging), let parsed = DynamicMessaging(bytes),
                parsed.fits(fileByteCount: content.count)
            else { return nil }
            messaging = parsed
        }
        return TagFile(
            number: number,
            isoName: isoName,
            protection: protection,
            accessRights: accessRights,
            dynamicMessaging: messaging,
            readCount: readCount,
            content: content
        )
    }
}

/// The settings of secure dynamic messaging of one file, parsed far enough to know that they are whole and which
/// offset stands where (NT4H2421Gx, 10.7.1, table "ChangeFileSettings").
struct DynamicMessaging: Equatable {
    /// The bit of the file option byte that says that settings follow.
    static let enabledBit: UInt8 = 0x40

    /// The settings as they cross the air, from the options byte on.
    let bytes: [UInt8]
    let mirrorsUID: Bool
    let mirrorsCounter: Bool
    /// The key that encrypts UID and counter; nil when they are shown in plain or not at all.
    let metaReadKey: UInt8?
    /// The key of the mirrored authentication code; nil when there is none.
    let fileReadKey: UInt8?
    /// Who may read the counter with GetFileCounters.
    let counterCondition: TagFile.Condition
    var uidOffset: Int?
    var counterOffset: Int?
    var piccDataOffset: Int?
    var macInputOffset: Int?
    var encryptedOffset: Int?
    var encryptedByteCount: Int?
    var macOffset: Int?
    var counterLimit: Int?

    /// Takes the settings apart, or returns nil when they are too short, too long or not allowed.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 3 else { return nil }
        let options = bytes[0]
        guard options & 0x01 != 0, options & 0x0E == 0,
            let counter = TagFile.Condition(nibble: bytes[1] & 15),
            let meta = TagFile.Condition(nibble: bytes[2] >> 4),
            let file = TagFile.Condition(nibble: bytes[2] & 15)
        else { return nil }
        self.bytes = bytes
        counterCondition = counter
        mirrorsUID = options & 0x80 != 0
        mirrorsCounter = options & 0x40 != 0
        if case .key(let number) = meta { metaReadKey = number } else { metaReadKey = nil }
        if case .key(let number) = file { fileReadKey = number } else { fileReadKey = nil }

        var rest = bytes.dropFirst(3)
        /// Offsets are three bytes, lowest first.
        func word() -> Int? {
            guard rest.count >= 3 else { return nil }
            let value = rest.prefix(3).reversed().reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(3)
            return value
        }
        var wanted: [WritableKeyPath<DynamicMessaging, Int?>] = []
        if meta == .free && mirrorsUID { wanted.append(\.uidOffset) }
        if meta == .free && mirrorsCounter { wanted.append(\.counterOffset) }
        if metaReadKey != nil { wanted.append(\.piccDataOffset) }
        if file == .free { return nil }
        if fileReadKey != nil {
            wanted.append(\.macInputOffset)
            if options & 0x10 != 0 { wanted += [\.encryptedOffset, \.encryptedByteCount] }
            wanted.append(\.macOffset)
        }
        if options & 0x20 != 0 { wanted.append(\.counterLimit) }
        for path in wanted {
            guard let value = word() else { return nil }
            self[keyPath: path] = value
        }
        guard rest.isEmpty else { return nil }
    }
}

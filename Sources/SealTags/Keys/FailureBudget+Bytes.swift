extension FailureBudget {
    private static let formatVersion: UInt8 = 1
    /// Length of the identifier, identifier, key number, count.
    private static let failedMark: UInt8 = 0xFF

    /// The durable form: a version, then each key in order: the identifier with its length before it, the key's
    /// number, and FF for failed or the attempts without an answer.
    package var bytes: [UInt8] {
        counts.sorted { $0.key < $1.key }.reduce(into: [Self.formatVersion]) { bytes, row in
            let uid = row.key.uid.bytes
            bytes.append(UInt8(uid.count))
            bytes += uid
            bytes.append(row.key.number.rawValue)
            switch row.value {
            case .failed: bytes.append(Self.failedMark)
            case .unanswered(let count): bytes.append(count)
            }
        }
    }

    /// Reads the durable form; anything that `bytes` does not write is `malformedMessage`.
    package init(bytes: [UInt8]) throws(TagError) {
        let refusal = TagError(
            .malformedMessage,
            "a stored failure budget that was not written by this version"
        )
        self.init()
        var rest = bytes[...]
        guard rest.popFirst() == Self.formatVersion else { throw refusal }
        var last: Entry?
        while let uidByteCount = rest.popFirst() {
            guard rest.count >= Int(uidByteCount) + 2, let uid = TagUID(rest.prefix(Int(uidByteCount))) else {
                throw refusal
            }
            rest = rest.dropFirst(Int(uidByteCount))
            guard let number = rest.popFirst().flatMap(KeyNumber.init), let mark = rest.popFirst() else {
                throw refusal
            }
            let entry = Entry(uid: uid, number: number)
            guard last.map({ $0 < entry }) ?? true, counts.count < Self.entryCountMax else { throw refusal }
            last = entry
            switch mark {
            case Self.failedMark: counts[entry] = .failed
            case 1...Self.unansweredCountMax: counts[entry] = .unanswered(mark)
            default: throw refusal
            }
        }
    }
}

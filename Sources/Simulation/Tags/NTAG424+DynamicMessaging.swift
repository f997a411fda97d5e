/// Secure dynamic messaging: what an NDEF file shows to someone who is not authenticated
/// (NT4H2421Gx, 9.3; AN12196, 3).
extension NTAG424 {
    private static let counterMax: UInt32 = 0xFF_FFFF

    /// The bytes of the file as a reader gets them now; the counter rises once for each time the file is read.
    mutating func contentForReading(_ index: Int) throws(Refusal) -> [UInt8] {
        let file = files[index]
        guard session == nil, let messaging = file.dynamicMessaging else { return file.content }
        if !countedThisRead {
            let limit = min(UInt32(clamping: messaging.counterLimit ?? Int(Self.counterMax)), Self.counterMax)
            guard file.readCount < limit else { throw Refusal(.isoSecurityStatus) }
            files[index].readCount += 1
            countedThisRead = true
        }
        return try mirrored(files[index], messaging)
    }

    private func mirrored(_ file: TagFile, _ messaging: DynamicMessaging) throws(Refusal) -> [UInt8] {
        var content = file.content
        let count = file.readCount
        let counter = (0..<3).map { UInt8(truncatingIfNeeded: count >> (UInt32($0) * 8)) }
        if let offset = messaging.uidOffset { overlay(&content, offset, hexadecimal(uid)) }
        if let offset = messaging.counterOffset { overlay(&content, offset, hexadecimal(counter.reversed())) }
        if let offset = messaging.piccDataOffset, let number = messaging.metaReadKey {
            let data = try cardData(messaging, counter)
            overlay(
                &content,
                offset,
                hexadecimal(try TagCryptography.encrypt(data, key: keys[Int(number)].bytes))
            )
        }
        guard let number = messaging.fileReadKey, let codeOffset = messaging.macOffset,
            let inputOffset = messaging.macInputOffset
        else { return content }
        let secrets = try messagingKeys(key: keys[Int(number)].bytes, messaging, counter)
        if let offset = messaging.encryptedOffset, let byteCount = messaging.encryptedByteCount {
            // Half of the place holds the plain data, all of it their ciphertext in hexadecimal text.
            let plain = Array(file.content[offset..<offset + byteCount / 2])
            let block = counter + [UInt8](repeating: 0, count: 13)
            let vector = try TagCryptography.encrypt(block, key: secrets.encryption)
            let ciphertext = try TagCryptography.encrypt(plain, key: secrets.encryption, vector: vector)
            overlay(&content, offset, hexadecimal(ciphertext))
        }
        let covered = Array(content[inputOffset..<codeOffset])
        let code = try TagCryptography.shortCode(covered, key: secrets.authentication)
        overlay(&content, codeOffset, hexadecimal(code))
        return content
    }

    /// PICCData: a tag byte, serial number and counter as they are mirrored, then filler (NT4H2421Gx, 9.3.4.1).
    private func cardData(_ messaging: DynamicMessaging, _ counter: [UInt8]) throws(Refusal) -> [UInt8] {
        var tag = UInt8(Self.uidByteCount)
        var data: [UInt8] = []
        if messaging.mirrorsUID {
            tag |= 0x80
            data += uid
        }
        if messaging.mirrorsCounter {
            tag |= 0x40
            data += counter
        }
        // The chip fills with random bytes; the counter makes these change as theirs do.
        let filler = try TagCryptography.code(originalitySignature + counter, key: TagKey.transport.bytes)
        return Array(([tag] + data + filler).prefix(TagCryptography.blockByteCount))
    }

    /// The keys of one read (NT4H2421Gx, 9.3.9).
    func messagingKeys(
        key: [UInt8],
        _ messaging: DynamicMessaging,
        _ counter: [UInt8]
    ) throws(Refusal) -> (encryption: [UInt8], authentication: [UInt8]) {
        let context =
            [0x00, 0x01, 0x00, 0x80] + (messaging.mirrorsUID ? uid : [])
            + (messaging.mirrorsCounter ? counter : [])
        let missing = (TagCryptography.blockByteCount - (context.count + 2) % 16) % 16
        let filled = context + [UInt8](repeating: 0, count: missing)
        return (
            try TagCryptography.code([0xC3, 0x3C] + filled, key: key),
            try TagCryptography.code([0x3C, 0xC3] + filled, key: key)
        )
    }

    private func overlay(_ content: inout [UInt8], _ offset: Int, _ text: [UInt8]) {
        content.replaceSubrange(offset..<offset + text.count, with: text)
    }

    private func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}

extension DynamicMessaging {
    /// Whether every mirrored piece lies in the file and none covers what it depends on.
    func fits(fileByteCount: Int) -> Bool {
        func inside(_ offset: Int?, _ byteCount: Int) -> Bool {
            offset.map { $0 + byteCount <= fileByteCount } ?? true
        }
        guard inside(uidOffset, 2 * NTAG424.uidByteCount), inside(counterOffset, 6),
            inside(piccDataOffset, 32), inside(macOffset, 16)
        else { return false }
        guard let macInputOffset, let macOffset else { return true }
        guard macInputOffset <= macOffset else { return false }
        guard let encryptedOffset, let encryptedByteCount else { return true }
        return encryptedByteCount > 0 && encryptedByteCount.isMultiple(of: 32)
            && encryptedOffset >= macInputOffset && encryptedOffset + encryptedByteCount <= macOffset
    }
}

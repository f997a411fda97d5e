/// Settings and data of files (NT4H2421Gx, 10.7 and 10.8).
extension NTAG424 {
    /// An answer APDU in short form carries no more.
    private static let answerByteCountMax = 256

    mutating func fileSettings(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        let protected = session != nil
        let header = protected ? try verified(Instruction.getFileSettings, body, headerByteCount: 1) : body
        guard header.count == 1 else { throw Refusal(.lengthError) }
        let settings = files[try fileIndex(header[0])].settings
        return protected ? try authenticated(settings) : settings + StatusWord.done.bytes
    }

    mutating func changeFileSettings(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        guard let number = body.first else { throw Refusal(.lengthError) }
        let index = try fileIndex(number)
        let settings: [UInt8]
        switch files[index].changeCondition {
        case .free where session == nil:
            settings = Array(body.dropFirst())
        case .free:
            settings = try decrypted(Instruction.changeFileSettings, body, headerByteCount: 1).data
        case .key(let key):
            guard session?.keyNumber == key else { throw Refusal(.authenticationError) }
            settings = try decrypted(Instruction.changeFileSettings, body, headerByteCount: 1).data
        case .never, nil:
            throw Refusal(.permissionDenied)
        }
        let file = try changed(files[index], settings)
        files[index] = file
        return session == nil ? StatusWord.done.bytes : try authenticated([])
    }

    mutating func fileCounters(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        let protected = session != nil
        let header = protected ? try verified(Instruction.getFileCounters, body, headerByteCount: 1) : body
        guard header.count == 1 else { throw Refusal(.lengthError) }
        let file = files[try fileIndex(header[0])]
        guard let messaging = file.dynamicMessaging else { throw Refusal(.permissionDenied) }
        switch messaging.counterCondition {
        case .free: break
        case .never: throw Refusal(.permissionDenied)
        case .key(let key): guard session?.keyNumber == key else { throw Refusal(.authenticationError) }
        }
        let count = file.readCount
        let data = [UInt8(count & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count >> 16 & 0xFF), 0, 0]
        return protected ? try encrypted(data) : data + StatusWord.done.bytes
    }

    mutating func readData(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        guard let number = body.first else { throw Refusal(.lengthError) }
        let index = try fileIndex(number)
        let file = files[index]
        let protection = try access(file, [file.readCondition, file.readWriteCondition])
        let header =
            protection == .plain ? body : try verified(Instruction.readData, body, headerByteCount: 7)
        guard header.count == 7 else { throw Refusal(.lengthError) }
        let range = try range(Array(header[1...]), in: file)
        if protection == .plain { countPlainCommand() }
        let data = Array(try contentForReading(index)[range])
        switch protection {
        case .plain: return try limited(data + StatusWord.done.bytes)
        case .authenticated: return try limited(try authenticated(data))
        case .encrypted: return try limited(try encrypted(data))
        }
    }

    mutating func writeData(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        guard body.count >= 7 else { throw Refusal(.lengthError) }
        let index = try fileIndex(body[0])
        let file = files[index]
        let protection = try access(file, [file.writeCondition, file.readWriteCondition])
        let header: [UInt8]
        let data: [UInt8]
        switch protection {
        case .plain:
            (header, data) = (Array(body.prefix(7)), Array(body.dropFirst(7)))
            countPlainCommand()
        case .authenticated:
            let covered = try verified(Instruction.writeData, body, headerByteCount: 7)
            (header, data) = (Array(covered.prefix(7)), Array(covered.dropFirst(7)))
        case .encrypted:
            (header, data) = try decrypted(Instruction.writeData, body, headerByteCount: 7)
        }
        let range = try range(Array(header[1...]), in: file)
        guard !data.isEmpty, data.count == range.count else { throw Refusal(.lengthError) }
        files[index].content.replaceSubrange(range, with: data)
        return protection == .plain ? StatusWord.done.bytes : try authenticated([])
    }

    func fileIndex(_ number: UInt8) throws(Refusal) -> Int {
        guard isApplicationSelected, let index = files.firstIndex(where: { $0.number == number & 0x1F })
        else {
            throw Refusal(.fileNotFound)
        }
        return index
    }

    /// How the file's data cross the air for whoever asks, or why not (NT4H2421Gx, 8.2.3.3).
    ///
    /// The file's own protection holds when the session's key gives the right; a right that is free for all gives
    /// plain data only.
    private func access(
        _ file: TagFile,
        _ conditions: [TagFile.Condition?]
    ) throws(Refusal) -> TagFile.Protection {
        if let session, conditions.contains(.key(session.keyNumber)) { return file.protection }
        if conditions.contains(.free) { return .plain }
        let anyKey = conditions.contains { if case .key = $0 { true } else { false } }
        throw Refusal(anyKey ? .authenticationError : .permissionDenied)
    }

    /// The bytes that offset and length, three bytes each, lowest first, speak of; length zero means to the end.
    private func range(_ words: [UInt8], in file: TagFile) throws(Refusal) -> Range<Int> {
        let offset = Int(words[0]) | Int(words[1]) << 8 | Int(words[2]) << 16
        let length = Int(words[3]) | Int(words[4]) << 8 | Int(words[5]) << 16
        guard offset < file.content.count, offset + length <= file.content.count else {
            throw Refusal(.boundaryError)
        }
        return offset..<(length == 0 ? file.content.count : offset + length)
    }

    private func limited(_ answer: [UInt8]) throws(Refusal) -> [UInt8] {
        guard answer.count - 2 <= Self.answerByteCountMax else { throw Refusal(.lengthError) }
        return answer
    }

    /// The file with other settings, checked as a whole before anything changes.
    private func changed(_ file: TagFile, _ settings: [UInt8]) throws(Refusal) -> TagFile {
        guard settings.count >= 3 else { throw Refusal(.lengthError) }
        guard settings[0] & ~(DynamicMessaging.enabledBit | 0x03) == 0,
            let protection = TagFile.Protection(rawValue: settings[0] & 0x03 == 2 ? 0 : settings[0] & 0x03)
        else { throw Refusal(.parameterError) }
        var changed = file
        changed.protection = protection
        changed.accessRights = Array(settings[1..<3])
        let conditions = [
            changed.readCondition, changed.writeCondition, changed.readWriteCondition,
            changed.changeCondition,
        ]
        guard conditions.allSatisfy({ $0 != nil }) else { throw Refusal(.parameterError) }
        let wantsMessaging = settings[0] & DynamicMessaging.enabledBit != 0
        if wantsMessaging {
            // Only the NDEF file can carry dynamic messaging.
            guard file.number == 2, let messaging = DynamicMessaging(Array(settings.dropFirst(3))),
                messaging.fits(fileByteCount: file.content.count)
            else { throw Refusal(.parameterError) }
            if file.dynamicMessaging == nil { changed.readCount = 0 }
            changed.dynamicMessaging = messaging
        } else {
            guard settings.count == 3 else { throw Refusal(.lengthError) }
            changed.dynamicMessaging = nil
        }
        return changed
    }
}

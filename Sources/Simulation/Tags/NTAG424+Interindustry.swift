/// ISOSelectFile, ISOReadBinary and ISOUpdateBinary (NT4H2421Gx, 10.9; ISO/IEC 7816-4:2013, 11).
extension NTAG424 {
    private static let applicationName: [UInt8] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01]
    private static let applicationIdentifier: UInt16 = 0xE110
    private static let cardName: [UInt8] = [0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x00]
    private static let cardIdentifier: UInt16 = 0x3F00

    mutating func executeInterindustry(_ frame: CommandFrame) throws(Refusal) -> [UInt8] {
        // A half command of the chip's own set is given up without a word.
        progress = .idle
        switch frame.instruction {
        case 0xA4: return try select(frame)
        case 0xB0: return try readBinary(frame)
        case 0xD6: return try updateBinary(frame)
        default: throw Refusal(.isoWrongInstruction)
        }
    }

    private mutating func select(_ frame: CommandFrame) throws(Refusal) -> [UInt8] {
        guard frame.secondParameter == 0x00 || frame.secondParameter == 0x0C else {
            throw Refusal(.isoWrongParameters)
        }
        let chosen: Selection
        switch frame.firstParameter {
        case 0x04:
            chosen = try directory(named: frame.body)
        case 0x00, 0x01, 0x02:
            chosen = try entry(frame)
        case 0x03:
            guard frame.body.isEmpty else { throw Refusal(.isoWrongLength) }
            chosen = .card
        default:
            throw Refusal(.isoWrongParameters)
        }
        // Choosing a directory ends a session; choosing a file in it does not (NT4H2421Gx, 10.9.1).
        if case .application(file: .some) = chosen {} else { session = nil }
        selection = chosen
        countedThisRead = false
        return StatusWord.isoDone.bytes
    }

    private func directory(named name: [UInt8]) throws(Refusal) -> Selection {
        switch name {
        case Self.applicationName: return .application(file: nil)
        case Self.cardName: return .card
        default: throw Refusal(.isoFileNotFound)
        }
    }

    private func entry(_ frame: CommandFrame) throws(Refusal) -> Selection {
        if frame.body.isEmpty, frame.firstParameter == 0x00 { return .card }
        guard frame.body.count == 2 else { throw Refusal(.isoWrongLength) }
        let identifier = UInt16(frame.body[0]) << 8 | UInt16(frame.body[1])
        if frame.firstParameter != 0x02 {
            if identifier == Self.applicationIdentifier { return .application(file: nil) }
            if identifier == Self.cardIdentifier { return .card }
        }
        guard frame.firstParameter != 0x01, isApplicationSelected,
            let file = files.first(where: { $0.isoName == identifier })
        else { throw Refusal(.isoFileNotFound) }
        return .application(file: file.number)
    }

    private mutating func readBinary(_ frame: CommandFrame) throws(Refusal) -> [UInt8] {
        guard frame.body.isEmpty, let wanted = frame.expectedByteCount else { throw Refusal(.isoWrongLength) }
        let (index, offset) = try place(frame)
        guard [files[index].readCondition, files[index].readWriteCondition].contains(.free) else {
            throw Refusal(.isoSecurityStatus)
        }
        guard offset < files[index].content.count else { throw Refusal(.isoWrongParameters) }
        countPlainCommand()
        return Array(try contentForReading(index).dropFirst(offset).prefix(wanted)) + StatusWord.isoDone.bytes
    }

    private mutating func updateBinary(_ frame: CommandFrame) throws(Refusal) -> [UInt8] {
        guard !frame.body.isEmpty else { throw Refusal(.isoWrongLength) }
        let (index, offset) = try place(frame)
        guard [files[index].writeCondition, files[index].readWriteCondition].contains(.free) else {
            throw Refusal(.isoSecurityStatus)
        }
        guard offset + frame.body.count <= files[index].content.count else { throw Refusal(.isoWrongLength) }
        countPlainCommand()
        files[index].content.replaceSubrange(offset..<offset + frame.body.count, with: frame.body)
        return StatusWord.isoDone.bytes
    }

    /// Which file and where in it: by short name in the first parameter, or in the file selected before.
    private mutating func place(_ frame: CommandFrame) throws(Refusal) -> (index: Int, offset: Int) {
        guard case .application(let selected) = selection else { throw Refusal(.isoConditions) }
        var number = selected
        var offset = Int(frame.firstParameter) << 8 | Int(frame.secondParameter)
        if frame.firstParameter & 0x80 != 0 {
            number = frame.firstParameter & 0x1F
            offset = Int(frame.secondParameter)
        }
        guard let number else { throw Refusal(.isoConditions) }
        guard let index = files.firstIndex(where: { $0.number == number }) else {
            throw Refusal(.isoFileNotFound)
        }
        if number != selected {
            selection = .application(file: number)
            countedThisRead = false
        }
        return (index, offset)
    }
}

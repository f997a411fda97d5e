/// The chip's own commands, wrapped into APDUs of class 90 (NT4H2421Gx, 10.2, table "APDUs").
extension NTAG424 {
    enum Instruction {
        static let authenticateFirst: UInt8 = 0x71
        static let authenticateNonFirst: UInt8 = 0x77
        static let additionalFrame: UInt8 = 0xAF
        static let changeFileSettings: UInt8 = 0x5F
        static let changeKey: UInt8 = 0xC4
        static let getCardUID: UInt8 = 0x51
        static let getFileCounters: UInt8 = 0xF6
        static let getFileSettings: UInt8 = 0xF5
        static let getKeyVersion: UInt8 = 0x64
        static let getVersion: UInt8 = 0x60
        static let readData: UInt8 = 0xAD
        static let readSignature: UInt8 = 0x3C
        static let writeData: UInt8 = 0x8D
    }

    mutating func executeWrapped(
        _ frame: CommandFrame,
        using generator: inout some RandomNumberGenerator
    ) throws(Refusal) -> [UInt8] {
        guard frame.firstParameter == 0, frame.secondParameter == 0 else {
            throw Refusal(.isoWrongParameters)
        }
        if frame.instruction == Instruction.additionalFrame {
            return try proceed(frame.body, using: &generator)
        }
        guard progress == .idle else { throw Refusal(.commandAborted) }
        switch frame.instruction {
        case Instruction.authenticateFirst:
            return try challenge(first: true, frame.body, using: &generator)
        case Instruction.authenticateNonFirst:
            return try challenge(first: false, frame.body, using: &generator)
        case Instruction.getVersion: return try beginVersion(frame.body)
        case Instruction.getKeyVersion: return try keyVersion(frame.body)
        case Instruction.getCardUID: return try cardUID(frame.body)
        case Instruction.changeKey: return try changeKey(frame.body)
        case Instruction.readSignature: return try signature(frame.body)
        case Instruction.getFileSettings: return try fileSettings(frame.body)
        case Instruction.changeFileSettings: return try changeFileSettings(frame.body)
        case Instruction.getFileCounters: return try fileCounters(frame.body)
        case Instruction.readData: return try readData(frame.body)
        case Instruction.writeData: return try writeData(frame.body)
        default: throw Refusal(.illegalCommand)
        }
    }

    private mutating func proceed(
        _ body: [UInt8],
        using generator: inout some RandomNumberGenerator
    ) throws(Refusal) -> [UInt8] {
        switch progress {
        case .idle: throw Refusal(.illegalCommand)
        case .challenged(let challenge): return try conclude(challenge, body, using: &generator)
        case .version(let part): return try continueVersion(part: part, body)
        }
    }

    var isApplicationSelected: Bool {
        if case .application = selection { true } else { false }
    }
}

/// GetVersion, Read_Sig and GetCardUID (NT4H2421Gx, 10.5 and 10.10).
extension NTAG424 {
    /// Vendor NXP, type NTAG, subtype 50 pF, version 3.0, between 256 and 512 bytes, ISO/IEC 14443-4.
    private static let hardwareVersion: [UInt8] = [0x04, 0x04, 0x02, 0x30, 0x00, 0x11, 0x05]
    /// The same for the software, version 1.2.
    private static let softwareVersion: [UInt8] = [0x04, 0x04, 0x02, 0x01, 0x02, 0x11, 0x05]

    private mutating func beginVersion(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        if session == nil {
            guard body.isEmpty else { throw Refusal(.lengthError) }
        } else {
            guard try verified(Instruction.getVersion, body, headerByteCount: 0).isEmpty else {
                throw Refusal(.lengthError)
            }
        }
        progress = .version(part: 1)
        return Self.hardwareVersion + StatusWord.additionalFrame.bytes
    }

    private mutating func continueVersion(part: Int, _ body: [UInt8]) throws(Refusal) -> [UInt8] {
        guard body.isEmpty else { throw Refusal(.lengthError) }
        if part == 1 {
            progress = .version(part: 2)
            return Self.softwareVersion + StatusWord.additionalFrame.bytes
        }
        progress = .idle
        let last = uid + production
        guard session != nil else { return last + StatusWord.done.bytes }
        // One code over all three parts, at the end of the last (NT4H2421Gx, 9.1.9).
        let code = try answerCode(over: Self.hardwareVersion + Self.softwareVersion + last)
        return last + code + StatusWord.done.bytes
    }

    private mutating func signature(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        guard session != nil else {
            guard body.count == 1 else { throw Refusal(.lengthError) }
            guard body[0] == 0 else { throw Refusal(.parameterError) }
            return originalitySignature + StatusWord.signatureRead.bytes
        }
        let header = try verified(Instruction.readSignature, body, headerByteCount: 1)
        guard header == [0] else { throw Refusal(.parameterError) }
        return try encrypted(originalitySignature)
    }

    private mutating func cardUID(_ body: [UInt8]) throws(Refusal) -> [UInt8] {
        guard session != nil else { throw Refusal(.authenticationError) }
        guard try verified(Instruction.getCardUID, body, headerByteCount: 0).isEmpty else {
            throw Refusal(.lengthError)
        }
        return try encrypted(uid)
    }
}

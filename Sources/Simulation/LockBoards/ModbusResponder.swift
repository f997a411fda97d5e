/// The firmware of a Modbus RTU relay board with sixteen outputs and sixteen inputs
/// (Modbus Application Protocol V1.1b3; timed pulses as common relay boards take them).
struct ModbusResponder: BoardResponder {
    /// What the version register holds: hundredths.
    static let version: UInt16 = 200
    static let versionRegister = 0x8000
    static let pulseAddressBase = 0x0200
    /// The longest pulse that such boards take, in tenths of a second.
    static let pulseTenthsMax = 0x7FFF
    /// Everything is answered after this.
    static let answerTime: Duration = .milliseconds(4)

    private enum Exception: UInt8, Error {
        case illegalFunction = 1
        case illegalDataAddress = 2
        case illegalDataValue = 3
    }

    let address: UInt8

    func scan(_ bytes: [UInt8]) -> FrameScan {
        guard bytes.count >= 2 else { return .incomplete }
        let byteCount: Int
        switch bytes[1] {
        case 1...6: byteCount = 8
        case 15, 16:
            guard bytes.count >= 7 else { return .incomplete }
            byteCount = 9 + Int(bytes[6])
        default: byteCount = 4
        }
        guard bytes.count >= byteCount else { return .incomplete }
        let sum = Self.checksum(bytes.prefix(byteCount - 2))
        let sent = UInt16(bytes[byteCount - 1]) << 8 | UInt16(bytes[byteCount - 2])
        return sum == sent ? .frame(byteCount: byteCount) : .noise
    }

    func answer(
        _ request: [UInt8],
        _ parts: inout SimulatedBoardParts,
        at now: ContinuousClock.Instant
    ) -> BoardAnswer? {
        guard request[0] == address || request[0] == 0 else { return nil }
        var body: [UInt8]
        do throws(Exception) {
            body = try perform(Array(request.dropLast(2)), &parts, at: now)
        } catch {
            body = [request[1] | 0x80, error.rawValue]
        }
        // A broadcast is obeyed and never answered (Modbus over Serial Line V1.02, 2.1).
        guard request[0] != 0 else { return nil }
        body.insert(address, at: 0)
        let sum = Self.checksum(body[...])
        return BoardAnswer(bytes: body + [UInt8(sum & 255), UInt8(sum >> 8)], after: Self.answerTime)
    }
}

extension ModbusResponder {
    private func perform(
        _ request: [UInt8],
        _ parts: inout SimulatedBoardParts,
        at now: ContinuousClock.Instant
    ) throws(Exception) -> [UInt8] {
        guard request.count >= 6 else { throw .illegalFunction }
        let start = Int(request[2]) << 8 | Int(request[3])
        let value = Int(request[4]) << 8 | Int(request[5])
        switch request[1] {
        case 1:
            return try [1] + packed(parts.outputs, start, value)
        case 2:
            return try [2] + packed(parts.inputs(at: now), start, value)
        case 3:
            guard value == 1 else { throw .illegalDataValue }
            guard start == Self.versionRegister else { throw .illegalDataAddress }
            return [3, 2, UInt8(Self.version >> 8), UInt8(Self.version & 255)]
        case 5:
            try writeCoil(start, value, &parts, at: now)
            return Array(request[1...5])
        case 15:
            guard request.count == 7 + Int(request[6]), Int(request[6]) == (value + 7) / 8, value > 0 else {
                throw .illegalDataValue
            }
            guard start + value <= SimulatedBoardParts.partCount else { throw .illegalDataAddress }
            for index in 0..<value {
                let on = request[7 + index / 8] >> (index % 8) & 1 == 1
                switchOutput(start + index, on: on, &parts, at: now)
            }
            return Array(request[1...5])
        default:
            throw .illegalFunction
        }
    }

    private func writeCoil(
        _ start: Int,
        _ value: Int,
        _ parts: inout SimulatedBoardParts,
        at now: ContinuousClock.Instant
    ) throws(Exception) {
        let lock = start - Self.pulseAddressBase
        if (0..<SimulatedBoardParts.partCount).contains(lock) {
            guard (1...Self.pulseTenthsMax).contains(value) else { throw .illegalDataValue }
            parts.energise(lock, for: .milliseconds(100) * value, at: now)
            return
        }
        guard start < SimulatedBoardParts.partCount else { throw .illegalDataAddress }
        guard value == 0xFF00 || value == 0 else { throw .illegalDataValue }
        switchOutput(start, on: value == 0xFF00, &parts, at: now)
    }

    private func switchOutput(
        _ index: Int,
        on: Bool,
        _ parts: inout SimulatedBoardParts,
        at now: ContinuousClock.Instant
    ) {
        let light = index - SimulatedBoardPlan.drawerCountMax
        if light >= 0 {
            parts.setLight(light, on: on)
        } else if on {
            parts.energise(index, for: nil, at: now)
        } else {
            parts.switchOff(index, at: now)
        }
    }

    private func packed(_ bits: [Bool], _ start: Int, _ count: Int) throws(Exception) -> [UInt8] {
        guard count > 0, count <= 2000 else { throw .illegalDataValue }
        guard start + count <= bits.count else { throw .illegalDataAddress }
        var bytes = [UInt8](repeating: 0, count: (count + 7) / 8)
        for index in 0..<count where bits[start + index] { bytes[index / 8] |= 1 << (index % 8) }
        return [UInt8(bytes.count)] + bytes
    }

    /// CRC-16 of Modbus over Serial Line V1.02, 6.2.2.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        var sum: UInt16 = 0xFFFF
        for byte in bytes {
            sum ^= UInt16(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xA001 : sum >> 1 }
        }
        return sum
    }
}

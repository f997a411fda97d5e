/// InDataExchange and InCommunicateThru (UM0701-02, 7.3.8 and 7.3.9).
extension PN532 {
    mutating func dataExchange(_ body: [UInt8]) -> Outcome {
        guard let number = body.first, body.count <= Self.exchangeByteCountMax + 1 else {
            return .syntaxError
        }
        guard let index = target(number) else { return answer(0x40, [Status.wrongContext]) }
        targets[index].unsent += body.dropFirst()
        guard targets[index].unsent.count <= Self.exchangeByteCountMax else {
            targets[index].unsent = []
            return answer(0x40, [Status.bufferSize])
        }
        // The host has more to send before the tag shall answer.
        if number & Status.moreInformation != 0 { return answer(0x40, [0]) }
        let data = targets[index].unsent
        targets[index].unsent = []
        return targets[index].blockNumber == nil ? exchangeFrames(index, data) : exchangeBlocks(index, data)
    }

    mutating func communicateThrough(_ body: [UInt8]) -> Outcome {
        guard body.count <= Self.exchangeByteCountMax + 2 else { return .syntaxError }
        // Nothing to send: the chip only listens, for tags that speak unasked. None of ours does.
        guard !body.isEmpty else { return unanswered(0x42) }
        var frame = body
        if !registers.addsChecksum {
            guard let content = FrameChecksum.removed(from: frame) else { return unanswered(0x42) }
            frame = content
        }
        let selected = antenna.residents.first { $0.isSelected }
        guard registers.isTypeA, let selected,
            let reply = antenna.exchange(frame, with: selected.placement)
        else { return unanswered(0x42) }
        let shown = registers.checksChecksum ? reply : FrameChecksum.appended(to: reply)
        return answer(0x42, [0] + shown, Radio(exchangeCount: 1))
    }

    private mutating func unanswered(_ code: UInt8) -> Outcome {
        lastError = Status.timeout
        return answer(code, [Status.timeout], Radio(exchangeCount: 1, silence: answerTimeout))
    }

    /// A tag that was not asked for its answer to select: frames as they are, and the chip's own cipher.
    private mutating func exchangeFrames(_ index: Int, _ data: [UInt8]) -> Outcome {
        let placement = targets[index].placement
        switch antenna.exchangeClassic(data, with: placement) {
        case .data(let reply): return answer(0x40, [0] + reply, Radio(exchangeCount: 1))
        case .authenticationFailed: return answer(0x40, [Status.authentication], Radio(exchangeCount: 1))
        case .silence: return unanswered(0x40)
        case nil: break
        }
        guard let reply = antenna.exchange(data, with: placement) else { return unanswered(0x40) }
        return answer(0x40, [0] + reply, Radio(exchangeCount: 1))
    }

    /// The reader's side of the block protocol: chaining both ways, one APDU each way.
    private mutating func exchangeBlocks(_ index: Int, _ data: [UInt8]) -> Outcome {
        let informationByteCountMax = targets[index].frameByteCountMax - BlockExchange.frameOverheadByteCount
        let placement = targets[index].placement
        var number = targets[index].blockNumber ?? 0
        defer { targets[index].blockNumber = number }
        var radio = Radio()
        var rest = data[...]
        var reply: [UInt8]
        repeat {
            let part = rest.prefix(informationByteCountMax)
            rest = rest.dropFirst(part.count)
            let control: UInt8 = (rest.isEmpty ? 0x02 : 0x12) | number
            radio.exchangeCount += 1
            guard let block = antenna.exchange([control] + part, with: placement) else {
                return unanswered(0x40)
            }
            guard let received = block.first, received & 1 == number else {
                return answer(0x40, [Status.rfProtocol], radio)
            }
            number ^= 1
            reply = block
        } while !rest.isEmpty

        var collected: [UInt8] = []
        while reply[0] & 0xC0 == 0, reply[0] & 0x10 != 0, collected.count <= Self.exchangeByteCountMax {
            collected += reply.dropFirst()
            radio.exchangeCount += 1
            guard let block = antenna.exchange([0xA2 | number], with: placement), !block.isEmpty else {
                return unanswered(0x40)
            }
            number ^= 1
            reply = block
        }
        guard reply[0] & 0xC0 == 0 else { return answer(0x40, [Status.rfProtocol], radio) }
        collected += reply.dropFirst()
        guard collected.count <= Self.exchangeByteCountMax else {
            return answer(0x40, [Status.bufferSize], radio)
        }
        return answer(0x40, [0] + collected, radio)
    }
}

/// CRC_A of ISO/IEC 14443-3:2018, annex B.
enum FrameChecksum {
    static func appended(to frame: [UInt8]) -> [UInt8] {
        var remainder: UInt16 = 0x6363
        for byte in frame {
            var mixed = byte ^ UInt8(remainder & 0xFF)
            mixed ^= mixed << 4
            remainder = remainder >> 8 ^ UInt16(mixed) << 8 ^ UInt16(mixed) << 3 ^ UInt16(mixed) >> 4
        }
        return frame + [UInt8(remainder & 0xFF), UInt8(remainder >> 8)]
    }

    /// The frame without its checksum, or nil when that is wrong.
    static func removed(from frame: [UInt8]) -> [UInt8]? {
        guard frame.count > 2 else { return nil }
        let content = Array(frame.dropLast(2))
        return appended(to: content) == frame ? content : nil
    }
}

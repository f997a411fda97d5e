/// What InListPassiveTarget asks for, kept while the chip polls.
struct InListRequest: Equatable {
    let countMax: Int
    /// A serial number that alone is wanted; empty for any.
    let name: [UInt8]
}

/// Finding, selecting and letting go of tags (UM0701-02, 7.3.5 to 7.3.12).
extension PN532 {
    private static let automaticAnswerToSelect: UInt8 = 0x10
    /// FSDI 5 when the chip asks by itself: frames of 64 bytes (7.2.9).
    private static let ownRequestParameter: UInt8 = 0x50

    mutating func listPassiveTargets(_ body: [UInt8]) -> Outcome {
        guard body.count >= 2, (1...Self.targetCountMax).contains(Int(body[0])) else { return .syntaxError }
        targets = []
        antenna.switchField(on: true)
        switch body[1] {
        case 0x00:
            registers.setFraming(.typeA)
            let name = Self.withoutCascadeTags(Array(body.dropFirst(2)))
            return search(InListRequest(countMax: Int(body[0]), name: name))
        case 0x01, 0x02: registers.setFraming(.felica)
        case 0x03: registers.setFraming(.typeB)
        case 0x04: registers.setFraming(.typeA)
        default: return .syntaxError
        }
        // Nothing that a seal or a card carries speaks another modulation.
        registers.leaveCallInQueue()
        if passiveRetries == 0xFF { return .searching(InListRequest(countMax: 0, name: [])) }
        return answer(0x4A, [0], Radio(exchangeCount: Int(passiveRetries) + 1))
    }

    /// Looks once more; the host of a chip that polls waits for this.
    mutating func search(_ request: InListRequest) -> Outcome {
        guard request.countMax > 0 else { return .searching(request) }
        let found = antenna.select(countMax: request.countMax, byName: request.name)
        guard !found.isEmpty else {
            registers.leaveCallInQueue()
            if passiveRetries == 0xFF { return .searching(request) }
            return answer(0x4A, [0], Radio(exchangeCount: Int(passiveRetries) + 1))
        }
        var data = [UInt8(found.count)]
        for placement in found {
            targets.append(Target(placement: placement, frameByteCountMax: 0))
            data += describe(targets.count - 1)
        }
        return answer(0x4A, data, Radio(exchangeCount: found.count))
    }

    mutating func release(_ code: UInt8, _ number: UInt8, forgets: Bool) -> Outcome {
        let chosen = number == 0 ? Array(targets.indices) : target(number).map { [$0] } ?? []
        guard number == 0 || !chosen.isEmpty else { return answer(code, [Status.wrongContext]) }
        for index in chosen {
            antenna.halt(targets[index].placement)
            targets[index].blockNumber = nil
        }
        if forgets { for index in chosen.reversed() { targets.remove(at: index) } }
        return answer(code, [0], Radio(exchangeCount: chosen.count))
    }

    mutating func selectAgain(_ number: UInt8) -> Outcome {
        guard let index = target(number) else { return answer(0x54, [Status.wrongContext]) }
        let placement = targets[index].placement
        guard let resident = antenna.resident(placement) else {
            return answer(0x54, [Status.timeout], Radio(exchangeCount: 1, silence: answerTimeout))
        }
        if !resident.isSelected {
            guard antenna.select(countMax: 1, byName: resident.uid) == [placement] else {
                return answer(0x54, [Status.timeout], Radio(exchangeCount: 1, silence: answerTimeout))
            }
            _ = describe(index)
        }
        return answer(0x54, [0], Radio(exchangeCount: 1))
    }

    /// What the answer says of one target (7.3.5, "106 kbps Type A").
    private mutating func describe(_ index: Int) -> [UInt8] {
        let placement = targets[index].placement
        guard let resident = antenna.resident(placement) else { return [] }
        let tag = resident.tag
        var data =
            [UInt8(index + 1)] + tag.answerToRequest + [tag.selectAcknowledge, UInt8(resident.uid.count)]
        data += resident.uid
        guard parameters & Self.automaticAnswerToSelect != 0,
            let answer = antenna.requestAnswerToSelect(placement, parameter: Self.ownRequestParameter)
        else { return data }
        targets[index].blockNumber = 0
        targets[index].frameByteCountMax = Self.frameByteCount(answer)
        return data + answer
    }

    /// FSC from the format byte of an answer to select.
    private static func frameByteCount(_ answer: [UInt8]) -> Int {
        let exponent = answer.count > 1 ? Int(answer[1] & 0x0F) : 2
        return BlockExchange.frameSizes[min(exponent, BlockExchange.frameSizes.count - 1)]
    }

    /// A host names a longer serial number as it crosses the air, with a cascade tag before each part but the last.
    private static func withoutCascadeTags(_ name: [UInt8]) -> [UInt8] {
        switch name.count {
        case 8 where name[0] == 0x88: Array(name.dropFirst())
        case 12 where name[0] == 0x88 && name[4] == 0x88: Array(name[1..<4] + name[5...])
        default: name
        }
    }
}

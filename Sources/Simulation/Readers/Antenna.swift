/// What lies on one antenna and in which state of ISO/IEC 14443-3 each of it is.
struct Antenna {
    /// Anticollision takes longer with each tag; a slot never holds more.
    static let tagCountMax = 4

    /// One tag from the moment it was put down until it is taken up.
    struct Resident {
        enum State: Equatable {
            case idle
            /// Wakes only by name or after the field was off.
            case halted
            /// Selected, and speaks frames of its own kind.
            case active
            /// Selected, and speaks blocks.
            case exchanging(BlockExchange)
        }

        /// Another number each time something is put down, so that a tag that was away is not taken for present.
        let placement: UInt64
        let name: String
        var tag: SimulatedTag
        var state = State.idle
        /// The serial number of this activation.
        var uid: [UInt8] = []

        var isSelected: Bool { state != .idle && state != .halted }
    }

    private(set) var residents: [Resident] = []
    private(set) var isFieldOn = false
    private var placementCount: UInt64 = 0

    /// Puts a tag down; false when there is no room.
    mutating func put(_ tag: SimulatedTag, name: String) -> Bool {
        guard residents.count < Self.tagCountMax else { return false }
        placementCount += 1
        residents.append(Resident(placement: placementCount, name: name, tag: tag))
        return true
    }

    /// Takes a tag up, without power as it then is; nil when it is not here.
    mutating func take(_ name: String) -> SimulatedTag? {
        guard let index = residents.firstIndex(where: { $0.name == name }) else { return nil }
        var tag = residents.remove(at: index).tag
        tag.loseField()
        return tag
    }

    mutating func switchField(on: Bool) {
        guard on != isFieldOn else { return }
        isFieldOn = on
        guard !on else { return }
        for index in residents.indices {
            residents[index].tag.loseField()
            residents[index].state = .idle
        }
    }

    /// Wakes and selects up to `countMax` tags; those that were halted only if they are called by `name`.
    ///
    /// A tag that is still selected does not hear the call (ISO/IEC 14443-3, 6.3).
    mutating func select(countMax: Int, byName name: [UInt8]) -> [UInt64] {
        guard isFieldOn else { return [] }
        for index in residents.indices where !residents[index].isSelected {
            residents[index].uid = residents[index].tag.uidForActivation()
        }
        let awake = residents.indices.filter { index in
            name.isEmpty
                ? residents[index].state == .idle
                : !residents[index].isSelected && residents[index].uid == name
        }
        // Anticollision goes from the lowest bit pattern up, whatever was put down first.
        let order = awake.sorted { residents[$0].uid.lexicographicallyPrecedes(residents[$1].uid) }
        return order.prefix(countMax).map { index in
            residents[index].state = .active
            return residents[index].placement
        }
    }

    /// Asks a selected tag for its answer to select, after which it speaks blocks; nil when it cannot.
    mutating func requestAnswerToSelect(_ placement: UInt64, parameter: UInt8) -> [UInt8]? {
        guard isFieldOn, let index = index(of: placement), residents[index].state == .active,
            let answer = residents[index].tag.answerToSelect
        else { return nil }
        residents[index].state = .exchanging(BlockExchange(parameter: parameter))
        return answer
    }

    /// What a selected tag answers to a frame, without its checksum; nil when it is silent or gone.
    mutating func exchange(_ frame: [UInt8], with placement: UInt64) -> [UInt8]? {
        guard isFieldOn, let index = index(of: placement) else { return nil }
        switch residents[index].state {
        case .idle, .halted:
            return nil
        case .active:
            if frame.count == 2, frame[0] == 0xE0 {
                return requestAnswerToSelect(placement, parameter: frame[1])
            }
            // Any other frame of layer 3 ends the selection; HLTA (50 00) is one of them.
            residents[index].state = .halted
            return nil
        case .exchanging(var blocks):
            let answer = blocks.answer(frame, by: &residents[index].tag)
            residents[index].state = .exchanging(blocks)
            switch answer {
            case .block(let block): return block
            case .silence: return nil
            case .deselected(let block):
                residents[index].state = .halted
                residents[index].tag.loseField()
                return block
            }
        }
    }

    /// What a MIFARE Classic answers to a command of the chip's own cipher; nil when there is none.
    mutating func exchangeClassic(_ command: [UInt8], with placement: UInt64) -> MifareClassic.Answer? {
        guard isFieldOn, let index = index(of: placement), residents[index].state == .active,
            case .classic(var card) = residents[index].tag.chip
        else { return nil }
        let answer = card.answer(command)
        residents[index].tag.chip = .classic(card)
        if answer == .authenticationFailed { residents[index].state = .halted }
        return answer
    }

    mutating func halt(_ placement: UInt64) {
        guard let index = index(of: placement), residents[index].isSelected else { return }
        residents[index].state = .halted
        residents[index].tag.loseField()
    }

    func resident(_ placement: UInt64) -> Resident? {
        index(of: placement).map { residents[$0] }
    }

    private func index(of placement: UInt64) -> Int? {
        residents.firstIndex { $0.placement == placement }
    }
}

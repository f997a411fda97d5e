/// Anything that can lie on a reader's antenna, with the random numbers that belong to it.
package struct SimulatedTag: Equatable, Sendable {
    /// What kind of chip it is.
    package enum Chip: Equatable, Sendable {
        /// An NTAG 424 DNA.
        case ntag424(NTAG424)
        /// A MIFARE Classic, refused by the product: a bare serial number is copied in seconds.
        case classic(MifareClassic)
        /// A telephone: another serial number at every activation, and no application that we know.
        case phone
    }

    /// The chip and all it remembers.
    package var chip: Chip
    /// Where the chip's random numbers come from.
    package var generator: SeededGenerator

    /// Gives the chip a source of random numbers of its own.
    package init(chip: Chip, seed: UInt64) {
        self.chip = chip
        generator = SeededGenerator(seed: seed)
    }

    /// Another chip that shows all this one shows and knows none of its keys; nil for a chip without keys.
    package func counterfeit(seed: UInt64) -> SimulatedTag? {
        guard case .ntag424(let tag) = chip else { return nil }
        return SimulatedTag(chip: .ntag424(tag.counterfeit), seed: seed)
    }

    /// The serial number that does not change, or nil for a telephone.
    package var uid: [UInt8]? {
        switch chip {
        case .ntag424(let tag): tag.uid
        case .classic(let card): card.uid
        case .phone: nil
        }
    }
}

/// What ISO/IEC 14443-3 and -4 say of the chip.
extension SimulatedTag {
    /// The serial number that anticollision finds this time.
    mutating func uidForActivation() -> [UInt8] {
        // ISO/IEC 14443-3:2018, 6.5.4: a random number of one activation begins with 08.
        uid ?? [0x08] + generator.bytes(3)
    }

    /// ATQA, highest byte first as a PN532 shows it.
    var answerToRequest: [UInt8] {
        switch chip {
        case .ntag424: [0x03, 0x44]
        case .classic, .phone: [0x00, 0x04]
        }
    }

    /// SAK after the last cascade level.
    var selectAcknowledge: UInt8 {
        switch chip {
        case .ntag424, .phone: 0x20
        case .classic: 0x08
        }
    }

    /// ATS with its length byte, or nil when the chip does not speak ISO/IEC 14443-4.
    var answerToSelect: [UInt8]? {
        switch chip {
        // Frames of 128 bytes, waiting time 2^7, one historical byte (NT4H2421Gx, 8.1.2).
        case .ntag424: [0x06, 0x77, 0x77, 0x71, 0x02, 0x80]
        case .phone: [0x05, 0x78, 0x80, 0x70, 0x02]
        case .classic: nil
        }
    }

    mutating func loseField() {
        switch chip {
        case .ntag424(var tag):
            tag.loseField()
            chip = .ntag424(tag)
        case .classic(var card):
            card.loseField()
            chip = .classic(card)
        case .phone:
            break
        }
    }

    /// The answer APDU to a command APDU.
    mutating func answer(_ command: [UInt8]) -> [UInt8] {
        switch chip {
        case .ntag424(var tag):
            let answer = tag.answer(command, using: &generator)
            chip = .ntag424(tag)
            return answer
        case .phone:
            // No application by any name, no class of ours.
            return CommandFrame(command)?.instructionClass == 0
                ? StatusWord.isoFileNotFound.bytes : StatusWord.isoWrongClass.bytes
        case .classic:
            return StatusWord.isoWrongClass.bytes
        }
    }
}

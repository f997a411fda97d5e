import Cryptography
import Testing

@testable import Simulation

@Suite struct PN532Tests {
    static func seal(_ seed: UInt64) -> SimulatedTag {
        var generator = SeededGenerator(seed: seed)
        return SimulatedTag(chip: .ntag424(NTAG424(using: &generator)), seed: seed)
    }

    /// A chip as libnfc configures it, with these tags on its antenna.
    static func chip(_ tags: SimulatedTag...) -> PN532 {
        var chip = PN532()
        _ = chip.execute([0x32, 0x05, 0x00, 0x01, 0x02])
        for (index, tag) in tags.enumerated() { _ = chip.antenna.put(tag, name: "tag\(index)") }
        return chip
    }

    static func answer(_ chip: inout PN532, _ command: [UInt8]) -> [UInt8]? {
        if case .answer(let bytes, _) = chip.execute(command) { bytes } else { nil }
    }

    @Test func `a tag is listed as the manual shows it, answer to select included`() throws {
        let tag = Self.seal(1)
        var chip = Self.chip(tag)
        let uid = try #require(tag.uid)
        let expected = [0x4B, 1, 1, 0x03, 0x44, 0x20, 7] + uid + [0x06, 0x77, 0x77, 0x71, 0x02, 0x80]
        #expect(Self.answer(&chip, [0x4A, 1, 0]) == expected)
    }

    @Test func `without automatic answer to select the host asks for it and exchanges blocks itself`() {
        var chip = Self.chip(Self.seal(1))
        #expect(Self.answer(&chip, [0x12, 0x00]) == [0x13])
        #expect(Self.answer(&chip, [0x4A, 1, 0])?.count == 14)
        #expect(Self.answer(&chip, [0x42, 0xE0, 0x80]) == [0x43, 0, 0x06, 0x77, 0x77, 0x71, 0x02, 0x80])
        let version: [UInt8] = [0x43, 0, 0x02, 0x04, 0x04, 0x02, 0x30, 0x00, 0x11, 0x05, 0x91, 0xAF]
        #expect(Self.answer(&chip, [0x42, 0x02, 0x90, 0x60, 0, 0, 0]) == version)
        // Asked again for the last block: the same answer, and the tag went no step further.
        #expect(Self.answer(&chip, [0x42, 0xB2]) == version)
        #expect(Self.answer(&chip, [0x42, 0x03, 0x90, 0xAF, 0, 0, 0])?.prefix(3) == [0x43, 0, 0x03])
    }

    @Test func `an exchange longer than a frame is chained in both directions`() {
        var chip = Self.chip(Self.seal(1))
        _ = Self.answer(&chip, [0x4A, 1, 0])
        let select: [UInt8] = [0x40, 1, 0x00, 0xA4, 0x04, 0x0C, 7, 0xD2, 0x76, 0, 0, 0x85, 1, 1, 0]
        #expect(Self.answer(&chip, select) == [0x41, 0, 0x90, 0x00])
        let data = (0..<240).map { UInt8($0) }
        let write = [0x40, 1, 0x90, 0x8D, 0, 0, 247, 2, 0, 0, 0, 240, 0, 0] + data + [0]
        #expect(Self.answer(&chip, write) == [0x41, 0, 0x91, 0x00])
        let read: [UInt8] = [0x40, 1, 0x90, 0xAD, 0, 0, 7, 2, 0, 0, 0, 240, 0, 0, 0]
        #expect(Self.answer(&chip, read) == [0x41, 0] + data + [0x91, 0x00])
    }

    @Test func `a released tag is found again only after the field was off or by its name`() throws {
        let tag = Self.seal(1)
        var chip = Self.chip(tag)
        _ = Self.answer(&chip, [0x4A, 1, 0])
        #expect(Self.answer(&chip, [0x52, 0]) == [0x53, 0])
        #expect(Self.answer(&chip, [0x4A, 1, 0]) == [0x4B, 0])
        let uid = try #require(tag.uid)
        #expect(Self.answer(&chip, [0x4A, 1, 0, 0x88] + uid)?.prefix(2) == [0x4B, 1])
        // A tag that is selected does not hear the call either.
        #expect(Self.answer(&chip, [0x4A, 1, 0]) == [0x4B, 0])
        _ = Self.answer(&chip, [0x32, 0x01, 0x00])
        #expect(Self.answer(&chip, [0x4A, 1, 0])?.prefix(2) == [0x4B, 1])
    }

    @Test func `two tags are two targets and each answers under its number`() throws {
        var chip = Self.chip(Self.seal(1), Self.seal(2))
        let listed = try #require(Self.answer(&chip, [0x4A, 2, 0]))
        #expect(listed.prefix(2) == [0x4B, 2])
        for number: UInt8 in [1, 2] {
            #expect(Self.answer(&chip, [0x40, number, 0x90, 0x60, 0, 0, 0])?.prefix(2) == [0x41, 0])
        }
        #expect(Self.answer(&chip, [0x40, 3, 0x90, 0x60, 0, 0, 0]) == [0x41, 0x27])
    }

    @Test func `a tag that was taken away falls silent, also when it is put back`() throws {
        var chip = Self.chip(Self.seal(1))
        _ = Self.answer(&chip, [0x4A, 1, 0])
        let taken = chip.antenna.take("tag0")
        let tag = try #require(taken)
        #expect(Self.answer(&chip, [0x40, 1, 0x90, 0x60, 0, 0, 0]) == [0x41, 0x01])
        let isBack = chip.antenna.put(tag, name: "tag0")
        #expect(isBack)
        #expect(Self.answer(&chip, [0x40, 1, 0x90, 0x60, 0, 0, 0]) == [0x41, 0x01])
        #expect(Self.answer(&chip, [0x4A, 1, 0])?.prefix(2) == [0x4B, 1])
    }

    @Test func `the loss of the field ends a session`() {
        var chip = Self.chip(Self.seal(1))
        _ = Self.answer(&chip, [0x4A, 1, 0])
        _ = Self.answer(&chip, [0x40, 1, 0x00, 0xA4, 0x04, 0x0C, 7, 0xD2, 0x76, 0, 0, 0x85, 1, 1, 0])
        #expect(Self.answer(&chip, [0x40, 1, 0x90, 0x71, 0, 0, 2, 0, 0, 0])?.suffix(2) == [0x91, 0xAF])
        _ = Self.answer(&chip, [0x32, 0x01, 0x02])
        _ = Self.answer(&chip, [0x4A, 1, 0])
        #expect(Self.answer(&chip, [0x40, 1, 0x90, 0x71, 0, 0, 2, 0, 0, 0]) == [0x41, 0, 0x91, 0x40])
    }

    @Test func `a classic card yields to its transport key and to no other`() throws {
        let card = try #require(MifareClassic(uid: [1, 2, 3, 4]))
        var chip = Self.chip(SimulatedTag(chip: .classic(card), seed: 1))
        let listed: [UInt8] = [0x4B, 1, 1, 0x00, 0x04, 0x08, 4, 1, 2, 3, 4]
        #expect(Self.answer(&chip, [0x4A, 1, 0]) == listed)
        let key = [UInt8](repeating: 0xFF, count: 6)
        #expect(Self.answer(&chip, [0x40, 1, 0x30, 0]) == [0x41, 0x01])
        #expect(Self.answer(&chip, [0x40, 1, 0x60, 0] + key + [1, 2, 3, 4]) == [0x41, 0])
        #expect(Self.answer(&chip, [0x40, 1, 0x30, 0])?.prefix(6) == [0x41, 0, 1, 2, 3, 4])
        let wrong = [UInt8](repeating: 0, count: 6)
        #expect(Self.answer(&chip, [0x40, 1, 0x60, 0] + wrong + [1, 2, 3, 4]) == [0x41, 0x14])
        #expect(Self.answer(&chip, [0x40, 1, 0x30, 0]) == [0x41, 0x01])
    }

    @Test func `a phone shows another serial number each time`() throws {
        var chip = Self.chip(SimulatedTag(chip: .phone, seed: 9))
        var seen: Set<[UInt8]> = []
        for _ in 0..<3 {
            let listed = try #require(Self.answer(&chip, [0x4A, 1, 0]))
            #expect(listed[6] == 4 && listed[7] == 0x08)
            seen.insert(Array(listed[7..<11]))
            _ = Self.answer(&chip, [0x32, 0x01, 0x00])
        }
        #expect(seen.count == 3)
    }

    @Test func `a chip that may try for ever finds the tag that comes later`() throws {
        var chip = PN532()
        let request = InListRequest(countMax: 1, name: [])
        #expect(chip.execute([0x4A, 1, 0]) == .searching(request))
        _ = chip.antenna.put(Self.seal(1), name: "late")
        guard case .answer(let found, _) = chip.search(request) else {
            Issue.record("not found")
            return
        }
        #expect(found.prefix(2) == [0x4B, 1])
    }

    @Test func `other modulations meet nobody`() {
        var chip = Self.chip(Self.seal(1))
        for modulation: UInt8 in 1...4 {
            #expect(Self.answer(&chip, [0x4A, 1, modulation] + [0, 0xFF, 0xFF, 1, 0]) == [0x4B, 0])
        }
        // nfcpy tells an empty field by what the queue still holds.
        #expect(Self.answer(&chip, [0x06, 0x63, 0x39]) == [0x07, 0x26])
        _ = Self.answer(&chip, [0x4A, 1, 0])
        _ = Self.answer(&chip, [0x08, 0x63, 0x02, 0x83, 0x63, 0x03, 0x83])
        #expect(Self.answer(&chip, [0x42, 0xB2]) == [0x43, 0x01])
    }

    @Test func `a host that sets checksums itself must set them right`() {
        var chip = Self.chip(Self.seal(1))
        _ = Self.answer(&chip, [0x4A, 1, 0])
        _ = Self.answer(&chip, [0x08, 0x63, 0x02, 0x00, 0x63, 0x03, 0x00])
        // ISO/IEC 14443-3, annex B: 00 00 has the checksum A0 1E.
        #expect(FrameChecksum.appended(to: [0, 0]) == [0, 0, 0xA0, 0x1E])
        let answer = Self.answer(&chip, [0x42] + FrameChecksum.appended(to: [0xB2]))
        #expect(answer.map { FrameChecksum.removed(from: Array($0.dropFirst(2))) != nil } == true)
        #expect(Self.answer(&chip, [0x42, 0xB2, 0x00, 0x00]) == [0x43, 0x01])
    }

    @Test func `no command makes it stumble`() {
        var generator = SeededGenerator(seed: 17)
        var chip = Self.chip(Self.seal(1), Self.seal(2))
        for _ in 0..<5000 {
            var command = generator.bytes(Int.random(in: 0...24, using: &generator))
            let codes: [UInt8] = [
                0, 2, 4, 6, 8, 0x10, 0x12, 0x14, 0x16, 0x32, 0x40, 0x42, 0x44, 0x4A, 0x4E, 0x52, 0x54,
            ]
            if !command.isEmpty { command[0] = codes[Int.random(in: codes.indices, using: &generator)] }
            _ = chip.execute(command)
        }
    }
}

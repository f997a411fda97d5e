import Cryptography
import Testing

@testable import Simulation

@Suite struct NTAG424BehaviourTests {
    static let zeroKey = [UInt8](repeating: 0, count: 16)
    static let otherKey = [UInt8](1...16)
    static let ok: [UInt8] = [0x91, 0x00]

    static func reader() throws -> TestReader {
        var generator = SeededGenerator(seed: 3)
        return try TestReader(NTAG424(using: &generator))
    }

    @Test func `the version comes in three parts with the serial number in the last`() throws {
        var reader = try Self.reader()
        #expect(Hex.encode(reader.send(0x60)) == "0404023000110591af")
        #expect(Hex.encode(reader.send(0xAF)) == "0404020102110591af")
        let last = reader.send(0xAF)
        #expect(last == reader.tag.uid + reader.tag.production + Self.ok)
        #expect(reader.send(0xAF) == [0x91, 0x1C])
    }

    @Test func `keys are found in the application only`() throws {
        var reader = try Self.reader()
        reader.tag.loseField()
        #expect(reader.send(0x71, [0, 0]) == [0x91, 0x40])
        #expect(reader.send(0x64, [0]) == [0x91, 0x40])
        try reader.tag.selectApplication()
        #expect(reader.send(0x71, [5, 0]) == [0x91, 0x40])
        #expect(reader.send(0x64, [4]) == [0] + Self.ok)
        #expect(reader.send(0x64, [5]) == [0x91, 0x40])
    }

    @Test func `any of the five keys opens a session and GetCardUID tells the serial number in it`() throws {
        for number: UInt8 in 0...4 {
            var reader = try Self.reader()
            #expect(reader.send(0x51) == [0x91, 0xAE])
            #expect(try reader.authenticate(number, key: Self.zeroKey).suffix(2) == Self.ok)
            #expect(try reader.sendEncrypted(0x51) == reader.tag.uid + Self.ok)
            #expect(try reader.sendEncrypted(0x51) == reader.tag.uid + Self.ok)
        }
    }

    @Test func `a second authentication within a session keeps identifier and counter`() throws {
        var reader = try Self.reader()
        #expect(reader.send(0x77, [0]) == [0x91, 0x9D])
        _ = try reader.authenticate(0, key: Self.zeroKey)
        _ = try reader.sendEncrypted(0x51)
        let before = try #require(reader.session)
        #expect(try reader.authenticate(1, key: Self.zeroKey, first: false).suffix(2) == Self.ok)
        #expect(reader.tag.session?.transactionIdentifier == before.transactionIdentifier)
        #expect(reader.tag.session?.commandCount == 1)
        #expect(reader.tag.session?.encryptionKey != before.encryptionKey)
        #expect(try reader.sendEncrypted(0x51) == reader.tag.uid + Self.ok)
    }

    @Test func `a code with one bit changed ends the session`() throws {
        var reader = try Self.reader()
        _ = try reader.authenticate(0, key: Self.zeroKey)
        #expect(reader.send(0x51, [UInt8](repeating: 0, count: 8)) == [0x91, 0x1E])
        #expect(try reader.sendEncrypted(0x51) == [0x91, 0xAE])
    }

    @Test func `a command heard a second time is refused`() throws {
        var reader = try Self.reader()
        _ = try reader.authenticate(0, key: Self.zeroKey)
        var tag = reader.tag
        let session = try #require(reader.session)
        let message = [0x51, 0, 0] + session.transactionIdentifier
        let code = try TagCryptography.shortCode(message, key: session.authenticationKey)
        let command = [0x90, 0x51, 0, 0, 8] + code + [0]
        var numbers = SeededGenerator(seed: 1)
        #expect(tag.answer(command, using: &numbers).suffix(2) == Self.ok)
        #expect(tag.answer(command, using: &numbers) == [0x91, 0x1E])
    }

    @Test func `a half authentication makes the next command fail once`() throws {
        var reader = try Self.reader()
        #expect(reader.send(0x71, [0, 0]).suffix(2) == [0x91, 0xAF])
        #expect(reader.send(0x64, [0]) == [0x91, 0xCA])
        #expect(reader.send(0x64, [0]) == [0] + Self.ok)
    }

    @Test func `a changed key is the one that counts from then on`() throws {
        var reader = try Self.reader()
        _ = try reader.authenticate(0, key: Self.zeroKey)
        let mixed = zip(Self.otherKey, Self.zeroKey).map { $0 ^ $1 }
        let checksum = TagCryptography.checksum(Self.otherKey)
        #expect(try reader.sendEncrypted(0xC4, header: [1], data: mixed + [7] + checksum) == Self.ok)
        #expect(reader.tag.keys[1].version == 7)
        #expect(try reader.authenticate(1, key: Self.zeroKey) == [0x91, 0xAE])
        #expect(try reader.authenticate(1, key: Self.otherKey).suffix(2) == Self.ok)
        // Only the master key changes keys.
        #expect(try reader.sendEncrypted(0xC4, header: [1], data: mixed + [8] + checksum) == [0x91, 0xAE])
    }

    @Test func `a key change by someone who does not know the old key is refused`() throws {
        var reader = try Self.reader()
        reader.tag.keys[1].bytes = Self.otherKey
        _ = try reader.authenticate(0, key: Self.zeroKey)
        let checksum = TagCryptography.checksum(Self.zeroKey)
        let refused = try reader.sendEncrypted(0xC4, header: [1], data: Self.zeroKey + [1] + checksum)
        #expect(refused == [0x91, 0x1E])
        #expect(reader.tag.keys[1].bytes == Self.otherKey)
    }

    @Test func `changing the key one is authenticated with ends the session`() throws {
        var reader = try Self.reader()
        _ = try reader.authenticate(0, key: Self.zeroKey)
        #expect(try reader.sendEncrypted(0xC4, header: [0], data: Self.otherKey + [1]) == Self.ok)
        #expect(reader.tag.session == nil)
        #expect(try reader.authenticate(0, key: Self.otherKey).suffix(2) == Self.ok)
    }

    @Test func `file settings change with the master key and hold for reading and writing`() throws {
        var reader = try Self.reader()
        #expect(reader.send(0xF5, [2]) == [0, 0, 0xE0, 0xEE, 0, 1, 0] + Self.ok)
        #expect(reader.send(0x8D, [2, 0, 0, 0, 2, 0, 0, 0xAB, 0xCD]) == Self.ok)
        _ = try reader.authenticate(0, key: Self.zeroKey)
        // Encrypted; key 1 reads, key 2 writes, nobody both, key 0 changes.
        #expect(try reader.sendEncrypted(0x5F, header: [2], data: [0x03, 0xF0, 0x12]) == Self.ok)
        _ = try reader.authenticate(2, key: Self.zeroKey)
        #expect(try reader.sendEncrypted(0x8D, header: [2, 0, 0, 0, 2, 0, 0], data: [1, 2]) == Self.ok)
        #expect(try reader.sendEncrypted(0xAD, header: [2, 0, 0, 0, 4, 0, 0]) == [0x91, 0xAE])
        _ = try reader.authenticate(1, key: Self.zeroKey)
        #expect(try reader.sendEncrypted(0xAD, header: [2, 0, 0, 0, 4, 0, 0]) == [1, 2, 0, 0] + Self.ok)
        #expect(try reader.sendEncrypted(0xAD, header: [2, 255, 0, 0, 2, 0, 0]) == [0x91, 0xBE])
        #expect(reader.send(0xF5, [2]) == [0, 3, 0xF0, 0x12, 0, 1, 0] + Self.ok)
    }

    @Test func `file settings that are no settings change nothing`() throws {
        for settings: [UInt8] in [
            [0x00, 0x50, 0xEE], [0x04, 0xE0, 0xEE], [0x40, 0xE0, 0xEE, 0xC1, 0xFE, 0x00],
        ] {
            var reader = try Self.reader()
            _ = try reader.authenticate(0, key: Self.zeroKey)
            let before = reader.tag.files
            #expect(try reader.sendEncrypted(0x5F, header: [2], data: settings) == [0x91, 0x9E])
            #expect(reader.tag.files == before)
        }
    }

    @Test func `fifty failures in a row slow the tag and power does not help`() throws {
        var reader = try Self.reader()
        for _ in 1...50 {
            #expect(try reader.authenticate(1, key: Self.otherKey) == [0x91, 0xAE])
        }
        reader.tag.loseField()
        try reader.tag.selectApplication()
        #expect(try reader.authenticate(1, key: Self.zeroKey) == [0x91, 0xAD])
        // Another key is as quick as before.
        #expect(try reader.authenticate(2, key: Self.zeroKey).suffix(2) == Self.ok)
        #expect(try reader.authenticate(1, key: Self.zeroKey).suffix(2) == Self.ok)
        #expect(reader.tag.keys[1].counters.consecutive == 0)
        #expect(reader.tag.keys[1].counters.total == 40)
    }

    @Test func `a thousand failures in all lock the key for good`() throws {
        var reader = try Self.reader()
        reader.tag.keys[1].counters.total = 999
        #expect(try reader.authenticate(1, key: Self.otherKey) == [0x91, 0xAE])
        #expect(try reader.authenticate(1, key: Self.zeroKey) == [0x91, 0x9D])
        #expect(try reader.authenticate(0, key: Self.zeroKey).suffix(2) == Self.ok)
    }

    @Test func `a counterfeit shows the same and fails the challenge`() throws {
        var reader = try Self.reader()
        reader.tag.keys[1] = TagKey(bytes: Self.otherKey, version: 3)
        var forged = try TestReader(reader.tag.counterfeit)
        #expect(forged.tag.uid == reader.tag.uid)
        #expect(forged.send(0x3C, [0]) == reader.send(0x3C, [0]))
        #expect(forged.send(0x3C, [0]).suffix(2) == [0x91, 0x90])
        #expect(forged.send(0x64, [1]) == [3] + Self.ok)
        #expect(try forged.authenticate(1, key: Self.otherKey) == [0x91, 0xAE])
    }

    @Test func `a saved tag comes back with keys, settings and failures`() throws {
        var reader = try Self.reader()
        reader.tag.keys[1] = TagKey(bytes: Self.otherKey, version: 3)
        reader.tag.keys[1].counters.fail()
        reader.tag.files[1].dynamicMessaging = DynamicMessaging(
            try #require(Hex.decode("c1fe00200000430000430000"))
        )
        var tag = SimulatedTag(chip: .ntag424(reader.tag), seed: 5)
        tag.loseField()
        #expect(SavedTag(tag).tag == tag)
        let card = SimulatedTag(chip: .classic(try #require(MifareClassic(uid: [1, 2, 3, 4]))), seed: 6)
        #expect(SavedTag(card).tag == card)
        #expect(SavedTag(SimulatedTag(chip: .phone, seed: 8)).tag == SimulatedTag(chip: .phone, seed: 8))
    }

    @Test func `no bytes make it stumble`() {
        var generator = SeededGenerator(seed: 11)
        var tag = NTAG424(using: &generator)
        var frames: [[UInt8]] = [[0x00, 0xA4, 0x04, 0x0C, 0x07, 0xD2, 0x76, 0, 0, 0x85, 1, 1, 0]]
        for instruction: UInt8 in [
            0x71, 0x77, 0xAF, 0x5F, 0xC4, 0x51, 0xF6, 0xF5, 0x64, 0x60, 0xAD, 0x3C, 0x8D,
        ] {
            for _ in 0..<200 {
                let body = generator.bytes(Int.random(in: 1...60, using: &generator))
                frames.append([0x90, instruction, 0, 0, UInt8(body.count)] + body + [0])
            }
        }
        for _ in 0..<2000 { frames.append(generator.bytes(Int.random(in: 0...40, using: &generator))) }
        frames.shuffle(using: &generator)
        for frame in frames {
            #expect(tag.answer(frame, using: &generator).count >= 2)
        }
    }
}

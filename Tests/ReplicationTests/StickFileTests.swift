import Cryptography
import Records
import Testing

@testable import Replication

@Suite struct StickFileTests {
    private static func file() throws -> StickFile {
        var file = StickFile()
        for frame in try House.frames() {
            let isTaken = file.append(frame.encoded)
            #expect(isTaken)
        }
        return file
    }

    @Test func `what was written is read`() throws {
        let file = try Self.file()
        #expect(file.bytes.count == file.byteCount)
        let read = try StickFile(reading: file.bytes)
        #expect(read.isWhole)
        #expect(read.frames == file.frames)
        #expect(try StickFile(reading: StickFile().bytes).frames.isEmpty)
    }

    @Test func `cut at every byte, it is refused or gives its first frames and says that it was cut`() throws
    {
        let file = try Self.file()
        let bytes = file.bytes
        var counts: Set<Int> = []
        for length in 0..<bytes.count {
            do {
                let read = try StickFile(reading: Array(bytes.prefix(length)))
                #expect(length >= StickFile.header.count)
                #expect(!read.isWhole, "cut at \(length)")
                #expect(read.frames.elementsEqual(file.frames.prefix(read.frames.count)))
                counts.insert(read.frames.count)
            } catch {
                #expect(error.code == .malformed && length < StickFile.header.count, "cut at \(length)")
            }
        }
        #expect(counts == Set(0...file.frames.count))
    }

    @Test func `one changed byte is never taken for a whole file`() throws {
        let bytes = try Self.file().bytes
        for index in bytes.indices {
            for change in [UInt8(1), 0x80, 0xFF] {
                var changed = bytes
                changed[index] ^= change
                guard let read = try? StickFile(reading: changed) else { continue }
                #expect(!read.isWhole, "byte \(index)")
            }
        }
    }

    @Test func `random bytes behind the header never trap`() {
        var generator = SplitMix(seed: 5)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0..<200, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...3, using: &generator) }
            let read = try? StickFile(reading: StickFile.header + bytes)
            #expect(read?.isWhole != true)
        }
    }

    @Test func `bytes behind the end, another count and a later version are refused`() throws {
        let bytes = try Self.file().bytes
        #expect(throws: ReplicationError(.malformed, "")) { try StickFile(reading: bytes + [0]) }
        var other = StickFile.header + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        other += SHA256.hash(other).bytes
        #expect(throws: ReplicationError(.malformed, "")) { try StickFile(reading: other) }
        let later = Array("signet stick v2\n".utf8) + bytes.dropFirst(StickFile.header.count)
        #expect(throws: ReplicationError(.unknownVersion, "")) { try StickFile(reading: later) }
        let long = StickFile.header + [0xFF, 0xFF, 0xFF, 0xFF, 1]
        #expect(throws: ReplicationError(.malformed, "")) { try StickFile(reading: long) }
    }

    @Test func `what is no frame finds no room, nor does one too many`() {
        var file = StickFile()
        let isNothingTaken = file.append([])
        let isTooMuchTaken = file.append([UInt8](repeating: 0, count: LinkLimits.frameByteCountMax + 1))
        #expect(!isNothingTaken && !isTooMuchTaken)
        let largest = [UInt8](repeating: 0, count: LinkLimits.frameByteCountMax)
        while file.append(largest) {}
        #expect(file.byteCount <= StickFile.byteCountMax)
        #expect(file.byteCount > StickFile.byteCountMax - 2 * LinkLimits.frameByteCountMax)
    }

    @Test func `a carried session says what lies not there yet, once, and asks for what it lacks`() throws {
        let acts = try House.acts(50, byteCount: 3_000)
        var (session, actions) = CabinetSession.carry(
            try House.hello(heads: [acts.offer(from: 10)]),
            own: [(acts.origin, .acts, acts.size, 10)],
            obeyed: [(try House.policy(0).origin, 7)],
            byteCountMax: 1 << 20
        )
        var frames: [Frame] = []
        while !actions.isEmpty {
            let action = actions.removeFirst()
            switch action {
            case .send(let bytes): frames.append(try Frame(decoding: bytes))
            case .read(_, let from, let byteCountMax):
                let stretch = try acts.stretch(from: from, byteCountMax: byteCountMax)
                actions += session.receive(.records(acts.origin, stretch), at: 0)
            default: Issue.record("\(action)")
            }
        }
        #expect(frames.prefix(2).map(\.name) == ["hello", "pull"])
        var next: UInt64 = 10
        for frame in frames.dropFirst(2) {
            guard case .data(let stretch) = frame else {
                Issue.record("\(frame.name)")
                continue
            }
            #expect(stretch.first == next)
            next += UInt64(try stretch.records().count)
        }
        #expect(next == acts.size)
    }
}

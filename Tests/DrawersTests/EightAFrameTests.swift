import Testing

@testable import Drawers

/// Known answers are from vendors' command lists and programs of others that drive these boards.
@Suite struct EightAFrameTests {
    @Test func `requests are as the vendors print them`() throws {
        #expect(try EightAFrame.unlock(board: 1, lock: 1) == [0x8A, 0x01, 0x01, 0x11, 0x9B])
        #expect(try EightAFrame.unlock(board: 2, lock: 1) == [0x8A, 0x02, 0x01, 0x11, 0x98])
        #expect(EightAFrame.queryAll(board: 1) == [0x80, 0x01, 0x00, 0x33, 0xB2])
        #expect(EightAFrame.queryAddress(board: 1) == [0x81, 0x01, 0x01, 0x99, 0x18])
    }

    @Test func `no request opens every lock or keeps one energised`() {
        let locks = Array(-300...300) + [.min, .max]
        let made = locks.compactMap { try? EightAFrame.unlock(board: 5, lock: $0) }
        #expect(made.map { Int($0[2]) } == Array(1...24))
        #expect(made.allSatisfy { $0[0] == 0x8A && $0[3] == 0x11 })
    }

    @Test func `the states of all locks come with the highest first`() throws {
        let answer = try EightAAnswer.parse(
            [0x80, 0x01, 0x01, 0x01, 0x01, 0x33, 0xB3],
            to: EightAFrame.queryAll(board: 1)
        )
        #expect(answer == .inputs((1...24).map { [1, 9, 17].contains($0) }))
        let low = try EightAAnswer.parse(
            EightAFrame.sealed([0x80, 0x01, 0x80, 0x00, 0x06, 0x33]),
            to: EightAFrame.queryAll(board: 1)
        )
        #expect(low == .inputs((1...24).map { [2, 3, 24].contains($0) }))
    }

    @Test func `an unlock is answered with the state of its input`() throws {
        let request = try EightAFrame.unlock(board: 2, lock: 1)
        #expect(
            try EightAAnswer.parse([0x8A, 0x02, 0x01, 0x11, 0x98], to: request)
                == .unlocked(lock: 1, active: true)
        )
        #expect(
            try EightAAnswer.parse([0x8A, 0x02, 0x01, 0x00, 0x89], to: request)
                == .unlocked(lock: 1, active: false)
        )
    }

    @Test(
        arguments: [
            [0x8A, 0x02, 0x01, 0x11, 0x99],  // checksum
            [0x8A, 0x03, 0x01, 0x11, 0x99],  // another board
            [0x8A, 0x02, 0x02, 0x11, 0x9B],  // another lock
            [0x8A, 0x02, 0x01, 0x12, 0x9B],  // a state that there is not
            [0x80, 0x02, 0x01, 0x11, 0x92],  // another question
            [0x8A, 0x02, 0x01, 0x11], [0x8A], [],
        ] as [[UInt8]]
    )
    func `anything else is garbled`(bytes: [UInt8]) throws {
        let request = try EightAFrame.unlock(board: 2, lock: 1)
        let error = #expect(throws: DrawersError.self) { try EightAAnswer.parse(bytes, to: request) }
        #expect(error?.code == .garbledAnswer)
    }

    @Test func `no bytes make the reader trap`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            if Bool.random(), !bytes.isEmpty {
                bytes = EightAFrame.sealed([[0x80, 0x8A, 0x81].randomElement() ?? 0] + bytes)
            }
            for request in [
                EightAFrame.queryAll(board: bytes.dropFirst().first ?? 1), EightAFrame.queryAddress(board: 1),
                [],
            ] { _ = try? EightAAnswer.parse(bytes, to: request) }
        }
    }
}

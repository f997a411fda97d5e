import Cryptography
import Records
import Testing

@testable import Replication

@Suite struct FrameTests {
    @Test func `every frame goes out and comes back`() throws {
        let frames = try House.frames()
        #expect(Set(frames.map(\.name)).count == 12)
        for frame in frames {
            #expect(try Frame(decoding: frame.encoded) == frame)
            #expect(frame.encoded.count <= LinkLimits.frameByteCountMax)
        }
    }

    // The bytes are written down by hand from RFC 8949 §3: a second implementation starts from these.
    @Test(arguments: [
        (Frame.credit(Credit(trafficClass: .acts, byteTotal: 1_000)), "a3000b0101028201" + "1903e8"),
        (
            Frame.bye(Bye(code: .unexpected, message: "x", retryAfterMilliseconds: 0)),
            "a3000c010102a30004" + "016178" + "0200"
        ),
        (
            Frame.pull(Pull(origin: "a.b/c", from: 3, byteCountMax: 49_152)),
            "a30007010102a30065612e622f63" + "0103" + "0219c000"
        ),
    ])
    func `the bytes are those of the page on the wire`(frame: Frame, bytes: String) throws {
        #expect(Hex.encode(frame.encoded) == bytes)
        #expect(try Frame(decoding: try #require(Hex.decode(bytes))) == frame)
    }

    @Test func `a type that is not known is said to be so, whatever it holds`() throws {
        for type in [UInt64(0), 17, 18, 200, 1 << 40] {
            for map in [
                CBORMap([0: type.canonical, 1: Frame.version.canonical, 2: .array([])]),
                CBORMap([0: type.canonical, 1: Frame.version.canonical, 2: .array([]), 3: .boolean(true)]),
                CBORMap([0: type.canonical, 1: Frame.version.canonical]),
            ] {
                #expect(throws: ReplicationError(.unknownFrame, "")) {
                    try Frame(decoding: CBOR.map(map).encoded)
                }
            }
        }
    }

    @Test func `another version is said to be so, whatever type it has and whatever it holds`() throws {
        for (type, version) in [(UInt64(1), UInt64(2)), (4, 0), (17, 2), (12, 1 << 30)] {
            for map in [
                CBORMap([0: type.canonical, 1: version.canonical, 2: .array([])]),
                CBORMap([0: type.canonical, 1: version.canonical, 9: .boolean(true)]),
            ] {
                #expect(throws: ReplicationError(.unknownVersion, "")) {
                    try Frame(decoding: CBOR.map(map).encoded)
                }
            }
        }
    }

    @Test func `a known frame with a field more, or one less, is refused`() throws {
        for frame in try House.frames() {
            guard case .map(var map) = try CBOR(decoding: frame.encoded) else {
                Issue.record("a frame is a map")
                continue
            }
            map[3] = .boolean(true)
            #expect(throws: ReplicationError(.malformed, "")) {
                try Frame(decoding: CBOR.map(map).encoded)
            }
            map[3] = nil
            map[2] = nil
            #expect(throws: ReplicationError(.malformed, "")) {
                try Frame(decoding: CBOR.map(map).encoded)
            }
        }
    }

    @Test func `a frame that is cut anywhere is refused`() throws {
        for frame in try House.frames() {
            let bytes = frame.encoded
            for count in 0..<bytes.count {
                #expect(throws: ReplicationError(.malformed, "")) {
                    try Frame(decoding: Array(bytes.prefix(count)))
                }
            }
            #expect(throws: ReplicationError(.malformed, "")) { try Frame(decoding: bytes + [0]) }
        }
    }

    @Test func `what is read from changed bytes is written as the same bytes, or refused`() throws {
        var generator = SplitMix(seed: 0x5EA1)
        let samples = try House.frames().map(\.encoded)
        var readCount = 0
        for _ in 0..<6_000 {
            var bytes = samples[Int.random(in: 0..<samples.count, using: &generator)]
            for _ in 0...Int.random(in: 0..<3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                default: if bytes.count > 1 { bytes.remove(at: place) }
                }
            }
            guard let frame = try? Frame(decoding: bytes) else { continue }
            readCount += 1
            #expect(frame.encoded == bytes)
        }
        #expect(readCount > 100)
    }

    @Test func `random bytes never trap`() {
        var generator = SplitMix(seed: 0xF00D)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<96, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            // Half of them begin as a frame does.
            if Bool.random(using: &generator) {
                bytes = [0xA3, 0, UInt8.random(in: 0..<16, using: &generator), 1, 1, 2] + bytes
            }
            if let frame = try? Frame(decoding: bytes) { #expect(frame.encoded == bytes) }
        }
    }

    @Test func `fields of the wrong size are refused`() throws {
        let acts = try House.acts(3)
        let path = [Bytes([UInt8](repeating: 0, count: 31))]
        let note = Bytes(try acts.note().bytes)
        let large = Bytes([UInt8](repeating: 0x61, count: SignedNote.byteCountMax + 1))
        let alarm = try acts.alarm(1, from: 0)
        let line = WitnessLine(origin: House.actsName, verdict: .stale, size: 0, note: nil)
        let frames: [Frame] = [
            .checkpoint(HeadOffer(note: note, from: 0, path: path)),
            .checkpoint(HeadOffer(note: large, from: 0, path: [])),
            .checkpoint(
                HeadOffer(note: note, from: 0, path: Array(repeating: Bytes(House.nonce), count: 64))
            ),
            .cosignature(CosignedHead(note: large, mirroredSize: nil)),
            .freshRequest(nonce: Bytes([1, 2, 3])),
            .witness([WitnessLine(origin: House.actsName, verdict: .cosigned, size: 1, note: nil)]),
            .witness(Array(repeating: line, count: Hello.logCountMax + 1)),
            .hello(try House.hello(heads: Array(repeating: acts.offer(from: 0), count: 17))),
            .alarm(
                AlarmFrame(
                    origin: alarm.origin,
                    index: alarm.index,
                    leaf: alarm.leaf,
                    body: alarm.body,
                    inclusion: path,
                    head: alarm.head
                )
            ),
        ]
        for frame in frames {
            #expect(throws: ReplicationError(.malformed, "")) { try Frame(decoding: frame.encoded) }
        }
    }
}

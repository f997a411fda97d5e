import Cryptography
import Testing

@testable import Records

/// The walk over bytes that lie there must say what decoding says, of good records and of damaged ones.
@Suite struct RecordWholenessTests {
    /// Records of all shapes: with and without heads, own signature, duress, actor.
    private static func records() throws -> [Record] {
        var generator = SystemRandomNumberGenerator()
        let key = try Ed25519PrivateKey(seed: [UInt8](repeating: 3, count: 32))
        var composer = Composer(
            origin: "seals.example/cabinet/0c1d/acts/e1",
            boot: Identifier(using: &generator),
            nextSequence: 70_000,
            lastTime: HybridTime(milliseconds: 1_800_000_000_000),
            actKey: key
        )
        let reading = ClockReading(
            wallMilliseconds: 1_800_000_000_123,
            monotonicMilliseconds: 1 << 33,
            quality: .running
        )
        let head = (epoch: UInt64(1), size: UInt64(300), root: SHA256.hash([1]))
        let heads = ObeyedHeads(authority: head, policy: head)
        var records: [Record] = []
        for (isSigned, duress) in [(false, nil), (true, nil), (true, true), (false, false)] as [(Bool, Bool?)]
        {
            let draft = Draft(
                .identification,
                RecordKind(rawValue: 901),
                actor: Actor(component: "test"),
                detail: .map(CBORMap([0: .bytes([UInt8](repeating: 7, count: 300))])),
                duress: duress,
                isSigned: isSigned
            )
            records.append(try composer.compose(draft, at: reading, obeying: duress == nil ? heads : nil))
        }
        let bare = LeafHeader(
            recordClass: .presence,
            sequence: 1,
            time: HybridTime(milliseconds: -5),
            clockQuality: .unknown,
            boot: Identifier(using: &generator),
            monotonicMilliseconds: 0,
            obeyedHeads: nil,
            commitments: [:]
        )
        records.append(Record(leafBytes: Leaf(bare).encoded, bodyBytes: []))
        return records
    }

    private func isWhole(_ record: Record) throws -> Bool {
        RecordWholeness.isWhole(
            leaf: 0..<record.leafBytes.count,
            of: record.leafBytes,
            body: 0..<record.bodyBytes.count,
            of: record.bodyBytes
        )
    }

    /// What decoding says: a leaf that cannot be read commits to nothing.
    private func completes(_ record: Record) -> Bool {
        guard (try? Leaf(decoding: record.leafBytes)) != nil else { return true }
        guard let opened = try? record.opened() else { return false }
        return opened.body.completes(opened.leaf)
    }

    @Test func `good records are whole, and those without their body are not`() throws {
        for record in try Self.records() {
            #expect(completes(record))
            #expect(try isWhole(record))
            guard !record.bodyBytes.isEmpty else { continue }
            #expect(try !isWhole(Record(leafBytes: record.leafBytes, bodyBytes: [])))
        }
    }

    @Test func `of every damaged record it says what decoding says`() throws {
        for record in try Self.records() {
            for damaged in damage(record.leafBytes) {
                let other = Record(leafBytes: damaged, bodyBytes: record.bodyBytes)
                #expect(try isWhole(other) == completes(other), "leaf \(Hex.encode(damaged))")
            }
            for damaged in damage(record.bodyBytes) {
                let other = Record(leafBytes: record.leafBytes, bodyBytes: damaged)
                #expect(try isWhole(other) == completes(other), "body \(Hex.encode(damaged))")
            }
        }
    }

    /// Each byte changed, left out and doubled, and the bytes cut everywhere.
    private func damage(_ bytes: [UInt8]) -> [[UInt8]] {
        var all: [[UInt8]] = [bytes + [0], [0] + bytes]
        for place in bytes.indices {
            for change in [UInt8(1), 0x20, 0x80, 0xFF] {
                var other = bytes
                other[place] ^= change
                all.append(other)
            }
            var (shorter, longer) = (bytes, bytes)
            shorter.remove(at: place)
            longer.insert(bytes[place], at: place)
            all += [shorter, longer, Array(bytes[..<place])]
        }
        return all
    }

    @Test func `lengths that are written longer than needed are refused as decoding refuses them`() throws {
        let record = try #require(try Self.records().first)
        // The class, behind version and key 1, in each longer form (RFC 8949 §3.1).
        let place = try #require(record.leafBytes.firstIndex(of: 1)) + 2
        let value = record.leafBytes[place]
        for form: [UInt8] in [[0x18, value], [0x19, 0, value], [0x1A, 0, 0, 0, value], [0x1C], [0x1F]] {
            let other = Record(
                leafBytes: Array(record.leafBytes[..<place]) + form + Array(record.leafBytes[(place + 1)...]),
                bodyBytes: []
            )
            // A leaf that is read is not whole without its body.
            #expect((try? Leaf(decoding: other.leafBytes)) == nil)
            #expect(try isWhole(other))
        }
    }

    @Test func `a bundle counts its whole records up to the first that is not`() throws {
        let records = try Self.records()
        #expect(try RecordBundle(records).wholeCount == records.count)
        var cut = records
        cut[2] = Record(leafBytes: records[2].leafBytes, bodyBytes: [])
        #expect(try RecordBundle(cut).wholeCount == 2)
        #expect(try RecordBundle([]).wholeCount == 0)
    }
}

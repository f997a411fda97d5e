import Cryptography
import Testing

@testable import Records

@Suite struct LeafTests {
    private func composer(_ key: Ed25519PrivateKey?) throws -> Composer {
        let boot = try #require(Identifier<Boot>([UInt8](repeating: 9, count: 16)))
        return Composer(
            origin: "example.org/cabinet/c1/acts/e1",
            boot: boot,
            nextSequence: 41,
            lastTime: HybridTime(milliseconds: 1_000),
            actKey: key
        )
    }

    private let reading = ClockReading(wallMilliseconds: 2_000, monotonicMilliseconds: 77, quality: .running)

    private func draft(isSigned: Bool = false, duress: Bool? = nil) throws -> Draft {
        Draft(
            .custody,
            RecordKind(rawValue: 4),
            actor: Actor(component: "test"),
            subject: Subject(drawer: 3),
            detail: .map(CBORMap([0: .text("取")])),
            duress: duress,
            isSigned: isSigned
        )
    }

    @Test func `a composed record opens and says what was drafted`() throws {
        var composer = try composer(nil)
        let record = try composer.compose(try draft(), at: reading, obeying: nil)
        let opened = try record.opened()
        #expect(opened.leaf.header.sequence == 41)
        #expect(opened.leaf.header.time == HybridTime(milliseconds: 2_000))
        #expect(try opened.kind()?.kind == RecordKind(rawValue: 4))
        #expect(try opened.subject()?.drawer == 3)
        #expect(opened.body.completes(opened.leaf))
        #expect(opened.leaf.encoded == record.leafBytes)
        #expect((120...250).contains(record.leafBytes.count))
        #expect(composer.nextSequence == 42)
    }

    @Test func `time never falls and never stands still`() throws {
        var composer = try composer(nil)
        var last = HybridTime(milliseconds: 0)
        for wall in [2_000, 2_000, 1_500, -5, 3_000] as [Int64] {
            let reading = ClockReading(wallMilliseconds: wall, monotonicMilliseconds: 0, quality: .unknown)
            let time = try composer.compose(try draft(), at: reading, obeying: nil).opened().leaf.header.time
            #expect(time > last)
            last = time
        }
        #expect(last == HybridTime(milliseconds: 3_000))
    }

    @Test func `an own signature covers every byte and the log it stands in`() throws {
        let key = try Ed25519PrivateKey()
        var composer = try composer(key)
        let record = try composer.compose(try draft(isSigned: true), at: reading, obeying: nil)
        let leaf = try Leaf(decoding: record.leafBytes)
        #expect(leaf.isSigned(by: key.publicKey, origin: composer.origin))
        #expect(!leaf.isSigned(by: key.publicKey, origin: "example.org/cabinet/c2/acts/e1"))
        for index in record.leafBytes.indices {
            var bytes = record.leafBytes
            bytes[index] ^= 1
            if let changed = try? Leaf(decoding: bytes) {
                #expect(!changed.isSigned(by: key.publicKey, origin: composer.origin))
            }
        }
    }

    @Test func `an act that must be signed is not written without a key`() throws {
        var composer = try composer(nil)
        #expect(throws: RecordsError.self) {
            try composer.compose(try draft(isSigned: true), at: reading, obeying: nil)
        }
        #expect(composer.nextSequence == 41)
    }

    @Test func `any changed byte of a body is noticed`() throws {
        var composer = try composer(nil)
        let record = try composer.compose(try draft(), at: reading, obeying: nil)
        for index in record.bodyBytes.indices {
            var bytes = record.bodyBytes
            bytes[index] ^= 0x40
            let changed = Record(leafBytes: record.leafBytes, bodyBytes: bytes)
            #expect(throws: RecordsError.self) { try changed.opened() }
        }
    }

    @Test func `groups can be shown one by one`() throws {
        var composer = try composer(nil)
        let opened = try composer.compose(try draft(duress: true), at: reading, obeying: nil).opened()
        let shown = opened.body.showing([.kind])
        #expect(shown.matches(opened.leaf))
        #expect(!shown.completes(opened.leaf))
        #expect(shown[.actor] == nil)
        #expect(shown[.duress] == nil)
    }

    @Test func `salts differ, so the same content makes other commitments`() throws {
        let first = try draft().body()
        let second = try draft().body()
        #expect(first.commitments[.kind] != second.commitments[.kind])
    }

    @Test func `unknown fields, versions and lengths are refused`() throws {
        var composer = try composer(nil)
        let record = try composer.compose(try draft(), at: reading, obeying: nil)
        guard case .map(var map) = try CBOR(decoding: record.leafBytes) else { return }
        map[10] = .integer(1)
        #expect(throws: RecordsError.self) { try Leaf(canonical: .map(map)) }
        map[10] = nil
        map[9] = .bytes([1])
        #expect(throws: RecordsError.self) { try Leaf(canonical: .map(map)) }
        map[9] = nil
        map[0] = .integer(2)
        #expect(throws: RecordsError(.unknownVersion, "")) { try Leaf(canonical: .map(map)) }
        map[0] = .integer(1)
        map[5] = .bytes([UInt8](repeating: 9, count: 15))
        #expect(throws: RecordsError.self) { try Leaf(canonical: .map(map)) }
    }

    @Test func `a body larger than its limit is refused before anything is written`() throws {
        var composer = try composer(nil)
        var draft = try draft()
        draft.detail = .bytes([UInt8](repeating: 0, count: Body.byteCountMax))
        #expect(throws: RecordsError(.tooLarge, "")) {
            try composer.compose(draft, at: reading, obeying: nil)
        }
        #expect(composer.nextSequence == 41)
    }
}

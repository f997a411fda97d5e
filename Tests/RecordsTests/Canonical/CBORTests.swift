import Cryptography
import Testing

@testable import Records

@Suite struct CBORTests {
    /// Rows of RFC 8949 appendix A that lie inside the narrowed format.
    static let standard: [(String, CBOR)] = [
        ("00", .integer(0)), ("01", .integer(1)), ("0a", .integer(10)), ("17", .integer(23)),
        ("1818", .integer(24)), ("1819", .integer(25)), ("1864", .integer(100)), ("1903e8", .integer(1000)),
        ("1a000f4240", .integer(1_000_000)), ("1b000000e8d4a51000", .integer(1_000_000_000_000)),
        ("20", .integer(-1)), ("29", .integer(-10)), ("3863", .integer(-100)), ("3903e7", .integer(-1000)),
        ("f4", .boolean(false)), ("f5", .boolean(true)), ("40", .bytes([])),
        ("4401020304", .bytes([1, 2, 3, 4])), ("60", .text("")), ("6161", .text("a")),
        ("6449455446", .text("IETF")),
        ("62225c", .text("\"\\")), ("62c3bc", .text("ü")), ("63e6b0b4", .text("水")), ("80", .array([])),
        ("83010203", .array([.integer(1), .integer(2), .integer(3)])),
        (
            "8301820203820405",
            .array([
                .integer(1), .array([.integer(2), .integer(3)]), .array([.integer(4), .integer(5)]),
            ])
        ),
        ("a0", .map(CBORMap())), ("a201020304", .map(CBORMap([1: .integer(2), 3: .integer(4)]))),
        ("3b7fffffffffffffff", .integer(.min)), ("1b7fffffffffffffff", .integer(.max)),
    ]

    @Test(arguments: standard.indices)
    func `the standard's examples are written and read`(index: Int) throws {
        let (hex, value) = Self.standard[index]
        #expect(Hex.encode(value.encoded) == hex)
        #expect(try CBOR(decoding: Hex.decode(hex) ?? []) == value)
    }

    @Test(arguments: [
        "1817", "190017", "1a00000017", "1b0000000000000017",  // longer than needed
        "1bffffffffffffffff", "3bffffffffffffffff", "3b8000000000000000",  // outside of Int64
        "f6", "f7", "f0", "f818", "f97e00", "fa47c35000", "fb3ff199999999999a",
        "c074323031332d30332d32315432303a30343a30305a", "d818456449455446",  // tags
        "5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "bf6161ff",  // indefinite lengths
        "a16161f5", "a1181800", "a120f5",  // keys other than 0–23
        "a201020102", "a203040102",  // twice, out of order
        "62c328", "61ff",  // not UTF-8
        "0000", "", "18", "1903", "44010203", "8201", "a101",  // too long, too short
        "9b7fffffffffffffff", "5b7fffffffffffffff", "bb7fffffffffffffff",  // lengths that nothing backs
        "ff", "1c", "1f", "fc",
    ])
    func `everything else is refused`(hex: String) {
        #expect(throws: RecordsError.self) { try CBOR(decoding: Hex.decode(hex) ?? []) }
    }

    @Test func `nesting ends at depth eight`() throws {
        var value = CBOR.integer(0)
        for _ in 0..<CBOR.depthMax { value = .array([value]) }
        #expect(try CBOR(decoding: value.encoded) == value)
        #expect(throws: RecordsError.self) { try CBOR(decoding: CBOR.array([value]).encoded) }
    }

    @Test func `equivalent texts with other bytes are other values`() throws {
        let composed = CBOR.text("\u{E9}")
        let decomposed = CBOR.text("e\u{301}")
        #expect(composed != decomposed)
        #expect(try CBOR(decoding: decomposed.encoded) == decomposed)
    }

    @Test func `whatever decodes encodes to the same bytes`() {
        var generator = SplitMix(seed: 20_261_122)
        var decoded = 0
        for _ in 0..<60_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ -> UInt8 in
                let interesting: [UInt8] = [
                    0, 1, 0x17, 0x18, 0x20, 0x41, 0x61, 0x80, 0x81, 0x82, 0xA0, 0xA1, 0xA2, 0xF4,
                ]
                return Bool.random(using: &generator)
                    ? interesting[Int.random(in: 0..<interesting.count, using: &generator)]
                    : UInt8.random(in: 0...255, using: &generator)
            }
            if let value = try? CBOR(decoding: bytes) {
                decoded += 1
                #expect(value.encoded == bytes)
            }
        }
        #expect(decoded > 1_000)
    }
}

/// A small seeded generator (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

import Records
import Testing

@Suite struct EntryBundleTests {
    @Test func `a length of two bytes, highest first, comes before each leaf`() throws {
        #expect(try EntryBundle.encode([[7], [1, 2, 3]]) == [0, 1, 7, 0, 3, 1, 2, 3])
        #expect(try EntryBundle.decode([0, 1, 7, 0, 3, 1, 2, 3], countMax: 2) == [[7], [1, 2, 3]])
        #expect(try EntryBundle.decode([], countMax: 0).isEmpty)
    }

    @Test func `a leaf of 65,535 bytes is taken and 65,536 refused`() throws {
        let largest = [UInt8](repeating: 9, count: 65_535)
        #expect(try EntryBundle.decode(EntryBundle.encode([largest]), countMax: 1) == [largest])
        #expect(throws: RecordsError(.tooLarge, "")) { try EntryBundle.encode([largest + [9]]) }
    }

    @Test(arguments: [[0], [0, 0], [0, 2, 1], [0, 1, 7, 0], [0, 1, 7, 0, 0]] as [[UInt8]])
    func `a bundle that is cut or holds an empty leaf is refused`(bytes: [UInt8]) {
        #expect(throws: RecordsError(.malformed, "")) { try EntryBundle.decode(bytes, countMax: 9) }
        #expect(throws: RecordsError(.malformed, "")) { try EntryBundle.encode([[]]) }
    }

    @Test func `more leaves than the limit are refused`() {
        #expect(throws: RecordsError(.tooLarge, "")) {
            try EntryBundle.decode([0, 1, 7, 0, 1, 7], countMax: 1)
        }
    }
}

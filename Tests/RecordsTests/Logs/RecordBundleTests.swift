import Cryptography
import Records
import Testing

@Suite struct RecordBundleTests {
    static let records = [
        Record(leafBytes: [7], bodyBytes: []), Record(leafBytes: [1, 2, 3], bodyBytes: [9, 9]),
        Record(leafBytes: [4], bodyBytes: [5]),
    ]

    @Test func `leaves are framed with two bytes and bodies with three`() throws {
        let bundle = try RecordBundle(Self.records)
        #expect(bundle.leaves == [0, 1, 7, 0, 3, 1, 2, 3, 0, 1, 4])
        #expect(bundle.bodies == [0, 0, 0, 0, 0, 2, 9, 9, 0, 0, 1, 5])
        #expect(try RecordBundle(leaves: bundle.leaves, bodies: bundle.bodies) == bundle)
        #expect(bundle.count == 3)
        #expect(bundle.records == Self.records)
        #expect(bundle.leafHashes == Self.records.map { TreeHash.leaf($0.leafBytes) })
        #expect(try RecordBundle([]).records.isEmpty)
    }

    @Test func `any part of a bundle is the bundle of that part`() throws {
        let bundle = try RecordBundle(Self.records)
        for start in 0...3 {
            for end in start...3 {
                #expect(try bundle.slice(start..<end) == RecordBundle(Array(Self.records[start..<end])))
            }
        }
        #expect(throws: RecordsError(.unavailable, "")) { try bundle.slice(2..<4) }
        #expect(throws: RecordsError(.unavailable, "")) { try bundle.slice(-1..<1) }
    }

    @Test func `erasing takes bodies away and leaves the leaves`() throws {
        let erased = try RecordBundle(Self.records).erasingBodies(at: [1, 9])
        #expect(erased.records.map(\.leafBytes) == Self.records.map(\.leafBytes))
        #expect(erased.records.map(\.bodyBytes) == [[], [], [5]])
    }

    @Test func `the largest leaf and body are taken and one byte more refused`() throws {
        let leaf = [UInt8](repeating: 1, count: Leaf.byteCountMax)
        let body = [UInt8](repeating: 2, count: Body.byteCountMax)
        let bundle = try RecordBundle([Record(leafBytes: leaf, bodyBytes: body)])
        #expect(try RecordBundle(leaves: bundle.leaves, bodies: bundle.bodies).records[0].bodyBytes == body)
        #expect(throws: RecordsError(.tooLarge, "")) {
            try RecordBundle([Record(leafBytes: leaf + [1], bodyBytes: [])])
        }
        #expect(throws: RecordsError(.tooLarge, "")) {
            try RecordBundle([Record(leafBytes: [1], bodyBytes: body + [1])])
        }
        #expect(throws: RecordsError(.malformed, "")) {
            try RecordBundle([Record(leafBytes: [], bodyBytes: body)])
        }
    }

    @Test func `a bundle over a limit is refused`() throws {
        let record = Record(leafBytes: [1], bodyBytes: [])
        let most = try RecordBundle([Record](repeating: record, count: RecordBundle.countMax))
        #expect(throws: RecordsError(.tooLarge, "")) {
            try RecordBundle(leaves: most.leaves + [0, 1, 1], bodies: most.bodies + [0, 0, 0])
        }
        let large = Record(leafBytes: [1], bodyBytes: [UInt8](repeating: 0, count: 65_536))
        #expect(throws: RecordsError(.tooLarge, "")) {
            try RecordBundle([Record](repeating: large, count: 16))
        }
        let wide = Record(leafBytes: [UInt8](repeating: 0, count: 65_535), bodyBytes: [])
        #expect(throws: RecordsError(.tooLarge, "")) {
            try RecordBundle([Record](repeating: wide, count: 17))
        }
    }

    @Test func `frames that are cut, empty where they may not be, or not paired are refused`() throws {
        let bundle = try RecordBundle(Self.records)
        for (leaves, bodies) in [
            (Array(bundle.leaves.dropLast()), bundle.bodies),
            (bundle.leaves, Array(bundle.bodies.dropLast())),
            (bundle.leaves + [0], bundle.bodies), (bundle.leaves, bundle.bodies + [0, 0]),
            (bundle.leaves + [0, 0], bundle.bodies + [0, 0, 0]), (bundle.leaves, bundle.bodies + [0, 0, 0]),
            (bundle.leaves + [0, 1, 1], bundle.bodies), ([], bundle.bodies), (bundle.leaves, []),
            (bundle.leaves + [0, 1, 1], bundle.bodies + [1, 0, 1] + [UInt8](repeating: 0, count: 65_537)),
        ] as [([UInt8], [UInt8])] {
            #expect(throws: RecordsError(.malformed, "")) { try RecordBundle(leaves: leaves, bodies: bodies) }
        }
    }
}

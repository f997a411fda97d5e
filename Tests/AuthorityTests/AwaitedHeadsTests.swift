import Cryptography
import Records
import Testing

@testable import Authority

@Suite struct AwaitedHeadsTests {
    private static let required = ["authority", "policy"]

    private func head(_ origin: String, _ size: UInt64) -> CitedHead {
        CitedHead(origin: origin, size: size, root: SHA256.hash([UInt8(truncatingIfNeeded: size)]))
    }

    private func heads(_ authority: UInt64, _ policy: UInt64) -> [CitedHead] {
        [head("authority", authority), head("policy", policy)]
    }

    /// Settles with so many leaves folded.
    private func settle(_ awaited: inout AwaitedHeads, _ authority: UInt64, _ policy: UInt64) throws
        -> AwaitedHeads.Settled
    {
        try awaited.settle(required: Self.required) {
            (head: CitedHead) throws(RecordsError) -> AwaitedHeads.Standing in
            let size = head.origin == "authority" ? authority : head.origin == "policy" ? policy : 0
            guard head.size <= size else { return .awaited }
            return head.root == self.head(head.origin, head.size).root ? .folded : .contradicted
        }
    }

    @Test func `a note renews the contact when everything that it names is folded, and not before`() throws {
        var awaited = AwaitedHeads()
        awaited.add(heads(8, 3), asked: 700)
        #expect(try settle(&awaited, 7, 3).asked == nil)
        #expect(try settle(&awaited, 8, 2).asked == nil)
        #expect(try settle(&awaited, 8, 3).asked == 700)
        #expect(try settle(&awaited, 9, 9).asked == nil)
    }

    @Test func `of several notes the latest that is folded counts`() throws {
        var awaited = AwaitedHeads()
        awaited.add(heads(8, 3), asked: 100)
        awaited.add(heads(8, 4), asked: 200)
        awaited.add(heads(8, 5), asked: 300)
        #expect(try settle(&awaited, 8, 4).asked == 200)
        #expect(try settle(&awaited, 8, 5).asked == 300)
    }

    @Test func `a note that leaves a log out, or names one that is not obeyed, renews nothing`() throws {
        var awaited = AwaitedHeads()
        awaited.add([head("authority", 8)], asked: 100)
        awaited.add(heads(8, 3) + [head("elsewhere", 1)], asked: 200)
        awaited.add([], asked: 300)
        #expect(try settle(&awaited, 8, 3).asked == nil)
    }

    @Test func `another root than the one obeyed is told once and renews nothing`() throws {
        var awaited = AwaitedHeads()
        let other = CitedHead(origin: "policy", size: 3, root: SHA256.hash([99]))
        awaited.add([head("authority", 8), other], asked: 100)
        awaited.add([head("authority", 8), other], asked: 200)
        let settled = try settle(&awaited, 8, 3)
        #expect(settled.asked == nil)
        #expect(settled.contradicted == [other])
        #expect(try settle(&awaited, 8, 3).contradicted.isEmpty)
    }

    @Test func `notes that wait have a limit, and the newest is kept`() throws {
        var awaited = AwaitedHeads()
        for number in 1...UInt64(AwaitedHeads.countMax + 5) { awaited.add(heads(8, number), asked: number) }
        #expect(try settle(&awaited, 8, 3).asked == 3)
        #expect(try settle(&awaited, 8, 100).asked == UInt64(AwaitedHeads.countMax + 5))
    }
}

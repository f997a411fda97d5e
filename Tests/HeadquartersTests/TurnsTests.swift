import Testing

@testable import Headquarters

@Suite struct TurnsTests {
    @Test func `whoever still waits comes again behind all others`() {
        var turns = Turns()
        for name in ["a", "b", "a", "c"] { turns.insert(name) }
        #expect((0..<6).map { _ in turns.next() } == ["a", "b", "c", "a", "b", "c"])
    }

    @Test func `who was removed has no turn, and one when it waits again`() {
        var turns = Turns()
        for name in ["a", "b"] { turns.insert(name) }
        turns.remove("a")
        #expect((0..<2).map { _ in turns.next() } == ["b", "b"])
        turns.insert("a")
        #expect((0..<3).map { _ in turns.next() } == ["b", "a", "b"])
    }

    @Test func `who comes and goes again and again has one turn a round`() {
        var turns = Turns()
        turns.insert("b")
        for _ in 0..<1_000 {
            turns.insert("a")
            turns.remove("a")
        }
        turns.insert("a")
        #expect((0..<4).map { _ in turns.next() } == ["b", "a", "b", "a"])
        for name in ["a", "b"] { turns.remove(name) }
        #expect(turns.isEmpty)
        #expect(turns.next() == nil)
    }
}

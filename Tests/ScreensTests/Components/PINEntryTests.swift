import Testing

@testable import Screens

@Suite struct PINEntryTests {
    private func form(_ text: String) throws -> FormData { try URLEncodedForm.read(Array(text.utf8)) }

    @Test func `keys gather one request at a time`() throws {
        var entry = PINEntry()
        for key in ["1", "2", "9", "back", "3"] { #expect(entry.receive(try form("press=\(key)")) == nil) }
        #expect(entry.count == 3)
        #expect(entry.receive(try form("press=done")) == "123")
        #expect(entry.count == 0)
    }

    @Test func `digits that the script gathered arrive at once`() throws {
        var entry = PINEntry()
        #expect(entry.receive(try form("pin=2468&press=done")) == "2468")
    }

    @Test func `clearing forgets, other signs are not taken, and there is a longest PIN`() throws {
        var entry = PINEntry()
        _ = entry.receive(try form("pin=12ab%EF%BC%93&press=7"))
        #expect(entry.count == 3)
        _ = entry.receive(try form("press=clear"))
        #expect(entry.count == 0)
        for _ in 0..<40 { _ = entry.receive(try form("press=1")) }
        #expect(entry.count == PINEntry.digitCountMax)
        _ = entry.receive(try form("press=elsewhere"))
        #expect(entry.count == PINEntry.digitCountMax)
    }
}

import Testing

@testable import Identity

@Suite struct PINTests {
    @Test(arguments: ["12345", "1234567890123", "12345a", "１２３４５６", "", "12 456", "-12345"])
    func `anything but six to twelve digits is no PIN`(text: String) {
        var typed = Array(text.utf8)
        #expect(PIN(moving: &typed) == nil)
        #expect(typed.allSatisfy { $0 == 0 })
    }

    @Test(arguments: [("482913", "482914"), ("482919", "482910"), ("482913570284", "482913570285")])
    func `under duress the last digit is counted up by one`(digits: String, successor: String) throws {
        #expect(try pin(digits).successor == pin(successor))
    }

    @Test func `a PIN does not show its digits`() throws {
        let pin = try pin("482913")
        #expect("\(pin)" == "a PIN of 6 digits")
        var dumped = ""
        dump(pin, to: &dumped)
        #expect(!dumped.contains("482913") && !dumped.contains("52"))
    }

    @Test(arguments: [
        ("111111", PINRules.Weakness.fewDigits), ("121121", .fewDigits), ("000000000000", .fewDigits),
        ("123456", .run), ("654321", .run), ("890123", .run), ("210987", .run), ("112233", .run),
        ("998877", .run), ("111222333", .run), ("123456789012", .run),
        ("135135", .repetition), ("2468024680", .repetition), ("739173917391", .repetition),
        ("900515", .date), ("150590", .date), ("051590", .date), ("19900515", .date), ("15051990", .date),
        ("20000229", .date), ("990229", .date), ("147258", .common), ("5201314", .common),
        ("159753", .common),
    ])
    func `what thieves type first may not be chosen`(digits: String, weakness: PINRules.Weakness) throws {
        #expect(PINRules.weakness(of: try pin(digits)) == weakness)
    }

    @Test(arguments: [
        "482913", "907264", "739184", "135790", "1990051", "199005157", "18000515", "99990515", "482910",
        "731946285107",
    ])
    func `other PINs may be chosen`(digits: String) throws {
        #expect(PINRules.weakness(of: try pin(digits)) == nil)
    }

    @Test func `the rules leave most of the six-digit numbers`() throws {
        var weak = 0
        for number in stride(from: 0, to: 1_000_000, by: 7) {
            let text = String(repeating: "0", count: 6 - "\(number)".count) + "\(number)"
            if PINRules.weakness(of: try pin(text)) != nil { weak += 1 }
        }
        #expect(weak < 1_000_000 / 7 / 8)
    }
}

/// Unsigned numbers as the texts of C2SP write them: ASCII digits without leading zeroes, `0` for zero.
enum Decimal {
    /// The number, or nil for any other way of writing it and for one beyond 64 bits.
    static func parse(_ text: some StringProtocol) -> UInt64? {
        guard let value = UInt64(text), String(value).utf8.elementsEqual(text.utf8) else { return nil }
        return value
    }
}

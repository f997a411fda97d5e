/// The digits of a PIN while they are entered, kept by the server when the pad works without the script.
package struct PINEntry: Sendable, Hashable {
    /// Most digits of a PIN; further ones are not taken.
    package static let digitCountMax = 12
    static let clearKey = "clear"
    static let backKey = "back"
    static let doneKey = "done"

    private var digits = ""

    /// No digit yet.
    package init() {}

    /// How many digits have been entered; all that a page may show.
    package var count: Int { digits.count }

    /// Takes one request of the pad.
    ///
    /// Returns the PIN when the person says it is complete, and is empty again then.
    package mutating func receive(_ form: FormData) -> String? {
        for digit in form["pin"] ?? "" { append(digit) }
        switch form["press"] ?? Self.doneKey {
        case Self.clearKey: digits = ""
        case Self.backKey: digits = String(digits.dropLast())
        case Self.doneKey:
            defer { digits = "" }
            return digits
        case let key where key.count == 1:
            for digit in key { append(digit) }
        default: break
        }
        return nil
    }

    private mutating func append(_ digit: Character) {
        guard digits.count < Self.digitCountMax, digit.isASCII, digit.isWholeNumber else { return }
        digits.append(digit)
    }
}

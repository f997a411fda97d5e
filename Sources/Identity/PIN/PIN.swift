import Cryptography

/// The digits that a person types: six to twelve.
///
/// A PIN identifies nobody by itself; it adds to a card or a finger that says who stands there.
package struct PIN: Sendable, Equatable, CustomStringConvertible {
    /// How many digits a PIN may have.
    package static let digitCounts = 6...12

    /// The digits in ASCII.
    let digits: SecretBytes

    /// Takes digits in ASCII and overwrites the caller's; nil for anything but 6 to 12 digits.
    package init?(moving typed: inout [UInt8]) {
        let isDigits = typed.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard Self.digitCounts.contains(typed.count), isDigits else {
            typed.wipe()
            return nil
        }
        digits = SecretBytes(moving: &typed)
    }

    private init(digits: SecretBytes) { self.digits = digits }

    /// The same digits with the last one counted up by one, 9 becoming 0: typed under duress in place of the PIN.
    var successor: PIN {
        var typed = digits.exposedCopy()
        let zero = UInt8(ascii: "0")
        if let last = typed.popLast() { typed.append((last - zero + 1) % 10 + zero) }
        return PIN(digits: SecretBytes(moving: &typed))
    }

    /// The count and nothing else, so that a log cannot leak a PIN.
    package var description: String { "a PIN of \(digits.count) digits" }
}

/// Who may do something with a file (NT4H2421Gx, 8.2.3.3): four bits.
package enum AccessCondition: Hashable, Sendable {
    /// After an authentication with this key.
    case key(KeyNumber)
    /// Anyone.
    case free
    /// Nobody.
    case never

    /// The four bits, or nil for a key that the tag does not have.
    init?(bits: UInt8) {
        switch bits {
        case 0xE: self = .free
        case 0xF: self = .never
        default:
            guard let number = KeyNumber(rawValue: bits) else { return nil }
            self = .key(number)
        }
    }

    var bits: UInt8 {
        switch self {
        case .key(let number): number.rawValue
        case .free: 0xE
        case .never: 0xF
        }
    }
}

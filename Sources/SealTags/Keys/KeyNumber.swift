/// One of the five keys of an NTAG 424 DNA, by the duty that seals give it.
package struct KeyNumber: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
    /// 0 to 4.
    package let rawValue: UInt8

    /// Takes 0 to 4, or returns nil.
    package init?(rawValue: UInt8) {
        guard rawValue <= 4 else { return nil }
        self.rawValue = rawValue
    }

    /// Takes a record's number, 0 to 4, or returns nil.
    package init?(_ number: UInt64) {
        guard let rawValue = UInt8(exactly: number) else { return nil }
        self.init(rawValue: rawValue)
    }

    private init(known rawValue: UInt8) { self.rawValue = rawValue }

    /// Changes keys and file settings; sent with a job, then erased.
    package static let administration = Self(known: 0)
    /// Proves at a cabinet that the seal is there.
    package static let presence = Self(known: 1)
    /// Reads the loop of a TagTamper tag.
    package static let tamperLoop = Self(known: 2)
    /// Held by headquarters' key service alone; cabinets relay its challenges.
    package static let keyService = Self(known: 3)

    /// The number.
    package var description: String { "\(rawValue)" }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// One established connection of a `Link`; a later connection has a greater number.
///
/// A frame is always sent on a named connection, so that what was meant for an earlier one
/// can never arrive before the HELLO of the next.
package struct LinkConnection: Hashable, Sendable {
    /// Counts from 1 for every `Link`.
    package let number: UInt64

    /// Names the connection with this number.
    package init(number: UInt64) {
        self.number = number
    }
}

extension LinkConnection: Comparable {
    package static func < (left: LinkConnection, right: LinkConnection) -> Bool {
        left.number < right.number
    }
}

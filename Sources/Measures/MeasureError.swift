/// Why a measurement came to nothing.
package struct MeasureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, and what to do about it.
    package let message: String

    init(_ message: String) { self.message = message }

    package var description: String { message }
}

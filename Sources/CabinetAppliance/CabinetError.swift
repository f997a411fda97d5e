/// Why the cabinet cannot start or go on.
package struct CabinetError: Error, Equatable, CustomStringConvertible {
    /// What went wrong, for code that must tell cases apart.
    package struct Code: Hashable, Sendable {
        private enum Value { case configuration, notEnrolled, refused, device }
        private let value: Value

        /// The configuration file is wrong.
        package static let configuration = Code(value: .configuration)
        /// The cabinet has no slip, or headquarters has not answered.
        package static let notEnrolled = Code(value: .notEnrolled)
        /// Headquarters or an officer refused.
        package static let refused = Code(value: .refused)
        /// A device of this machine does not do what it should.
        package static let device = Code(value: .device)
    }

    /// What went wrong.
    package let code: Code
    /// What went wrong and what to do, in one sentence.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: CabinetError, right: CabinetError) -> Bool { left.code == right.code }

    package var description: String { message }
}

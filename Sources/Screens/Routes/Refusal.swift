package import Hummingbird

/// Why a request was not carried out.
///
/// Handlers throw it; `RefusalPages` makes a page of it.
package enum Refusal: Error, Sendable, Hashable {
    /// There is no such page, or none that the caller may know of.
    case notFound
    /// Nobody is logged in.
    case logInNeeded
    /// The caller's roles do not suffice.
    case forbidden
    /// The request was not made by a page of this server shown to this visit.
    case foreignForm
    /// The form cannot be read.
    case unreadableForm
    /// The form or its file is too large.
    case tooLarge
    /// Too many attempts; whole seconds to wait.
    case tooOften(Int)
    /// The server has its hands full.
    case busy
    /// The request was sent to another server's name.
    case misdirected

    /// The status of the answer.
    package var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .logInNeeded: .unauthorized
        case .forbidden, .foreignForm: .forbidden
        case .unreadableForm: .badRequest
        case .tooLarge: .contentTooLarge
        case .tooOften: .tooManyRequests
        case .busy: .serviceUnavailable
        case .misdirected: .misdirectedRequest
        }
    }
}

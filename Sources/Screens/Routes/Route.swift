package import Hummingbird

/// One route as it is declared: who may call it, over which part of the organisation, and with how large a form.
package struct Route<Role: ScreenRole>: Sendable {
    /// Who may call.
    package enum Access: Sendable, Hashable {
        /// Everybody: the log-in, the assets.
        case anyone
        /// Everybody who is logged in.
        case loggedIn
        /// Holders of one of the roles.
        case roles(Set<Role>)
    }

    /// Over which part of the organisation the role must be held.
    package enum Place: Sendable {
        /// Over any part: a list, which shows what lies within the caller's parts (`Principal.places`).
        case any
        /// Over the whole.
        case whole
        /// Over the part that what the path names belongs to; nil when there is no such thing. A caller from elsewhere
        /// gets the same answer as for something that does not exist.
        case of(@Sendable (RouteParameters) async throws -> OrganisationPath?)
    }

    /// Why a request that changes something is believed to come from who it says.
    package enum Proof: Sendable, Hashable {
        /// The visit's cookie, a form token and the browser's word about where the request comes from.
        case visit
        /// What the request itself carries: signatures in its body, or nothing for a file that is everybody's.
        ///
        /// Cookies are neither looked at nor given, so that there is nothing to abuse and the answer may be kept.
        case body
    }

    /// The method.
    package let method: HTTPRequest.Method
    /// The path as the router has it: "/seals/:id".
    package let path: RouterPath
    /// Who may call.
    package let access: Access
    /// Over which part of the organisation.
    package let place: Place
    /// What a request that changes something must carry.
    package let proof: Proof
    /// How large its form may be.
    package let form: FormLimits

    /// Declares a route.
    package init(
        _ method: HTTPRequest.Method,
        _ path: RouterPath,
        _ access: Access,
        place: Place = .any,
        proof: Proof = .visit,
        form: FormLimits = .plain
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.place = place
        self.proof = proof
        self.form = form
    }

    /// Whether calling it changes something, by the method (RFC 9110 section 9.2.1).
    package var changesSomething: Bool { method != .get && method != .head }
}

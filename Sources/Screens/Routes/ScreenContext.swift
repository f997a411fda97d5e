package import Hummingbird
import NIOCore

/// What is known of a request while it is answered.
package struct ScreenContext<Role: ScreenRole>: RequestContext {
    /// What Hummingbird keeps.
    package var coreContext: CoreRequestContextStorage
    /// The language of the answer.
    package var language: Language = .chinese
    /// Where the same page is shown in the other language.
    package var languagePath = "/"
    /// The form that came with the request, read within the route's limits.
    package var form = FormData()
    /// The part of the organisation that what the path names belongs to, for routes that ask.
    package var place: OrganisationPath?
    /// The address the request came from; nil when the connection has none.
    package let remoteAddress: String?
    var knownVisit: Visit<Role>?

    /// A context for a connection.
    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
    }

    /// Whose request it is.
    ///
    /// Every request that the guard let through has one, unless its body proves itself.
    package var visit: Visit<Role> {
        get throws(Refusal) {
            guard let knownVisit else { throw .logInNeeded }
            return knownVisit
        }
    }

    /// Who is logged in; refused when nobody is.
    package var principal: Principal<Role> {
        get throws(Refusal) {
            guard let session = knownVisit?.session else { throw .logInNeeded }
            return session.principal
        }
    }

    /// The parts of the path that the route leaves open, decoded.
    package var path: RouteParameters { RouteParameters(coreContext.parameters) }
}

import HTTPTypes
package import Hummingbird
import NIOCore

/// Stands before every route.
///
/// What is not declared is not there; who lacks the role, the part of the organisation or the form's token
/// goes no further; and no body is read for somebody who may not call.
package struct RouteGuard<Role: ScreenRole>: RouterMiddleware {
    private let table: RouteTable<Role>
    private let visits: Visits<Role>
    private let origin: OriginCheck

    /// Guards the routes of a table.
    package init(table: RouteTable<Role>, visits: Visits<Role>, origins: FrontConfiguration.OwnOrigins) {
        self.table = table
        self.visits = visits
        origin = OriginCheck(origins: origins)
    }

    /// Passes the request on with its visit, its form and its place, or refuses it.
    package func handle(
        _ request: Request,
        context: ScreenContext<Role>,
        next: @concurrent (Request, ScreenContext<Role>) async throws -> Response
    ) async throws -> Response {
        guard origin.isAddressedHere(request) else { throw Refusal.misdirected }
        guard let endpointPath = context.endpointPath, let route = table.route(request.method, endpointPath)
        else {
            throw Refusal.notFound
        }
        var context = context
        switch route.proof {
        case .body:
            guard case .anyone = route.access else { throw Refusal.forbidden }
            return try await next(request, context)
        case .visit:
            let visit = try await visits.visit(of: request)
            context.knownVisit = visit
            try await checkAccess(of: visit, to: route, context: &context)
            if route.changesSomething {
                context.form = try await form(of: request, for: visit, route: route)
            }
            var response = try await next(request, context)
            visits.rememberFresh(visit, in: &response)
            return response
        }
    }

    private func checkAccess(
        of visit: Visit<Role>,
        to route: Route<Role>,
        context: inout ScreenContext<Role>
    ) async throws {
        let principal: Principal<Role>
        switch (route.access, visit.session?.principal) {
        case (.anyone, let known):
            if case .any = route.place { return }
            guard let known else { throw Refusal.logInNeeded }
            principal = known
        case (_, nil): throw Refusal.logInNeeded
        case (_, let known?): principal = known
        }
        var roles = Set(Role.allCases)
        if case .roles(let allowed) = route.access { roles = allowed }
        guard principal.holds(roles) || route.access == .loggedIn else { throw Refusal.forbidden }
        switch route.place {
        case .any: break
        case .whole: guard principal.holds(roles, at: .whole) else { throw Refusal.forbidden }
        case .of(let find):
            guard let place = try await find(context.path), principal.holds(roles, at: place) else {
                throw Refusal.notFound
            }
            context.place = place
        }
    }

    private func form(of request: Request, for visit: Visit<Role>, route: Route<Role>) async throws
        -> FormData
    {
        guard origin.isOwn(request) else { throw Refusal.foreignForm }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: route.form.bodyByteCountMax)
        } catch is NIOTooManyBytesError {
            throw Refusal.tooLarge
        }
        let form: FormData
        do {
            form = try FormReader.read(
                Array(body.readableBytesView),
                contentType: request.headers[.contentType],
                limits: route.form
            )
        } catch {
            throw Refusal.unreadableForm
        }
        guard visits.formTokens.isValid(form[FormToken.fieldName], for: visit.token) else {
            throw Refusal.foreignForm
        }
        return form
    }
}

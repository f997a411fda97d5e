import HTTPTypes
package import Hummingbird

/// Who visits: cookies outside, log-ins inside.
package actor Visits<Role: ScreenRole> {
    /// The tokens of forms.
    package nonisolated let formTokens: FormTokens
    private nonisolated let cookieName: String
    private nonisolated let isSecure: Bool
    private let now: @Sendable () -> ContinuousClock.Instant
    private var table: SessionTable<Role>

    /// No visits yet.
    package init(
        _ configuration: FrontConfiguration,
        limits: SessionLimits = SessionLimits(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) throws(ScreensError) {
        formTokens = try FormTokens()
        cookieName = configuration.fullCookieName
        isSecure = configuration.isSecure
        table = SessionTable(limits: limits)
        self.now = now
    }

    /// The visit of a request.
    package func visit(of request: Request) throws(ScreensError) -> Visit<Role> {
        let known = CookieField.value(of: cookieName, in: request.headers).flatMap { VisitToken($0) }
        let token = if let known { known } else { try VisitToken() }
        return Visit(
            token: token,
            isFresh: known == nil,
            formToken: formTokens.token(for: token),
            session: known.flatMap { table.session($0.digest, at: now()) }
        )
    }

    /// Logs somebody in: the visit ends, a new one with another token begins, and the answer carries it.
    package func logIn(
        _ principal: Principal<Role>,
        after visit: Visit<Role>,
        in response: inout Response
    ) throws(ScreensError) {
        let token = try VisitToken()
        table.end(visit.token.digest)
        table.begin(principal, under: token.digest, at: now())
        setCookie(token.text, in: &response)
    }

    /// Logs a visit out.
    ///
    /// The browser gets a fresh token with its next page.
    package func logOut(_ visit: Visit<Role>, in response: inout Response) {
        table.end(visit.token.digest)
        setCookie("", maxAgeSeconds: 0, in: &response)
    }

    /// Ends all log-ins of an account: its rights changed, or its password.
    package func endAll(of account: String) { table.endAll(of: account) }

    /// Whether a visit is logged in still, without counting as a sign of life.
    package func lasts(_ visit: Visit<Role>) -> Bool { table.lasts(visit.token.digest, at: now()) }

    /// Gives a browser its token, unless the answer gives it another.
    nonisolated func rememberFresh(_ visit: Visit<Role>, in response: inout Response) {
        guard visit.isFresh,
            !response.headers[values: .setCookie].contains(where: { $0.hasPrefix("\(cookieName)=") })
        else { return }
        setCookie(visit.token.text, in: &response)
    }

    private nonisolated func setCookie(
        _ value: String,
        maxAgeSeconds: Int? = nil,
        in response: inout Response
    ) {
        response.headers.append(
            HTTPField(
                name: .setCookie,
                value: CookieField.text(
                    name: cookieName,
                    value: value,
                    isSecure: isSecure,
                    maxAgeSeconds: maxAgeSeconds
                )
            )
        )
    }
}

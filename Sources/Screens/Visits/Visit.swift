/// One browser's visit, logged in or not.
package struct Visit<Role: ScreenRole>: Sendable {
    /// The token in the browser's cookie.
    let token: VisitToken
    /// Whether the browser does not have the token yet.
    let isFresh: Bool
    /// The token of the forms that this visit is shown.
    package let formToken: FormToken
    /// The log-in; nil for somebody who is not logged in.
    package let session: LogInSession<Role>?
}

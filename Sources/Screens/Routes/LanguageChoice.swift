import HTTPTypes
package import Hummingbird

/// Chooses the language of an answer: what the address asks for, else the cookie, else what the browser would
/// rather read.
///
/// What the address asks for is remembered.
package struct LanguageChoice<Role: ScreenRole>: RouterMiddleware {
    /// The name of the cookie and of the query's entry.
    package static var name: String { "language" }

    private let standard: Language
    private let isSecure: Bool

    /// Chooses, with a language for browsers that ask for none of ours.
    package init(standard: Language, isSecure: Bool) {
        self.standard = standard
        self.isSecure = isSecure
    }

    /// Passes the request on with its language.
    package func handle(
        _ request: Request,
        context: ScreenContext<Role>,
        next: @concurrent (Request, ScreenContext<Role>) async throws -> Response
    ) async throws -> Response {
        var context = context
        let asked = Self.asked(request)
        context.language =
            asked ?? CookieField.value(of: Self.cookieName, in: request.headers).flatMap {
                Language(range: $0)
            }
            ?? Language.preferred(acceptLanguage: request.headers[.acceptLanguage] ?? "") ?? standard
        context.languagePath = Self.path(of: request, in: context.language.other)
        var response = try await next(request, context)
        if let asked {
            response.headers.append(
                HTTPField(
                    name: .setCookie,
                    value: CookieField.text(
                        name: Self.cookieName,
                        value: asked.tag,
                        isSecure: isSecure,
                        maxAgeSeconds: Self.cookieAgeSeconds
                    )
                )
            )
        }
        return response
    }

    private static var cookieName: String { "signet-language" }
    private static var cookieAgeSeconds: Int { 365 * 86_400 }

    private static func asked(_ request: Request) -> Language? {
        guard let query = request.uri.query, let form = try? URLEncodedForm.read(Array(query.utf8)) else {
            return nil
        }
        return form[name].flatMap { Language(range: $0) }
    }

    /// The address of the request with another language asked for.
    private static func path(of request: Request, in language: Language) -> String {
        let kept = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("\(name)=") }
        let query = (kept.map(String.init) + ["\(name)=\(language.tag)"]).joined(separator: "&")
        return LocalPath.checked("\(request.uri.path)?\(query)")
    }
}

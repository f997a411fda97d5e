import HTTPTypes
package import Hummingbird
import Logging

/// Makes a page of whatever was thrown: in the reader's language, with what to do next and whom to call.
///
/// A reader who is not logged in is led to the log-in and from there back.
package struct RefusalPages<Role: ScreenRole>: RouterMiddleware {
    private let configuration: FrontConfiguration

    /// Pages of an application.
    package init(_ configuration: FrontConfiguration) { self.configuration = configuration }

    /// Passes the request on and answers for it when it is refused.
    package func handle(
        _ request: Request,
        context: ScreenContext<Role>,
        next: @concurrent (Request, ScreenContext<Role>) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let refusal as Refusal {
            return answer(refusal, to: request, language: context.language)
        } catch let error as any HTTPResponseError {
            let refusal: Refusal? =
                switch error.status {
                case .notFound: .notFound
                case .contentTooLarge: .tooLarge
                case .badRequest, .unsupportedMediaType, .unprocessableContent: .unreadableForm
                default: nil
                }
            guard let refusal else { return failure(error, context: context) }
            return answer(refusal, to: request, language: context.language)
        } catch {
            return failure(error, context: context)
        }
    }

    private func answer(_ refusal: Refusal, to request: Request, language: Language) -> Response {
        if refusal == .logInNeeded, let logInPath = configuration.logInPath, isNavigation(request) {
            let back = URLEncodedForm.encoded(LocalPath.checked(request.head.path ?? "/"))
            return Response(status: .seeOther, headers: [.location: "\(logInPath)?next=\(back)"])
        }
        let texts = refusal.texts
        var seconds = 0
        if case .tooOften(let wait) = refusal { seconds = wait }
        var response = page(
            language(texts.happened, seconds),
            meaning: language(RefusalText.nothingChanged),
            next: language(texts.next),
            language: language
        ).response(status: refusal.status)
        if seconds > 0 { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    private func failure(_ error: any Error, context: ScreenContext<Role>) -> Response {
        context.logger.error(
            "a request failed",
            metadata: ["error": "\(error)", "path": "\(context.endpointPath ?? "")"]
        )
        let language = context.language
        return page(
            language(RefusalText.failed),
            meaning: language(RefusalText.mayHaveChanged),
            next: language(RefusalText.failedNext),
            language: language
        ).response(status: .internalServerError)
    }

    private func page(_ happened: String, meaning: String, next: String, language: Language) -> PlainPage {
        PlainPage(
            language: language,
            name: configuration.name.text(in: language),
            title: language(RefusalText.title),
            notice: .problem(
                happened,
                meaning: meaning,
                next: next,
                call: configuration.contact.text(in: language)
            )
        ) {
            Actions([Action(language(RefusalText.start), .link("/"), weight: .main)])
        }
    }

    /// Whether a person is looking at the page, and not a script or a form that would lose what was typed.
    private func isNavigation(_ request: Request) -> Bool {
        guard request.method == .get else { return false }
        if let destination = request.headers[.secFetchDest] { return destination == "document" }
        return request.headers[.accept]?.contains("text/html") ?? false
    }
}

import Cryptography
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Records
import Screens

/// What somebody may be to the cabinet's screen: nothing.
///
/// Rights come from cards and PINs, never from a log-in.
enum KioskRole: String, ScreenRole { case kiosk }

/// The addresses of the cabinet's screen and what each does.
struct ScreenRoutes<Store: LogStore>: Sendable {
    let desk: ScreenDesk<Store>
    let configuration: FrontConfiguration
    let visits: Visits<KioskRole>

    /// The screen of a desk that browsers reach under some names: "127.0.0.1:8080".
    init(desk: ScreenDesk<Store>, authorities: [String], settings: CabinetScreenSettings, cookieName: String)
        throws(ScreensError)
    {
        self.desk = desk
        configuration = FrontConfiguration(
            name: Phrase("Signet · 印章柜", "Signet · Cabinet"),
            contact: settings.help,
            cookieName: cookieName,
            isSecure: false,
            origins: .listed(Set(authorities.map { "http://\($0)" })),
            logInPath: nil,
            language: settings.language
        )
        visits = try Visits(configuration)
    }

    /// Each path that a touch posts to.
    static var posts: [String] {
        [
            "/begin", "/errand", "/pin", "/take", "/return", "/set-aside", "/open", "/tag", "/job", "/person",
            "/card", "/card/skip", "/again", "/cancel",
        ]
    }

    /// The table: everybody may call, and whatever changes something needs the form's token and the page's origin.
    static var table: RouteTable<KioskRole> {
        let gets: [RouterPath] = [
            "/", "/help", "/start", "/leave", "/events", "/api/state", "/pictures/:content",
        ]
        return RouteTable(
            gets.map { .init(.get, $0, .anyone) } + posts.map { .init(.post, RouterPath($0), .anyone) }
        )
    }

    /// The router with all handlers.
    func router() -> Router<ScreenContext<KioskRole>> {
        let router = Front(configuration, table: Self.table, visits: visits).router()
        router.get("/") { _, context in
            let pages = try await self.pages(context)
            guard await desk.serves(try context.visit.formToken.text) else { return pages.inUse.response() }
            return pages.document.response()
        }
        router.get("/help") { _, context in try await self.pages(context).helpPage.response() }
        // Links of pages that work without the script; they change nothing but what is shown.
        router.get("/start") { _, context in
            try await desk.obey(.begin, from: context.visit.formToken.text)
            return Self.seeStart
        }
        router.get("/leave") { _, context in
            try await desk.obey(.cancel, from: context.visit.formToken.text)
            return Self.seeStart
        }
        router.get("/events") { _, context in desk.doorbell.response(for: try context.visit, of: visits) }
        router.get("/api/state") { _, context in try await self.report(context) }
        router.get("/pictures/:content") { _, context in
            guard let content = context.path["content"].flatMap({ Hex.decode($0) }).flatMap({ Digest($0) }),
                let bytes = try await desk.picture(content), let mediaType = Picture.mediaType(of: bytes)
            else { throw Refusal.notFound }
            return Response(
                status: .ok,
                headers: [.contentType: mediaType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            )
        }
        for path in Self.posts where path != "/pin" {
            router.post(RouterPath(path)) { request, context in
                guard let command = Self.command(path, context.form) else {
                    throw Refusal.unreadableForm
                }
                try await desk.obey(command, from: context.visit.formToken.text)
                return try await self.answer(request, context)
            }
        }
        router.post("/pin") { request, context in
            try await desk.press(context.form, from: context.visit.formToken.text)
            return try await self.answer(request, context)
        }
        return router
    }

    private static var seeStart: Response { Response(status: .seeOther, headers: [.location: "/"]) }

    /// The page that follows, or the state for a program that asked for JSON.
    private func answer(_ request: Request, _ context: ScreenContext<KioskRole>) async throws -> Response {
        request.headers[.accept]?.hasPrefix("application/json") == true
            ? try await report(context) : Self.seeStart
    }

    private func report(_ context: ScreenContext<KioskRole>) async throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let report = ScreenReport(await desk.snapshot, formToken: try context.visit.formToken.text)
        return Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(report)))
        )
    }

    private func pages(_ context: ScreenContext<KioskRole>) async throws -> ScreenPages {
        ScreenPages(
            snapshot: await desk.snapshot,
            language: context.language,
            languagePath: context.languagePath,
            token: try context.visit.formToken
        )
    }

    /// The command that a form asks for; nil where it names nothing.
    private static func command(_ path: String, _ form: FormData) -> ScreenCommand? {
        switch path {
        case "/begin": .begin
        case "/errand": form["errand"].flatMap(Errand.init).map { .errand($0) }
        case "/take":
            form["seal"].flatMap { Identifier(hexadecimal: $0) }.map { seal in
                let grant = form["grant"].flatMap { Hex.decode($0) }.flatMap { Digest($0) }
                return .take(seal, grant: grant)
            }
        case "/return": form["seal"].flatMap { Identifier(hexadecimal: $0) }.map { .giveBack($0) }
        case "/set-aside": form["drawer"].flatMap { UInt64($0) }.map { .setAside($0) }
        case "/open": .open
        case "/tag": .readTag
        case "/job": form["job"].flatMap { Hex.decode($0) }.map { .perform(Bytes($0)) }
        case "/person": .person(form["person"].flatMap { Identifier(hexadecimal: $0) })
        case "/card": .card
        case "/card/skip": .withoutCard
        case "/again": .again
        case "/cancel": .cancel
        default: nil
        }
    }
}

import HTTPTypes
import Hummingbird
import Screens
import Simulation

/// Nobody logs in: whoever sits at the machine has hands.
enum HandRole: String, ScreenRole { case hand }

/// The addresses of the page on which people move what is simulated.
struct HandRoutes: Sendable {
    let rig: RigClient
    let scenery: Scenery
    let doorbell: Doorbell
    let configuration: FrontConfiguration
    let visits: Visits<HandRole>

    init(_ rig: RigClient, scenery: Scenery, doorbell: Doorbell, authorities: [String], cookieName: String)
        throws(ScreensError)
    {
        self.rig = rig
        self.scenery = scenery
        self.doorbell = doorbell
        configuration = FrontConfiguration(
            name: Phrase("Signet · 模拟硬件", "Signet · simulated hardware"),
            contact: Phrase("开发者", "whoever started it"),
            cookieName: cookieName,
            isSecure: false,
            origins: .listed(Set(authorities.map { "http://\($0)" })),
            logInPath: nil
        )
        visits = try Visits(configuration)
    }

    /// The table: everybody on this machine may call, and what moves something needs the form's token and the page's origin.
    static var table: RouteTable<HandRole> {
        RouteTable([
            .init(.get, "/", .anyone), .init(.get, "/events", .anyone), .init(.post, "/move", .anyone),
        ])
    }

    func router() -> Router<ScreenContext<HandRole>> {
        let router = Front(configuration, table: Self.table, visits: visits).router()
        router.get("/") { _, context in try page(context, refusal: nil).response() }
        router.get("/events") { _, context in doorbell.response(for: try context.visit, of: visits) }
        router.post("/move") { _, context in
            guard let request = Self.request(context.form) else { throw Refusal.unreadableForm }
            do throws(RigError) { try rig.send(request) } catch {
                return try page(context, refusal: error.message).response(status: .conflict)
            }
            await doorbell.ring("rig")
            return Response(status: .seeOther, headers: [.location: "/"])
        }
        return router
    }

    private func page(_ context: ScreenContext<HandRole>, refusal: String?) throws -> ConsolePage {
        HandPage(
            snapshot: try rig.snapshot(),
            scenery: scenery,
            language: context.language,
            languagePath: context.languagePath,
            name: configuration.name.text(in: context.language),
            token: try context.visit.formToken
        ).page(refusal: refusal)
    }

    /// What a form asks the rig for; nil for what hands do not do.
    private static func request(_ form: FormData) -> RigRequest? {
        guard let word = form["action"], let action = RigRequest.Action(rawValue: word),
            [.put, .take, .close, .pry, .cut, .mend, .make, .discard].contains(action)
        else { return nil }
        var request = RigRequest(action)
        request.tag = form["tag"]
        request.reader = form["reader"]
        request.drawer = form["drawer"]
        request.cabinet = form["cabinet"]
        request.original = form["original"]
        // Copies are all that can be made here: other tags come from the factory.
        if action == .make { request.kind = "counterfeit" }
        return request
    }
}

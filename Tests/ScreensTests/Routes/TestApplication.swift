import HTTPTypes
import Hummingbird
import ScreensProbe

@testable import Screens

enum TestRole: String, ScreenRole { case custodian, auditor }

/// A small application with every kind of route.
struct TestApplication {
    let clock = ManualClock()
    let visits: Visits<TestRole>
    let table: RouteTable<TestRole>
    let router: Router<ScreenContext<TestRole>>

    static func configuration(
        isSecure: Bool = false,
        origins: FrontConfiguration.OwnOrigins = .asAddressed
    ) -> FrontConfiguration {
        FrontConfiguration(
            name: Phrase("Signet · 总部", "Signet · Headquarters"),
            contact: Phrase("值班 8021", "duty officer, 8021"),
            cookieName: "signet-test",
            isSecure: isSecure,
            origins: origins,
            logInPath: "/log-in"
        )
    }

    static let hangzhou = Principal<TestRole>(
        account: "zhang",
        name: "张某",
        posts: [.init(.custodian, at: place("华东/杭州"))]
    )
    static let everywhere = Principal<TestRole>(
        account: "li",
        name: "李某",
        posts: [.init(.auditor, at: .whole)]
    )

    static func place(_ text: String) -> OrganisationPath { (try? OrganisationPath(text)) ?? .whole }

    static let routes: [Route<TestRole>] = [
        .init(.get, "/", .loggedIn), .init(.get, "/log-in", .anyone), .init(.post, "/log-in", .anyone),
        .init(.post, "/log-out", .loggedIn), .init(.get, "/audit", .roles([.auditor]), place: .whole),
        .init(.get, "/seals/:id", .roles([.custodian, .auditor]), place: .of(placeOfSeal)),
        .init(.post, "/seals/:id/suspend", .roles([.custodian]), place: .of(placeOfSeal)),
        .init(.post, "/files", .roles([.custodian]), form: .file(byteCountMax: 1000)),
        .init(.post, "/signed", .anyone, proof: .body), .init(.get, "/broken", .anyone),
    ]

    static let placeOfSeal: @Sendable (RouteParameters) async throws -> OrganisationPath? = { parameters in
        switch parameters["id"] {
        case "杭州-1": place("华东/杭州/延安路")
        case "宁波-1": place("华东/宁波")
        default: nil
        }
    }

    init(
        _ configuration: FrontConfiguration = configuration(),
        limits: SessionLimits = SessionLimits(),
        routes: [Route<TestRole>] = routes
    ) throws {
        let clock = clock
        let visits = try Visits<TestRole>(configuration, limits: limits) { clock.now }
        self.visits = visits
        table = RouteTable(routes)
        router = Front(configuration, table: table, visits: visits).router()
        addHandlers()
    }

    private func addHandlers() {
        let visits = visits
        router.get("/") { _, context in try page(context, try context.principal.name) }
        router.get("/log-in") { _, context in try page(context, "log in") }
        router.post("/log-in") { _, context in
            let principal: Principal<TestRole> =
                context.form["account"] == "li" ? Self.everywhere : Self.hangzhou
            var response = Response(status: .seeOther, headers: [.location: "/"])
            try await visits.logIn(principal, after: context.visit, in: &response)
            return response
        }
        router.post("/log-out") { _, context in
            var response = Response(status: .seeOther, headers: [.location: "/log-in"])
            await visits.logOut(try context.visit, in: &response)
            return response
        }
        router.get("/audit") { _, context in try page(context, "audit") }
        router.get("/seals/:id") { _, context in
            try page(context, "\(context.path["id"] ?? "") at \(context.place?.description ?? "")")
        }
        router.post("/seals/:id/suspend") { _, context in try page(context, "suspended") }
        router.post("/files") { _, context in
            try page(context, "\(context.form.file?.bytes.count ?? 0) bytes")
        }
        router.post("/signed") { _, context in "visit: \(context.knownVisit == nil ? "none" : "some")" }
        router.get("/broken") { _, _ -> Response in throw ScreensError(.form, "a secret of the inside") }
        router.get("/undeclared") { _, _ in "must not be seen" }
    }

    /// A browser before this application.
    func browser() -> Probe<TestRole> { Probe(router) }

    /// A browser that has logged in.
    func browser(loggedInAs account: String) async throws -> Probe<TestRole> {
        var browser = browser()
        _ = try await browser.get("/log-in")
        _ = try await browser.post("/log-in", [("account", account)])
        _ = try await browser.get("/")
        return browser
    }
}

private func page(_ context: ScreenContext<TestRole>, _ text: String) throws -> Response {
    let token = try context.visit.formToken
    return PlainPage(
        language: context.language,
        name: "Signet",
        title: "T",
        languagePath: context.languagePath
    ) {
        Prose(text)
        Form(to: "/x", .post(token), submitTitle: "S", fields: [])
    }.response()
}

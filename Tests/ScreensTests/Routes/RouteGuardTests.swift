import HTTPTypes
import Hummingbird
import ScreensProbe
import Testing

@testable import Screens

@Suite struct RouteGuardTests {
    /// A path of a route with something in its open parts.
    private func example(_ route: Route<TestRole>, seal: String = "%E6%9D%AD%E5%B7%9E-1") -> String {
        route.path.description.replacing("{id}", with: seal)
    }

    @Test func `every route but the open ones refuses somebody who is not logged in`() async throws {
        let application = try TestApplication()
        #expect(application.table.problems == [])
        var guarded = 0
        for route in application.table.routes where route.access != .anyone {
            var browser = application.browser()
            _ = try await browser.get("/log-in")
            let answer =
                route.method == .get
                ? try await browser.get(example(route)) : try await browser.post(example(route))
            if route.method == .get {
                #expect(answer.status == .seeOther)
                #expect(answer.location?.hasPrefix("/log-in?next=%2F") == true)
            } else {
                #expect(answer.status == .unauthorized, "\(route.path)")
            }
            guarded += 1
        }
        #expect(guarded == 6)
    }

    @Test func `every route with roles refuses other roles`() async throws {
        let application = try TestApplication()
        for (account, role) in [("li", TestRole.auditor), ("zhang", .custodian)] {
            for route in application.table.routes {
                guard case .roles(let roles) = route.access else { continue }
                var browser = try await application.browser(loggedInAs: account)
                let answer =
                    route.method == .get
                    ? try await browser.get(example(route)) : try await browser.post(example(route))
                #expect(
                    (answer.status == .ok) == roles.contains(role),
                    "\(route.method) \(route.path) \(role)"
                )
                if !roles.contains(role) { #expect(answer.status == .forbidden) }
            }
        }
    }

    @Test func `a role over one part gives nothing over another, and does not say whether it exists`()
        async throws
    {
        let application = try TestApplication()
        var browser = try await application.browser(loggedInAs: "zhang")
        #expect(try await browser.get("/seals/%E6%9D%AD%E5%B7%9E-1").text.contains("杭州-1 at 华东/杭州/延安路"))
        let elsewhere = try await browser.get("/seals/%E5%AE%81%E6%B3%A2-1")
        let nowhere = try await browser.get("/seals/none")
        #expect(elsewhere.status == .notFound && nowhere.status == .notFound)
        #expect(elsewhere.text.replacing("%E5%AE%81%E6%B3%A2-1", with: "none") == nowhere.text)
        #expect(try await browser.post("/seals/%E5%AE%81%E6%B3%A2-1/suspend").status == .notFound)
        #expect(try await browser.get("/audit").status == .forbidden)
    }

    @Test func `a route for the whole asks for the role over the whole`() async throws {
        let routes = [Route<TestRole>(.get, "/audit", .roles([.custodian]), place: .whole)]
        let application = try TestApplication(
            routes: TestApplication.routes.filter { $0.path != "/audit" } + routes
        )
        var browser = try await application.browser(loggedInAs: "zhang")
        #expect(try await browser.get("/audit").status == .forbidden)
    }

    @Test func `a route that nobody declared is not there`() async throws {
        var browser = try await TestApplication().browser(loggedInAs: "li")
        let answer = try await browser.get("/undeclared")
        #expect(answer.status == .notFound)
        #expect(!answer.text.contains("must not be seen"))
        #expect(try await browser.get("/nothing").status == .notFound)
        #expect(try await browser.send(.put, "/", contentType: nil, body: []).status == .notFound)
    }

    @Test func `a form without the visit's token is refused, and so is another visit's`() async throws {
        let application = try TestApplication()
        var browser = try await application.browser(loggedInAs: "zhang")
        let path = "/seals/%E6%9D%AD%E5%B7%9E-1/suspend"
        #expect(try await browser.postRaw(path, []).status == .forbidden)
        #expect(try await browser.postRaw(path, [(FormToken.fieldName, "")]).status == .forbidden)
        let other = try await application.browser(loggedInAs: "zhang")
        #expect(
            try await browser.postRaw(path, [(FormToken.fieldName, other.formToken ?? "")]).status
                == .forbidden
        )
        #expect(try await browser.post(path).status == .ok)
    }

    @Test(arguments: [
        ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", "none"),
        ("Origin", "http://elsewhere"), ("Origin", "null"), ("Origin", "http://localhost.elsewhere"),
        ("Origin", "ftp://localhost"),
    ])
    func `a form from another site is refused although its token is right`(name: String, value: String)
        async throws
    {
        var browser = try await TestApplication().browser(loggedInAs: "zhang")
        browser.extra = [try #require(HTTPField.Name(name)): value]
        #expect(try await browser.post("/seals/%E6%9D%AD%E5%B7%9E-1/suspend").status == .forbidden)
    }

    @Test func `a form of which no browser says where it comes from is refused`() async throws {
        var browser = try await TestApplication().browser(loggedInAs: "zhang")
        browser.extra = [.origin: nil, .secFetchSite: nil]
        #expect(try await browser.post("/seals/%E6%9D%AD%E5%B7%9E-1/suspend").status == .forbidden)
        browser.extra = [.secFetchSite: nil]
        #expect(try await browser.post("/seals/%E6%9D%AD%E5%B7%9E-1/suspend").status == .ok)
    }

    @Test func `a request that names another server is refused where the names are listed`() async throws {
        let configuration = TestApplication.configuration(origins: .listed(["http://signet.example.cn:8080"]))
        var browser = try TestApplication(configuration).browser()
        #expect(try await browser.get("/log-in").status == .misdirectedRequest)
        browser.authority = "signet.example.cn:8080"
        #expect(try await browser.get("/log-in").status == .ok)
        #expect(try await browser.post("/log-in", [("account", "li")]).status == .seeOther)
        browser.extra = [.origin: "http://signet.example.cn"]
        #expect(try await browser.post("/log-in").status == .forbidden)
    }

    @Test func `a body is no larger than its route allows`() async throws {
        var browser = try await TestApplication().browser(loggedInAs: "zhang")
        let large = [("a", String(repeating: "x", count: 70_000))]
        #expect(
            try await browser.post("/seals/%E6%9D%AD%E5%B7%9E-1/suspend", large).status == .contentTooLarge
        )
        let answer = try await browser.send(
            .post,
            "/files",
            contentType: "application/json",
            body: Array("{}".utf8)
        )
        #expect(answer.status == .badRequest)
    }

    @Test func `a body that proves itself meets no cookies`() async throws {
        var browser = try await TestApplication().browser(loggedInAs: "zhang")
        browser.extra = [.origin: nil, .secFetchSite: nil]
        let answer = try await browser.send(.post, "/signed", contentType: nil, body: [1])
        #expect(answer.status == .ok && answer.text == "visit: none")
        #expect(answer.headers[.setCookie] == nil)
    }

    @Test func `a route whose body proves itself cannot also have roles`() async throws {
        let routes = [Route<TestRole>(.post, "/signed", .roles([.custodian]), proof: .body)]
        let application = try TestApplication(
            routes: TestApplication.routes.filter { $0.path != "/signed" } + routes
        )
        var browser = try await application.browser(loggedInAs: "zhang")
        #expect(try await browser.send(.post, "/signed", contentType: nil, body: [1]).status == .forbidden)
    }

    @Test func `a table says which routes are declared twice`() {
        let table = RouteTable<TestRole>([.init(.get, "/a/:x", .anyone), .init(.get, "/a/{x}", .loggedIn)])
        #expect(table.problems == ["GET /a/{x} is declared twice"])
    }
}

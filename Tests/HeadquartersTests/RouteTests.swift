import Authority
import HTTPTypes
import Hummingbird
import Screens
import ScreensProbe
import Testing

@testable import Headquarters

@Suite(.timeLimit(.minutes(3))) struct RouteTests {
    @Test func `no route is declared twice`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        #expect(bench.console.table.problems.isEmpty)
    }

    @Test func `nobody who is not logged in gets past the log-in`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        let things = try await Things(bench)
        for route in bench.console.table.routes where route.access != .anyone {
            var browser = bench.browser()
            _ = try await browser.get("/log-in")
            let path = bench.path(route, things)
            let answer = try await send(route, path, &browser)
            #expect(
                [.unauthorized, .seeOther].contains(answer.status),
                "\(route.method) \(path): \(answer.status)"
            )
            if answer.status == .seeOther { #expect(answer.location?.hasPrefix("/log-in") == true) }
        }
    }

    @Test func `no role gets what is not declared for it`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        let things = try await Things(bench)
        for role in HeadquartersRole.allCases {
            var browser = try await bench.browser(as: role.rawValue)
            for route in bench.console.table.routes {
                guard case .roles(let allowed) = route.access, !allowed.contains(role) else { continue }
                let path = bench.path(route, things)
                let answer = try await send(route, path, &browser)
                #expect(answer.status == .forbidden, "\(role) \(route.method) \(path): \(answer.status)")
            }
        }
    }

    @Test func `a role over another part of the organisation finds nothing there`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        let things = try await Things(bench)
        for role in HeadquartersRole.allCases {
            var browser = try await bench.browser(as: role.rawValue + "-north")
            for route in bench.console.table.routes {
                guard case .roles(let allowed) = route.access, allowed.contains(role) else { continue }
                let path = bench.path(route, things)
                let isScoped =
                    switch route.place {
                    case .any: false
                    case .whole, .of: true
                    }
                guard isScoped else { continue }
                let answer = try await send(route, path, &browser)
                #expect(
                    [.notFound, .forbidden].contains(answer.status),
                    "\(role) \(route.method) \(path): \(answer.status)"
                )
            }
        }
    }

    @Test func `what is about the whole organisation is not shown to a part of it`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        for (account, path) in [("systemAdministrator", "/accounts"), ("auditor", "/acts")] {
            var whole = try await bench.browser(as: account)
            var part = try await bench.browser(as: account + "-north")
            #expect(try await whole.get(path).status == .ok)
            #expect(try await part.get(path).status == .forbidden)
        }
    }

    @Test func `lists show nothing of another part of the organisation`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        let things = try await Things(bench)
        for (role, paths) in [
            (
                "custodian",
                [
                    "/", "/seals", "/applications", "/counts", "/findings", "/people", "/api/overview",
                    "/api/applications", "/api/proposals", "/api/people", "/api/cabinets", "/api/counts",
                ]
            ),
            ("securityAdministrator", ["/proposals", "/enrolment", "/api/enrolment", "/api/proposals"]),
        ] {
            var own = try await bench.browser(as: role)
            var foreign = try await bench.browser(as: role + "-north")
            for path in paths {
                #expect(try await own.get(path).status == .ok, "\(path)")
                let answer = try await foreign.get(path)
                #expect(answer.status == .ok)
                for secret in ["\(things.seal)", things.application, things.proposal, things.run, "华东支行"] {
                    #expect(!answer.text.contains(secret), "\(role) \(path) shows \(secret)")
                }
            }
        }
    }

    @Test func `every page shows itself in both languages`() async throws {
        let bench = try await ConsoleBench(try await Office.founded())
        let things = try await Things(bench)
        for role in HeadquartersRole.allCases {
            var browser = try await bench.browser(as: role.rawValue)
            for route in bench.console.table.routes where route.method == .get {
                let path = bench.path(route, things)
                guard !path.hasPrefix("/api"), path != "/events", !path.contains("/files/"),
                    !path.hasSuffix("/impression")
                else { continue }
                switch route.access {
                case .anyone: continue
                case .roles(let roles) where !roles.contains(role): continue
                default: break
                }
                for language in ["zh-Hans", "en"] {
                    let answer = try await browser.get("\(path)?language=\(language)")
                    #expect(
                        answer.status == .ok,
                        "\(role) \(path): \(answer.status) \(answer.text.suffix(300))"
                    )
                }
            }
        }
    }

    @Test func `a form without its token changes nothing`() async throws {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        _ = try await Things(bench)
        var browser = try await bench.browser(as: "custodian")
        let before = office.ledger.view.desks.runCount
        #expect(try await browser.postRaw("/api/counts", []).status == .forbidden)
        #expect(try await browser.postRaw("/api/counts", [("form-token", "00")]).status == .forbidden)
        #expect(office.ledger.view.desks.runCount == before)
        #expect(try await browser.post("/api/counts").status == .ok)
        #expect(office.ledger.view.desks.runCount == before + 1)
    }

    @Test func `what an application lacks is said beside its field, and what was entered stays`() async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        var browser = try await bench.browser(as: "applicant")
        _ = try await browser.get("/applications/new?language=en")
        let before = office.ledger.view.desks.applications.count
        let answer = try await browser.post(
            "/applications",
            [("reason", "an annual report"), ("place", " "), ("copies", "7")]
        )
        #expect(answer.status == .unprocessableContent)
        for field in ["seals", "takers", "place"] {
            #expect(answer.text.contains(#"id="problem-\#(field)""#), "\(field)")
        }
        #expect(!answer.text.contains(#"id="problem-reason""#))
        #expect(answer.text.contains("an annual report</textarea>"))
        #expect(answer.text.contains(#"type="number" value="7""#))
        #expect(office.ledger.view.desks.applications.count == before)
    }

    @Test(arguments: [
        ("not-before", "9223372036854775807"), ("not-before", "-9223372036854775808"),
        ("not-after", "9223372036854775807"), ("expected-return", "-1"),
    ])
    func `an application for moments that no calendar has is refused`(field: String, moment: String)
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let things = try await Things(bench)
        let person = try #require(office.ledger.view.policies["east"]?.persons.keys.first)
        var browser = try await bench.browser(as: "applicant")
        let before = office.ledger.view.desks.applications.count
        let entries = [
            ("seals", "\(things.seal)"), ("takers", "\(person)"), ("reason", "an annual report"),
            ("place", "the bank"),
        ]
        let answer = try await browser.post("/applications", entries + [(field, moment)])
        #expect(answer.status == .unprocessableContent)
        #expect(office.ledger.view.desks.applications.count == before)
        #expect(try await browser.post("/applications", entries).status == .seeOther)
    }

    @Test func `a wrong password is refused and written down`() async throws {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let size = office.ledger.view.desks.size
        var browser = bench.browser()
        _ = try await browser.get("/log-in")
        for account in ["auditor", "nobody"] {
            let answer = try await browser.post("/log-in", [("account", account), ("password", "wrong")])
            #expect(answer.status == .unauthorized)
        }
        #expect(office.ledger.view.desks.size == size + 2)
        #expect(try await browser.get("/acts").status != .ok)
    }

    private func send(
        _ route: Route<HeadquartersRole>,
        _ path: String,
        _ browser: inout Probe<HeadquartersRole>
    ) async throws -> Probe<HeadquartersRole>.Answer {
        route.method == .get ? try await browser.get(path) : try await browser.post(path)
    }
}

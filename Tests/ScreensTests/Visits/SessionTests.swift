import Cryptography
import HTTPTypes
import ScreensProbe
import Testing

@testable import Screens

@Suite struct SessionTests {
    private func cookie(_ answer: Probe<TestRole>.Answer, named name: String = "signet-test") -> String? {
        answer.headers[values: .setCookie].first { $0.hasPrefix("\(name)=") }
    }

    @Test func `a first visit gets a cookie that no script reads and no other site sends`() async throws {
        var browser = try TestApplication().browser()
        let first = try await browser.get("/log-in")
        let set = try #require(cookie(first))
        #expect(set.contains("; HttpOnly") && set.contains("; SameSite=Strict") && set.contains("; Path=/"))
        #expect(!set.contains("Secure") && !set.contains("Domain") && !set.contains("Max-Age"))
        #expect(try await cookie(browser.get("/log-in")) == nil)
    }

    @Test func `over TLS the cookie is bound to the host and travels over nothing else`() async throws {
        var browser = try TestApplication(TestApplication.configuration(isSecure: true)).browser()
        let set = try #require(try await cookie(browser.get("/log-in"), named: "__Host-signet-test"))
        #expect(set.contains("; Secure") && set.contains("; Path=/"))
    }

    @Test func `logging in changes the token and the forms' token`() async throws {
        let application = try TestApplication()
        var browser = application.browser()
        _ = try await browser.get("/log-in")
        let before = (browser.cookies["signet-test"], browser.formToken)
        _ = try await browser.post("/log-in", [("account", "zhang")])
        #expect(try await browser.get("/").text.contains("张某"))
        #expect(browser.cookies["signet-test"] != before.0 && browser.formToken != before.1)
    }

    @Test func `logging in again ends the log-in before`() async throws {
        let application = try TestApplication()
        var browser = try await application.browser(loggedInAs: "zhang")
        var before = browser
        _ = try await browser.post("/log-in", [("account", "li")])
        #expect(try await before.get("/").status == .seeOther)
        #expect(try await browser.get("/").text.contains("李某"))
    }

    @Test func `logging out ends the log-in on the server, whoever kept the cookie`() async throws {
        let application = try TestApplication()
        var browser = try await application.browser(loggedInAs: "zhang")
        var thief = browser
        #expect(try await thief.get("/").status == .ok)
        #expect(try await browser.post("/log-out").status == .seeOther)
        #expect(browser.cookies["signet-test"] == nil)
        #expect(try await thief.get("/").status == .seeOther)
    }

    @Test func `a log-in ends when it is idle, and in any case after its longest time`() async throws {
        let limits = SessionLimits(idle: .seconds(100), absolute: .seconds(250))
        let application = try TestApplication(limits: limits)
        var browser = try await application.browser(loggedInAs: "zhang")
        for _ in 0..<2 {
            application.clock.advance(by: .seconds(99))
            #expect(try await browser.get("/").status == .ok)
        }
        application.clock.advance(by: .seconds(52))
        #expect(try await browser.get("/").status == .seeOther)
        browser = try await application.browser(loggedInAs: "zhang")
        application.clock.advance(by: .seconds(100))
        #expect(try await browser.get("/").status == .seeOther)
    }

    @Test func `an open event stream keeps no log-in alive`() {
        var table = SessionTable<TestRole>(limits: SessionLimits(idle: .seconds(100)))
        let digest = VisitToken(String(repeating: "a", count: 64)).map(\.digest)
        let start = ContinuousClock.now
        guard let digest else { return }
        table.begin(TestApplication.hangzhou, under: digest, at: start)
        #expect(table.lasts(digest, at: start + .seconds(99)))
        #expect(!table.lasts(digest, at: start + .seconds(100)))
        #expect(table.session(digest, at: start + .seconds(100)) == nil)
        #expect(table.count == 0)
    }

    @Test func `an account has so many log-ins, the server has so many`() throws {
        var table = SessionTable<TestRole>(limits: SessionLimits(countPerAccountMax: 2, countMax: 3))
        let tokens = try (0..<5).map { _ in try VisitToken().digest }
        let start = ContinuousClock.now
        for index in 0..<3 {
            table.begin(TestApplication.hangzhou, under: tokens[index], at: start + .seconds(index))
        }
        #expect(tokens[..<3].map { table.lasts($0, at: start + .seconds(3)) } == [false, true, true])
        table.begin(TestApplication.everywhere, under: tokens[3], at: start + .seconds(4))
        #expect(table.count == 3)
        _ = table.session(tokens[1], at: start + .seconds(5))
        table.begin(TestApplication.everywhere, under: tokens[4], at: start + .seconds(6))
        #expect(tokens.map { table.lasts($0, at: start + .seconds(6)) } == [false, true, false, true, true])
        table.endAll(of: "zhang")
        #expect(table.count == 2)
    }

    @Test func `ending an account's log-ins is felt at once`() async throws {
        let application = try TestApplication()
        var browser = try await application.browser(loggedInAs: "zhang")
        await application.visits.endAll(of: "zhang")
        #expect(try await browser.get("/").status == .seeOther)
    }

    @Test func `what the server keeps of a log-in does not let anybody in`() throws {
        let token = try VisitToken()
        #expect(VisitToken(token.digest.description)?.digest != token.digest)
        #expect(token.text.count == 64 && !"\(token)".contains(token.text))
        let other = try VisitToken()
        #expect(other != token)
    }

    @Test(arguments: [
        "", "a=b", "signet-test", "xsignet-test=1", "signet-test2=1", "a=b; signet-test=v; signet-test=w",
        ";;=;signet-test=v",
    ])
    func `cookies are read by their whole name`(field: String) {
        let value = CookieField.value(of: "signet-test", in: [.cookie: field])
        #expect(value == (field.contains("signet-test=v") ? "v" : nil))
    }
}

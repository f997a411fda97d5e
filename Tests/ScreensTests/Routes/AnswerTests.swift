import HTTPTypes
import ScreensProbe
import Testing

@testable import Screens

@Suite struct AnswerTests {
    @Test(arguments: ["/log-in", "/nothing", "/broken", "/"])
    func `every answer is protected, refusals included`(path: String) async throws {
        var browser = try TestApplication(TestApplication.configuration(isSecure: true)).browser()
        let answer = try await browser.get(path)
        #expect(
            answer.headers[.contentSecurityPolicy]
                == SecurityHeaders<ScreenContext<TestRole>>.contentSecurityPolicy
        )
        #expect(answer.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
        #expect(answer.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.referrerPolicy] == "same-origin")
        #expect(answer.headers[.xFrameOptions] == "DENY")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.strictTransportSecurity] != nil)
        #expect(answer.headers[.permissionsPolicy] != nil && answer.headers[.crossOriginOpenerPolicy] != nil)
    }

    @Test func `assets may be kept for good and need no log-in`() async throws {
        var browser = try TestApplication().browser()
        for asset in Asset.shared {
            let answer = try await browser.get(asset.path)
            #expect(answer.status == .ok && answer.text == asset.content)
            #expect(answer.headers[.cacheControl]?.contains("immutable") == true)
            #expect(answer.headers[.contentType] == asset.mediaType)
            // An answer that anybody may keep must not carry one visit's token.
            #expect(answer.headers[.setCookie] == nil)
        }
        #expect(try await browser.get("/assets/0000000000000000/screens.css").status == .notFound)
    }

    @Test func `a failure inside shows nothing of the inside`() async throws {
        var browser = try TestApplication().browser()
        let answer = try await browser.get("/broken")
        #expect(answer.status == .internalServerError)
        #expect(!answer.text.contains("secret of the inside"))
        #expect(answer.text.contains("值班 8021") && answer.text.contains("以行为记录为准"))
    }

    @Test func `a page one must log in for leads to the log-in and back, a script is told`() async throws {
        var browser = try TestApplication().browser()
        #expect(try await browser.get("/?page=2").location == "/log-in?next=%2F%3Fpage%3D2")
        browser.extra = [.secFetchDest: "empty"]
        #expect(try await browser.get("/").status == .unauthorized)
    }

    @Test func `the language is what the address asks for, then the cookie, then what the browser reads`()
        async throws
    {
        var browser = try TestApplication().browser()
        #expect(try await browser.get("/log-in").text.contains("lang=\"zh-Hans\""))
        browser.extra = [.acceptLanguage: "en-GB"]
        let english = try await browser.get("/log-in")
        #expect(english.text.contains("<html lang=\"en\""))
        #expect(english.text.contains("href=\"/log-in?language=zh-Hans\""))
        let asked = try await browser.get("/log-in?a=1&language=zh-Hans&b=2")
        #expect(asked.text.contains("<html lang=\"zh-Hans\"") && asked.headers[.contentLanguage] == "zh-Hans")
        #expect(asked.text.contains("href=\"/log-in?a=1&amp;b=2&amp;language=en\""))
        #expect(try await browser.get("/log-in").text.contains("<html lang=\"zh-Hans\""))
        #expect(try await browser.get("/log-in?language=fr").text.contains("<html lang=\"zh-Hans\""))
    }

    @Test(arguments: [
        Refusal.notFound, .logInNeeded, .forbidden, .foreignForm, .unreadableForm, .tooLarge, .tooOften(7),
        .busy, .misdirected,
    ])
    func `every refusal has a status of its own kind and words in both languages`(refusal: Refusal) {
        #expect(refusal.status.code >= 400)
        for language in Language.allCases {
            #expect(!language(refusal.texts.happened, 7).isEmpty && !language(refusal.texts.next).isEmpty)
        }
    }
}

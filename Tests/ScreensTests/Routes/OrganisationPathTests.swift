import Testing

@testable import Screens

@Suite struct OrganisationPathTests {
    @Test func `a part holds itself and what lies within it, and nothing whose name only begins alike`()
        throws
    {
        let east = try OrganisationPath("华东")
        let hangzhou = try OrganisationPath("华东/杭州")
        #expect(east.contains(hangzhou) && east.contains(east) && OrganisationPath.whole.contains(east))
        #expect(!hangzhou.contains(east) && !east.contains(.whole))
        #expect(!hangzhou.contains(try OrganisationPath("华东/杭州湾")))
        #expect(hangzhou.description == "华东/杭州")
    }

    @Test(arguments: [
        "/", "华东/", "/华东", "a//b", String(repeating: "a", count: 129),
        String(repeating: "a/", count: 16) + "a",
    ])
    func `a malformed path is refused and never taken for the whole`(text: String) {
        #expect(throws: ScreensError(.organisationPath, "")) { try OrganisationPath(text) }
    }

    @Test func `a role counts where it is held`() throws {
        let principal = Principal<TestRole>(
            account: "a",
            name: "A",
            posts: [
                .init(.custodian, at: try OrganisationPath("华东/杭州")),
                .init(.auditor, at: try OrganisationPath("华北")),
            ]
        )
        #expect(principal.holds([.custodian]))
        #expect(principal.holds([.auditor, .custodian], at: try OrganisationPath("华北/北京")))
        #expect(!principal.holds([.custodian], at: try OrganisationPath("华北")))
        #expect(!principal.holds([.auditor], at: .whole))
        #expect(principal.places(of: [.auditor]).map(\.description) == ["华北"])
    }
}

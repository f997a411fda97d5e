import Authority
import NIOHTTP1
import Testing

@testable import Simulation

extension Scenarios {
    /// Browsers that want what is not theirs.
    @Suite(.serialized) struct WebTests {
        @Test(.timeLimit(.minutes(5)))
        func `the cabinet's screen obeys one browser, and only with its own token`() async throws {
            try await Stage.play { stage in
                let (screen, port) = (await stage.screen, stage.fleet.ports.screens[stage.site.cabinet] ?? 0)
                try await stage.take(upTo: .checking)
                let before = try await screen.look()
                let open = WebForm()

                // A second browser, with a cookie and a token of its own.
                let second = Browser(port: port)
                let state: ScreenState = try await second.read("/api/state")
                try #require(state.formToken != before.formToken)
                await second.use(token: state.formToken)
                try #require(try await second.submit("/open", open).status == 503)

                // The token of the first browser without its cookie; a wrong token; none.
                for token in [before.formToken, String(before.formToken.reversed()), ""] {
                    let stranger = Browser(port: port)
                    _ = try await stranger.show("/")
                    await stranger.use(token: token)
                    try #require(try await stranger.submit("/open", open).status == 403)
                }
                // A form without anything that a browser would send along.
                let bare = try await WebClient(host: "127.0.0.1", port: port).exchange(
                    .POST,
                    "/open",
                    headers: [("content-type", open.contentType)],
                    body: Array("form-token=\(before.formToken)".utf8)
                )
                try #require(bare.status == 403)

                let after = try await screen.look()
                try #require(after.step == "checking-take")
                try #require(after.size == before.size)
                try #require(try stage.rig.snapshot().drawers.allSatisfy { !$0.isOpen })

                // The first browser goes on.
                try await screen.touch("/open")
                try await screen.wait(for: "drawer-open")
                try stage.rig.close(stage.slot)
                try #require(try await screen.wait(for: "ended").outcome == "notTaken")
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `each thing that people of the tour send is refused to those whose role it is not`() async throws
        {
            try await Stage.play([]) { stage in
                let digest = String(repeating: "0", count: 64)
                // What there is, because a stranger is told of nothing that there is not.
                let grant = try #require(stage.grants[stage.tag])
                let security = try await stage.company.console(as: "security")
                let proposals: [ConsoleProposal] = try await security.read("/api/proposals")
                let proposal = try #require(proposals.first?.statement)
                let seal = "\(try stage.company.cast.seal(stage.tag))"
                let posts: [(path: String, notFor: [String])] = [
                    ("/api/applications", ["admin", "security", "custodian", "auditor", "branch"]),
                    ("/api/applications/\(grant)/approvals", ["admin", "security", "custodian", "auditor"]),
                    ("/api/proposals", ["auditor", "applicant", "branch"]),
                    ("/api/proposals/\(proposal)/signatures", ["auditor", "applicant", "branch"]),
                    ("/api/counts", ["admin", "applicant", "branch"]),
                    ("/api/enrolment", ["security", "custodian", "auditor", "applicant", "branch"]),
                    (
                        "/api/enrolment/\(digest)/release",
                        ["admin", "custodian", "auditor", "applicant", "branch"]
                    ),
                    ("/api/people/beijing", ["auditor", "applicant", "branch"]),
                    ("/api/people/beijing/credentials", ["auditor", "applicant", "branch"]),
                    ("/api/seals/\(seal)/suspend", ["admin", "auditor", "applicant", "branch"]),
                    ("/api/sites/beijing/key", ["security", "custodian", "auditor", "applicant", "branch"]),
                ]
                let size = try await stage.company.head().madeUnder
                var browsers: [String: Browser] = [:]
                for account in Set(posts.flatMap(\.notFor)) {
                    browsers[account] = try await stage.browser(as: account)
                }
                for post in posts {
                    for account in post.notFor {
                        let browser = try #require(browsers[account])
                        let answer = try await browser.submit(
                            post.path,
                            WebForm(),
                            accepting: "application/json"
                        )
                        try #require(answer.status == 403, "\(account) at \(post.path): \(answer.status)")
                    }
                    let nobody = Browser(port: stage.fleet.ports.console)
                    _ = try await nobody.show("/log-in")
                    let answer = try await nobody.submit(post.path, WebForm(), accepting: "application/json")
                    try #require(answer.status == 401, "nobody at \(post.path): \(answer.status)")
                }
                try #require(try await stage.company.head().madeUnder == size)
            }
        }
    }
}

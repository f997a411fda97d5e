@testable import Simulation

extension Stage {
    /// A browser that is logged in at the console.
    func browser(as account: String) async throws -> Browser {
        let browser = Browser(port: fleet.ports.console)
        _ = try await browser.show("/log-in")
        let form = WebForm(values: [("account", account), ("password", FleetStory.password), ("next", "/")])
        let answer = try await browser.submit("/log-in", form)
        guard answer.status == 303 else {
            throw FleetError(.answer, "no log-in for \(account): \(answer.status)")
        }
        let session: ConsoleSession = try await browser.read("/api/session")
        await browser.use(token: session.formToken)
        return browser
    }
}

/// Somebody who stands at a cabinet: touches its screen, lays cards on the reader, moves seals and drawers.
package struct ScreenVisitor: Sendable {
    private let cabinet: String
    private let rig: RigClient
    private let browser: Browser

    init(cabinet: String, port: Int, rig: RigClient) {
        self.cabinet = cabinet
        self.rig = rig
        browser = Browser(port: port)
    }

    /// What the screen shows.
    func look() async throws -> ScreenState {
        let state: ScreenState = try await browser.read("/api/state")
        await browser.use(token: state.formToken)
        return state
    }

    /// Waits until the screen serves and shows something.
    func waitForScreen(within limit: Duration = .seconds(60)) async throws {
        _ = try await waitFor("the screen of \(cabinet)", within: limit) { try await look() }
    }

    /// One touch.
    @discardableResult
    func touch(_ path: String, _ values: [(String, String)] = []) async throws -> ScreenState {
        let form = WebForm(values: values.map { (name: $0.0, value: $0.1) })
        let state: ScreenState = try await browser.send(path, form)
        await browser.use(token: state.formToken)
        return state
    }

    /// Waits until the screen shows one of these steps.
    @discardableResult
    func wait(for steps: String..., within limit: Duration = .seconds(60)) async throws -> ScreenState {
        var last = ""
        do {
            return try await waitFor("a step", within: limit) {
                let state = try await look()
                last =
                    "\(state.step)\(state.trouble.map { " (\($0))" } ?? "")\(state.identityRefusal.map { " (\($0))" } ?? "")"
                return steps.contains(state.step) ? state : nil
            }
        } catch let error as FleetError where error.code == .late {
            throw FleetError(
                .outcome,
                "the screen of \(cabinet) should show \(steps.joined(separator: " or ")) and shows \(last); \(error)"
            )
        }
    }

    /// Starts an errand at the dark screen.
    @discardableResult
    func begin(_ errand: String) async throws -> ScreenState {
        try await wait(for: "idle", "choosing-errand", "ended", "refused", "trouble", within: .seconds(60))
        let state = try await look()
        if !["idle", "choosing-errand"].contains(state.step) { try await touch("/cancel") }
        return try await touch("/errand", [("errand", errand)])
    }

    /// Proves who stands there: card on the reader, then the digits where they are asked for.
    func identify(_ worker: FleetStory.Worker) async throws {
        try await wait(for: "waiting-for-card", "waiting-for-second-card")
        try rig.put(worker.card, on: "\(cabinet)/front")
        let state = try await waitFor("\(worker.card) to be accepted at \(cabinet)", within: .seconds(60)) {
            let state = try await look()
            return ["waiting-for-card", "waiting-for-second-card", "checking-identity"].contains(state.step)
                ? nil : state
        }
        try rig.take(worker.card)
        if state.step == "waiting-for-pin" {
            try await touch("/pin", [("pin", worker.pin), ("press", "done")])
        }
    }

    /// Lays a tag on the front reader, does something, and takes the tag back.
    func withTagInFront<Value: Sendable>(_ tag: String, _ body: () async throws -> Value) async throws
        -> Value
    {
        try rig.put(tag, on: "\(cabinet)/front")
        let value = try await body()
        try rig.take(tag)
        return value
    }

    /// Goes away from the screen.
    func leave() async throws {
        try await touch("/cancel")
        try await wait(for: "idle")
    }
}

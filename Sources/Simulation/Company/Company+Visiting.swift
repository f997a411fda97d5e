import Records

// What people do at a cabinet.
extension Company {
    /// What came of a visit.
    struct Visit: Sendable {
        /// What the screen says came of it.
        let outcome: String
        /// Numbers of the reasons of a refusal.
        let reasons: [Int64]
        /// The drawer that was released.
        let drawer: UInt64?
    }

    /// Somebody comes for a seal under a grant, with a second person; returns when the screen says what came of it.
    ///
    /// `other` is the screen of another machine that stands there.
    func take(
        _ seal: Identifier<Seal>,
        tag: String,
        under grant: String?,
        by people: [FleetStory.Worker],
        at site: FleetStory.Site,
        on other: ScreenVisitor? = nil,
        while open: @Sendable () async throws -> Void = {}
    ) async throws -> Visit {
        let screen = other ?? screen(at: site)
        try await screen.begin("take")
        try await screen.identify(people[0])
        try await screen.wait(for: "choosing-take")
        try await screen.touch("/take", [("seal", "\(seal)")] + (grant.map { [("grant", $0)] } ?? []))
        var state = try await screen.wait(
            for: "checking-take",
            "waiting-for-second-card",
            "refused",
            "trouble"
        )
        if state.step == "waiting-for-second-card" {
            try await screen.identify(people[1])
            state = try await screen.wait(for: "checking-take", "refused", "trouble")
        }
        guard state.step == "checking-take" else { return Self.visit(state) }
        try await screen.touch("/open")
        state = try await screen.wait(for: "drawer-open", "refused", "trouble")
        guard state.step == "drawer-open", let drawer = state.drawer else { return Self.visit(state) }
        try await open()
        try fleet.rig.take(tag)
        try fleet.rig.close("\(site.cabinet)/slot\(drawer)")
        return Self.visit(try await screen.wait(for: "ended", "trouble"))
    }

    /// Somebody brings a seal, or what lies in the hand instead of it; returns when the screen says what came of it.
    @discardableResult
    func giveBack(
        _ seal: Identifier<Seal>,
        tag: String,
        by worker: FleetStory.Worker,
        at site: FleetStory.Site,
        on other: ScreenVisitor? = nil,
        expecting outcome: String = "proved"
    ) async throws -> Visit {
        let screen = other ?? screen(at: site)
        try await screen.begin("return")
        try await screen.identify(worker)
        try await screen.wait(for: "choosing-return")
        try await screen.touch("/return", [("seal", "\(seal)")])
        try await screen.wait(for: "checking-return")
        try await screen.touch("/open")
        let state = try await screen.wait(for: "drawer-open")
        guard let drawer = state.drawer else { throw FleetError(.outcome, "no drawer is named") }
        try fleet.rig.put(tag, on: "\(site.cabinet)/slot\(drawer)")
        try fleet.rig.close("\(site.cabinet)/slot\(drawer)")
        let visit = Self.visit(try await screen.wait(for: "ended", "trouble"))
        guard visit.outcome == outcome else {
            throw FleetError(
                .outcome,
                "the return of \(tag) should be «\(outcome)» and is «\(visit.outcome)»"
            )
        }
        return visit
    }

    private static func visit(_ state: ScreenState) -> Visit {
        Visit(
            outcome: state.outcome ?? state.trouble ?? state.step,
            reasons: state.reasons,
            drawer: state.drawer
        )
    }
}

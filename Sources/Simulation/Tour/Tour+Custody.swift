import Custody

// Steps 4 to 6: out, back, and a copy.
extension Tour {
    func take() async throws -> String {
        let before = try fleet.rig.snapshot()
        try await takeOut(tag, under: grant) {
            let open = try fleet.rig.snapshot().drawers.filter(\.isOpen).map(\.name)
            try require(open == ["\(site.cabinet)/slot\(drawer)"], "open drawers: \(open)")
            let lit = try fleet.rig.snapshot().drawers.filter(\.isLit).map(\.name)
            try require(lit == ["\(site.cabinet)/slot\(drawer)"], "lit drawers: \(lit)")
        }
        let pulses = zip(before.drawers, try fleet.rig.snapshot().drawers).filter {
            $0.pulseCount != $1.pulseCount
        }
        try require(pulses.count == 1, "\(pulses.count) locks were energised")
        let seal = try await seal(tag, becomes: "out")
        try require(
            seal.holder == "\(try company.cast.worker(borrower))",
            "it is with \(seal.holder ?? "nobody")"
        )
        try require(seal.since != nil && seal.expectedReturn != nil, "since when and until when is missing")
        return
            "only drawer \(drawer) opened and was lit; headquarters shows it with \(seal.holderName ?? "?")"
    }

    func giveBack() async throws -> String {
        try await company.giveBack(try company.cast.seal(tag), tag: tag, by: borrower, at: site)
        _ = try await seal(tag, becomes: "in")
        return "challenged, proved, in"
    }

    func meetCopy() async throws -> String {
        let id = try company.cast.seal(tag)
        try await takeOut(tag, under: grant)
        _ = try await seal(tag, becomes: "out")

        try fleet.rig.makeCounterfeit("copy", of: tag)
        try await company.giveBack(id, tag: "copy", by: borrower, at: site, expecting: "refused")
        _ = try await waitFor("the finding at headquarters", within: .seconds(10)) {
            try await findings().first { $0.kind == FindingKind.substitute.rawValue && $0.seal == "\(id)" }
        }
        let cabinet = try await waitUntilDrained()
        try require(
            cabinet.quarantinedDrawers == [UInt64(drawer)],
            "drawers with something set apart: \(cabinet.quarantinedDrawers)"
        )
        let held = try await seal(tag, becomes: "out")
        try require(
            held.holder == "\(try company.cast.worker(borrower))",
            "the seal is not with the borrower"
        )

        try await setAside()
        try await company.giveBack(id, tag: tag, by: borrower, at: site)
        _ = try await seal(tag, becomes: "in")
        return
            "refused and kept apart, finding at headquarters; set aside by two custodians; the real seal is in"
    }

    /// Two custodians take out what was locked apart.
    private func setAside() async throws {
        let screen = await company.screen(at: site)
        try await screen.begin("set-aside")
        for custodian in custodians { try await screen.identify(custodian) }
        try await screen.wait(for: "choosing-set-aside")
        try await screen.touch("/set-aside", [("drawer", "\(drawer)")])
        try await screen.wait(for: "checking-set-aside")
        try await screen.touch("/open")
        try await screen.wait(for: "drawer-open")
        try fleet.rig.take("copy")
        try fleet.rig.close("\(site.cabinet)/slot\(drawer)")
        let state = try await screen.wait(for: "ended", "trouble")
        try require(state.outcome == "freed", "the drawer is \(state.outcome ?? state.step)")
    }
}

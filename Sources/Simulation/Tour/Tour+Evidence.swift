import FoundationEssentials
import Host
import Records

// Steps 9 and 10: a power cut in the worst moment, and a day as evidence.
extension Tour {
    /// How many single bytes of the evidence are changed, spread over the file.
    private static let changedByteCount = 32

    func kill() async throws -> String {
        let other = try company.cast.seal(otherTag)
        try await takeOut(otherTag, under: otherGrant)
        _ = try await seal(otherTag, becomes: "out")

        let screen = await company.screen(at: site)
        try await screen.begin("return")
        try await screen.identify(borrower)
        try await screen.wait(for: "choosing-return")
        try await screen.touch("/return", [("seal", "\(other)")])
        try await screen.wait(for: "checking-return")
        try await screen.touch("/open")
        try await screen.wait(for: "drawer-open")
        let size = try await screen.look().size
        try await fleet.killCabinet(site.cabinet)
        try fleet.rig.put(otherTag, on: "\(site.cabinet)/slot1")
        try fleet.rig.close("\(site.cabinet)/slot1")
        try await fleet.startCabinet(site.cabinet)

        try await screen.waitForScreen()
        let state = try await waitFor("the open return to be resolved") {
            let state = try await screen.look()
            return state.seals.contains { $0.id == "\(other)" && $0.place == "in" } ? state : nil
        }
        try require(state.size > size, "the log has \(state.size) records and had \(size)")
        _ = try await seal(otherTag, becomes: "in")
        let cabinet = try await waitUntilDrained()
        try require(cabinet.openVisitCount == 0, "\(cabinet.openVisitCount) openings are not resolved")
        let acts: [ConsoleAct] = try await company.console(as: "auditor").read("/api/acts/\(site.cabinet)")
        let indices = acts.map(\.index).sorted()
        try require(
            zip(indices, indices.dropFirst()).allSatisfy { $0 + 1 == $1 }
                && (indices.last ?? 0) + 1 == cabinet.actsSize,
            "headquarters' copy has a gap"
        )
        return
            "killed with the drawer open; resolved by looking: proved, in; \(cabinet.actsSize) acts, none missing"
    }

    func export() async throws -> String {
        let seal = try company.cast.seal(tag)
        let bytes = try await company.console(as: "auditor").fetch(
            "/api/evidence/\(seal)?from=\(began)&to=\(SystemClock().wallMilliseconds)"
        )
        let path = "\(fleet.folder.papers)/evidence.signet"
        let root = try await company.overview().root
        try Data(bytes).write(to: URL(filePath: path))
        let verdict = try await fleet.signet.run(["evidence", "verify", path, "--root", root])

        let changedPath = "\(fleet.folder.papers)/changed.signet"
        for number in 0..<Self.changedByteCount {
            let place = (bytes.count - 1) * number / (Self.changedByteCount - 1)
            var changed = bytes
            changed[place] ^= 1
            try Data(changed).write(to: URL(filePath: changedPath))
            let outcome = try await fleet.signet.outcome(of: [
                "evidence", "verify", changedPath, "--root", root,
            ])
            try require(outcome.code == 1, "byte \(place) changed: exit code \(outcome.code ?? -1)")
        }
        let line = verdict.split(separator: "\n").last.map(String.init) ?? ""
        return "\(bytes.count) bytes; \(line); refused with each of \(Self.changedByteCount) bytes changed"
    }
}

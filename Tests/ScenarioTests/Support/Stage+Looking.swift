import Custody
import Testing

@testable import Simulation

// What must be so at the end of every scenario.
extension Stage {
    /// Whether the seal really lies in its drawer.
    var isSealInside: Bool {
        get throws { try rig.snapshot().tags.first { $0.name == tag }?.reader == slot }
    }

    /// What the cabinet says of a seal's place, once it is that.
    @discardableResult
    func seal(_ tag: String? = nil, is place: String) async throws -> ScreenState {
        let id = "\(try company.cast.seal(tag ?? self.tag))"
        let screen = await screen
        return try await waitFor("the seal to be \(place)", within: .seconds(60)) {
            let state = try await screen.look()
            return state.seals.first { $0.id == id }?.place == place ? state : nil
        }
    }

    /// Waits until headquarters holds all that the cabinet wrote, and holds that nothing is missing, double or half.
    @discardableResult
    func requireWholeCopy() async throws -> ConsoleCabinet {
        let size = try await screen.look().size
        let cabinet = try await waitFor(
            "headquarters to hold \(size) acts and no open visit",
            within: .seconds(120)
        ) {
            let cabinet = try await company.cabinet(site.cabinet)
            let isThere = cabinet.mirroredSize >= size && cabinet.actsSize >= size
            return isThere && cabinet.openVisitCount == 0 ? cabinet : nil
        }
        let acts: [ConsoleAct] = try await company.console(as: "auditor").read("/api/acts/\(site.cabinet)")
        let indices = acts.map(\.index).sorted()
        try #require(zip(indices, indices.dropFirst()).allSatisfy { $0 + 1 == $1 }, "a gap in \(indices)")
        try #require((indices.last ?? 0) + 1 >= size)
        let findings: [ConsoleFinding] = try await company.console(as: "auditor").read("/api/findings")
        let wrong = [FindingKind.fork, .damaged].map(\.rawValue)
        try #require(!findings.contains { wrong.contains($0.kind) }, "\(findings)")
        return cabinet
    }

    /// Kills the cabinet, starts it again, and waits for its screen; `between` is what people do meanwhile.
    func restartCabinet(between: () throws -> Void = {}) async throws {
        try await fleet.killCabinet(site.cabinet)
        try between()
        try await fleet.startCabinet(site.cabinet)
        try await screen.waitForScreen()
        let screen = await screen
        // Signed time comes with the first contact.
        _ = try await waitFor("contact", within: .seconds(60)) {
            let state = try await screen.look()
            return state.online && state.contactAgeSeconds != nil ? true : nil
        }
    }
}

import Testing

@testable import Simulation

// Visits that stop on the way.
extension Stage {
    /// How far a take has come.
    enum TakeMoment: CaseIterable {
        case idle, identified, checking, released, openWithSeal, openWithoutSeal, closed, ended
    }

    /// How far a return has come.
    enum ReturnMoment: CaseIterable {
        case identified, checking, released, openWithoutSeal, openWithSeal, closed, ended
    }

    /// Takes a seal to the end.
    @discardableResult
    func take(_ tag: String? = nil, on screen: ScreenVisitor? = nil) async throws -> Company.Visit {
        let tag = tag ?? self.tag
        return try await company.take(
            company.cast.seal(tag),
            tag: tag,
            under: grants[tag],
            by: [borrower, companion],
            at: site,
            on: screen
        )
    }

    /// Takes a seal, which has to come out.
    func takeForSure(_ tag: String? = nil) async throws {
        let visit = try await take(tag)
        try #require(visit.outcome == "taken", "\(visit.outcome) \(visit.reasons)")
    }

    /// Brings a seal back; it has to be proved.
    func giveBack(_ tag: String? = nil, on screen: ScreenVisitor? = nil) async throws {
        let tag = tag ?? self.tag
        try await company.giveBack(company.cast.seal(tag), tag: tag, by: borrower, at: site, on: screen)
    }

    /// Takes the seal as far as that.
    func take(upTo moment: TakeMoment) async throws {
        let screen = await screen
        guard moment != .idle else { return }
        try await screen.begin("take")
        try await screen.identify(borrower)
        try await screen.wait(for: "choosing-take")
        guard moment != .identified else { return }
        let grant = try #require(grants[tag])
        try await screen.touch("/take", [("seal", "\(company.cast.seal(tag))"), ("grant", grant)])
        try await screen.wait(for: "waiting-for-second-card")
        try await screen.identify(companion)
        try await screen.wait(for: "checking-take")
        guard moment != .checking else { return }
        if moment == .released { try rig.hold(slot) }
        try await screen.touch("/open")
        guard moment != .released else {
            try await screen.wait(for: "drawer-released")
            return
        }
        try await screen.wait(for: "drawer-open")
        guard moment != .openWithSeal else { return }
        try rig.take(tag)
        guard moment != .openWithoutSeal else { return }
        try rig.close(slot)
        guard moment != .closed else { return }
        try await screen.wait(for: "ended")
    }

    /// Brings the seal back as far as that.
    func giveBack(upTo moment: ReturnMoment) async throws {
        let screen = await screen
        try await screen.begin("return")
        try await screen.identify(borrower)
        try await screen.wait(for: "choosing-return")
        guard moment != .identified else { return }
        try await screen.touch("/return", [("seal", "\(company.cast.seal(tag))")])
        try await screen.wait(for: "checking-return")
        guard moment != .checking else { return }
        if moment == .released { try rig.hold(slot) }
        try await screen.touch("/open")
        guard moment != .released else {
            try await screen.wait(for: "drawer-released")
            return
        }
        try await screen.wait(for: "drawer-open")
        guard moment != .openWithoutSeal else { return }
        try rig.put(tag, on: slot)
        guard moment != .openWithSeal else { return }
        try rig.close(slot)
        guard moment != .closed else { return }
        try await screen.wait(for: "ended")
    }
}

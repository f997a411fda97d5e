import Authority
import Cryptography
import Custody
import Records

// Step 7: headquarters as the enemy, and no network.
extension Tour {
    func forge() async throws -> String {
        guard let grant, let approved else { throw FleetError(.outcome, "no grant is left from step 3") }
        try await slipForgeries(of: grant.statement, approved)
        let screen = await company.screen(at: site)
        let before = try await screen.look().findings
        _ = try await waitFor("both forgeries at \(site.cabinet)") {
            try await screen.look().findings >= before + forged.count ? true : nil
        }
        try fleet.rig.cut(site.cabinet)
        _ = try await waitFor("\(site.cabinet) to notice that it is alone", within: .seconds(60)) {
            try await screen.look().online ? nil : true
        }

        let other = try company.cast.seal(otherTag)
        try await takeOut(otherTag, under: otherGrant)
        try await company.giveBack(other, tag: otherTag, by: borrower, at: site)

        var reasons: [TakeRefusal] = []
        for digest in [nil] + forged.map(Optional.some) {
            let size = try await screen.look().size
            let visit = try await ask(for: tag, under: digest)
            try require(
                visit.outcome == "refused",
                "a take under \(digest ?? "nothing") came out as \(visit.outcome)"
            )
            try require(try await screen.look().size > size, "the refusal left no record")
            reasons += visit.reasons.map(TakeRefusal.init)
        }
        try require(
            reasons == [.noGrant, .grantForged, .grantForged],
            "refused with the reasons \(reasons.map(\.rawValue))"
        )
        return
            "alone: a take and a return under the earlier grant; no grant, forged approvals and a changed byte refused"
    }

    /// With every key of headquarters: a grant that nobody approved, and a real one with another number of uses.
    private func slipForgeries(of statement: GrantStatement, _ real: ApprovedGrant) async throws {
        await fleet.stopHeadquarters()
        let insider = Insider(folder: fleet.folder)
        let invented = try insider.forgedApprovals(
            of: insider.invention(like: statement),
            inTheNameOf: try FleetStory.approvers.map { try company.cast.holder($0.0) }
        )
        let changed = ApprovedGrant(
            bytes: try insider.withMoreUses(real.bytes),
            approvals: real.approvals
        )
        try insider.slip([invented, changed], intoPolicyOf: site.site)
        forged = [invented, changed].map { "\(SHA256.hash($0.bytes))" }
        await company.forgetLogIns()
        try await fleet.startHeadquarters()
    }
}

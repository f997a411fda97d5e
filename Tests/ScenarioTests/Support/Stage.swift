import Foundation
import Testing

@testable import Simulation

/// One scenario's fleet with the people of its first site.
struct Stage: Sendable {
    let company: Company
    let fleet: Fleet
    let grants: [String: String]

    /// Where it happens.
    let site = FleetStory.sites[0]
    /// The seal that moves, in drawer 2.
    let drawer = 2
    var slot: String { "\(site.cabinet)/slot\(drawer)" }
    var tag: String { site.tag(drawer) }
    /// The seal in drawer 1.
    var otherTag: String { site.tag(1) }
    var borrower: FleetStory.Worker { site.people[0] }
    var companion: FleetStory.Worker { site.people[1] }
    var rig: RigClient { fleet.rig }

    /// Plays a scenario on a copy of the company that stands; of the cabinets, those of `sites` run.
    static func play(
        _ sites: [FleetStory.Site] = [FleetStory.sites[0]],
        _ body: @escaping @Sendable (Stage) async throws -> Void
    ) async throws {
        let founded = try await FoundedCompany.shared
        let folder = try FleetFolder(path: ScenarioFolders.next(), copyOf: founded.folder)
        defer { try? FileManager.default.removeItem(atPath: folder.path) }
        try await play(in: folder, grants: founded.grants, sites, body)
    }

    /// Plays on the company of a folder, which is stopped afterwards.
    static func play(
        in folder: FleetFolder,
        grants: [String: String],
        _ sites: [FleetStory.Site] = [FleetStory.sites[0]],
        _ body: @escaping @Sendable (Stage) async throws -> Void
    ) async throws {
        let fleet = try Fleet(folder: folder, programs: ScenarioFolders.programs)
        let stage = Stage(company: try Company(fleet) { _ in }, fleet: fleet, grants: grants)
        do {
            try await fleet.run {
                try await stage.company.open(sites)
                try await body(stage)
            }
        } catch {
            Issue.record("what the programs said last:\n\(stage.lastWords)")
            throw error
        }
    }

    /// A cabinet's screen.
    var screen: ScreenVisitor { get async { await company.screen(at: site) } }

    /// What a program wrote into its log.
    func log(of program: String) -> String {
        (try? String(contentsOfFile: "\(fleet.folder.logs)/\(program).log", encoding: .utf8)) ?? ""
    }

    private var lastWords: String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: fleet.folder.logs)) ?? []
        return names.sorted().map { name in
            let lines = log(of: String(name.dropLast(".log".count))).split(separator: "\n").suffix(12)
            return "— \(name)\n\(lines.joined(separator: "\n"))"
        }.joined(separator: "\n")
    }
}

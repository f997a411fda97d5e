import Foundation

@testable import Simulation

/// The story's company as it stands when all seals are in and two grants lie at its first cabinet: founded once for
/// each test process, stopped, and copied for each scenario.
struct FoundedCompany: Sendable {
    /// The folder, of which nothing runs.
    let folder: FleetFolder
    /// The digests of the grants, by the tags of their seals.
    let grants: [String: String]

    /// More uses than all moments of a scenario together need.
    private static let useCount = 60
    private static let founding = Task { try await FoundedCompany() }

    /// The company, founded by whoever asks first.
    static var shared: FoundedCompany { get async throws { try await founding.value } }

    private init() async throws {
        let folder = try FleetFolder(path: ScenarioFolders.next(), fresh: true)
        let fleet = try Fleet(folder: folder, programs: ScenarioFolders.programs)
        let company = try Company(fleet) { _ in }
        let grants = Mutable<[String: String]>([:])
        try await fleet.run {
            try await company.establish()
            let site = FleetStory.sites[0]
            for drawer in site.seals.indices {
                let tag = site.tag(drawer + 1)
                let application = try await company.apply(
                    for: company.cast.seal(tag),
                    by: site.people[0],
                    uses: Self.useCount,
                    reason: "合同用印",
                    file: ("合同.pdf", Array("合同 \(tag)\n".utf8))
                )
                try await company.approve(application)
                try await company.waitForOffer(
                    of: company.cast.seal(tag),
                    under: application.digest,
                    to: site.people[0],
                    at: site
                )
                grants.change { $0[tag] = application.digest }
            }
        }
        self.folder = folder
        self.grants = grants.value
    }
}

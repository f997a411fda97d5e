package import Authority
import Custody
package import Records
package import Screens

/// Everything that desks and pages need to know at one moment: a value, whole and consistent.
package struct HeadquartersView: Sendable {
    /// The organisation's DNS name.
    package let organisation: String
    /// Root v1 with its owners' signatures.
    package let root: SignedStatement
    /// What people have given.
    package var standing: Standing
    /// By site, what its policy says.
    package var policies: [String: SitePolicy] = [:]
    /// By cabinet.
    package var cabinets = CabinetCopies()
    /// How often backups were found to hold more of the cabinets' acts since the start.
    package var safeNewsCount = 0
    /// Whether the disk is full: nothing is taken in until there is room again.
    package var isDiskFull = false
    /// Whether so little room is left that no telemetry is taken in: acts go on.
    package var isTelemetryHeldBack = false
    /// What waits on headquarters' own desks.
    package var desks = DeskState()
    /// What outsiders hold of headquarters' logs.
    package var anchors = OutsideAnchors()
    /// By run and site, the index of the request in the site's policy, as far as it was written since the start.
    package var requestIndices: [Identifier<CountRun>: [String: UInt64]] = [:]
    /// The signed heads of headquarters' own logs.
    package var heads: [Origin: TreeHead] = [:]

    /// The newest epoch of a cabinet's acts; nil for a cabinet of which no copy is open.
    package func acts(of cabinet: String) -> Origin? { cabinets[cabinet]?.current?.log.origin }

    /// The part of the organisation to which a site belongs; nil for an unknown site.
    package func place(ofSite site: String) -> OrganisationPath? {
        standing.sites[site].flatMap { try? OrganisationPath($0.unit) }
    }

    /// The part of the organisation to which a cabinet belongs.
    package func place(ofCabinet cabinet: String) -> OrganisationPath? {
        standing.cabinets[cabinet].flatMap { place(ofSite: $0.site) }
    }

    /// The site that holds a seal.
    package func site(ofSeal seal: Identifier<Seal>) -> String? {
        policies.first { $0.value.seals[seal] != nil }?.key
    }

    /// What a person is called at any site; nil for nobody known.
    package func name(of person: Identifier<Person>) -> String? {
        for policy in policies.values {
            if let known = policy.persons[person] { return known.name }
        }
        return nil
    }

    /// Cabinets under whose name another machine is to be enrolled.
    ///
    /// From the paper on nothing more is taken from the one that stands there, so that the end of its record stays the one that
    /// officers read.
    package var cabinetsBeingReplaced: Set<String> {
        var names = Set(standing.cabinets.keys.filter { standing.isReplacementWaiting(of: $0) })
        for proposal in desks.proposals.values where proposal.kind.kind == .cabinet && proposal.state == .open
        {
            // Behind a slip stand two people; a paper alone cuts nobody's line.
            guard proposal.made.slip != nil,
                let statement = try? CabinetStatement(decoding: proposal.signed.bytes),
                let present = standing.cabinets[statement.cabinet],
                statement.keys.acts != present.keys.acts, statement.version > present.version
            else { continue }
            names.insert(statement.cabinet)
        }
        return names
    }

    /// The cabinets of a site, by name.
    package func cabinets(ofSite site: String) -> [CabinetStatement] {
        standing.cabinets.values.filter { $0.site == site }.sorted { $0.cabinet < $1.cabinet }
    }
}

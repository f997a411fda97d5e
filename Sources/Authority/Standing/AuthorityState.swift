import Cryptography
import Records

/// What the first leaves of `authority` say, folded in their order as if no witness were asked.
///
/// A pure function of the leaves. ``Standing`` holds it twice: after all leaves that are here, and after those that
/// witnesses cosigned.
struct AuthorityState: Sendable, Equatable {
    /// The most statements of rules with one version that are kept beside each other.
    static let rulesEditCountMax = 4

    let organisation: String
    let pinnedRoot: Digest

    /// How many leaves have been folded.
    var size: UInt64 = 0
    var root: RootStatement?
    var services: ServicesStatement?
    var officers: OfficersStatement?
    /// The statements of the highest version of the rules, by their bytes: more than one where people edited at once.
    var rulesEdits: [RulesStatement] = []
    /// Every witness policy that was in force, oldest first.
    var witnessPolicies: [PlacedWitnessPolicy] = []
    var sites: [String: SiteStatement] = [:]
    var cabinets: [String: CabinetStatement] = [:]
    /// By cabinet, the sites that it stood in, oldest first.
    var cabinetSites: [String: [PlacedSite]] = [:]
    /// By cabinet, the machines that stood under its name, oldest first.
    var cabinetMachines: [String: [EnrolledMachine]] = [:]
    /// By cabinet, the keys of its own signatures, oldest first.
    var cabinetActKeys: [String: ActKeys] = [:]
    /// By cabinet and epoch, what officers let count.
    var cabinetEpochs: [String: [UInt64: EpochStatement]] = [:]
    var approvers: [Identifier<Person>: ApproverStatement] = [:]
    var earlierApproverKeys: [Identifier<Person>: Set<Bytes>] = [:]
    /// By person, what was removed, oldest and lowest first.
    var removals: [Identifier<Person>: [Removal]] = [:]
    /// By cabinet, the index of its last suspension; whether it was lifted is asked of ``cabinets``.
    var suspensions: [String: UInt64] = [:]
    /// Who signs as "two officers" from which leaf on, oldest first.
    var signingOfficers: [SigningOfficers] = []
    /// The newest noted heads of headquarters' other logs, by origin.
    var notedHeads: [String: CitedHead] = [:]
    /// By log of headquarters, its epochs from the second on.
    var logEpochs: [String: [LogEpoch]] = [:]
    /// By what it is about, the leaf whose statement is in force: a decision reads it again from there.
    var sources: [GivenName: UInt64] = [:]

    init(organisation: String, pinnedRoot: Digest) {
        self.organisation = organisation
        self.pinnedRoot = pinnedRoot
    }

    var witnessPolicy: WitnessPolicyStatement? { witnessPolicies.last?.statement }

    /// Whether giving waits for witnesses from here on.
    var asksWitnesses: Bool { witnessPolicy?.witnesses.isEmpty == false }

    /// The witnesses whose cosignatures a head of `size` leaves needs; nil before any were named.
    func witnessPolicy(asOf size: UInt64) -> WitnessPolicyStatement? {
        witnessPolicies.last { $0.index < size }?.statement
    }

    /// The generation up to which a person was removed in the first `position` leaves.
    func removedGeneration(of person: Identifier<Person>, asOf position: UInt64 = .max) -> UInt64? {
        removals[person]?.last { $0.index < position }?.generation
    }

    /// The site of a cabinet after `position` leaves.
    func site(ofCabinet cabinet: String, asOf position: UInt64) -> String? {
        cabinetSites[cabinet]?.last { $0.index < position }?.site
    }

    /// Whether a cabinet's last suspension was not lifted by a statement that knew of it.
    func isSuspended(_ cabinet: String, since index: UInt64) -> Bool {
        cabinets[cabinet].map { $0.head.madeUnder <= index } ?? true
    }
}

/// A witness policy and the leaf that brought it.
struct PlacedWitnessPolicy: Sendable, Equatable {
    let index: UInt64
    let statement: WitnessPolicyStatement
}

/// The site of a cabinet from one leaf of `authority` on.
struct PlacedSite: Sendable, Equatable {
    let index: UInt64
    let site: String
}

/// A removal and the leaf that brought it.
struct Removal: Sendable, Equatable {
    let index: UInt64
    let generation: UInt64
}

/// The keys of which `threshold` make "two officers", from one leaf of `authority` on.
struct SigningOfficers: Sendable, Equatable {
    let index: UInt64
    let keys: [[UInt8]]
    let threshold: Int
    /// By origin, how long the logs of headquarters were when the officers before these ended, as far as `authority` says.
    let notedSizes: [String: UInt64]

    /// Whether `authority` had noted by then that a leaf was there, in one of the epochs that hold it.
    func notes(_ index: UInt64, of origins: [String]) -> Bool {
        origins.contains { notedSizes[$0] ?? 0 > index }
    }
}

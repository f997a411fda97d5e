import Authority
import Custody
import Records

/// The logs that a cabinet writes and obeys.
struct CabinetOrigins {
    /// The first epoch of what it did.
    let acts: Origin
    private let organisation: String
    private let cabinet: String
    private let site: String

    init(_ identity: CabinetIdentity) throws(RecordsError) {
        organisation = identity.organisation
        cabinet = identity.cabinet
        acts = try LogNames.acts(identity.organisation, cabinet: identity.cabinet, epoch: 1)
        site = identity.site
    }

    /// What all cabinets obey, in one epoch.
    func authority(epoch: UInt64) throws(RecordsError) -> Origin {
        try LogNames.authority(organisation, epoch: epoch)
    }

    /// What the cabinet's site obeys, in one epoch.
    func policy(epoch: UInt64) throws(RecordsError) -> Origin {
        try LogNames.policy(organisation, site: site, epoch: epoch)
    }

    /// What the cabinet did, in one epoch.
    func acts(epoch: UInt64) throws(RecordsError) -> Origin {
        try LogNames.acts(organisation, cabinet: cabinet, epoch: epoch)
    }

    /// What the cabinet measured, in one epoch.
    func telemetry(epoch: UInt64) throws(RecordsError) -> Origin {
        try LogNames.telemetry(organisation, cabinet: cabinet, epoch: epoch)
    }

    /// Whether a log is this cabinet's telemetry, in any epoch.
    func isTelemetry(_ origin: Origin) -> Bool {
        CabinetLogName(origin)?.isTelemetry(of: cabinet, in: organisation) == true
    }

    /// Who judges own signatures in one epoch.
    ///
    /// How long `authority` is a cabinet cannot know: what it has obeyed may be behind what it wrote before its disk was put back.
    func judge(of origin: Origin, keys: ActKeys, openedSizes: [UInt64: UInt64]) -> SignatureJudge {
        SignatureJudge(
            organisation: organisation,
            cabinet: cabinet,
            origin: origin,
            keys: keys,
            authoritySize: .max,
            openedSizes: openedSizes
        )
    }
}

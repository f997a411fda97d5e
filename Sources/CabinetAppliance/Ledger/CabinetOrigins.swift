import Authority
import Custody
import Records

/// The logs that a cabinet writes and obeys; those of headquarters in their first epoch.
struct CabinetOrigins {
    /// The first epoch of what it did.
    let acts: Origin
    let authority: Origin
    let policy: Origin
    private let organisation: String
    private let cabinet: String

    init(_ identity: CabinetIdentity) throws(RecordsError) {
        organisation = identity.organisation
        cabinet = identity.cabinet
        acts = try LogNames.acts(identity.organisation, cabinet: identity.cabinet, epoch: 1)
        authority = try LogNames.authority(identity.organisation, epoch: 1)
        policy = try LogNames.policy(identity.organisation, site: identity.site, epoch: 1)
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
        LogNames.isTelemetry(origin) && origin.text.hasPrefix("\(organisation)/cabinet/\(cabinet)/telemetry/")
    }

    /// Who judges own signatures in one epoch; nil where no key is known to judge by.
    func judge(of origin: Origin, keys: ActKeys) -> SignatureJudge? {
        guard !keys.all.isEmpty else { return nil }
        return SignatureJudge(organisation: organisation, cabinet: cabinet, origin: origin, keys: keys)
    }
}

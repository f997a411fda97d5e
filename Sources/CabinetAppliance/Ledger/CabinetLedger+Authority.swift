import Authority
import Cryptography
import Custody
import Records

// `authority`, in the epochs that owners opened: the one that is followed, and the one that is obeyed until that is here.
extension CabinetLedger {
    /// The newest epoch that headquarters has announced and owners signed: the one of which heads are taken.
    var followedAuthority: Origin {
        get throws {
            let newest = authorityEpochs.opened.last ?? 1
            return try origins.authority(epoch: max(newest, view.obeyed.authorityEpoch))
        }
    }

    /// The epoch that is obeyed.
    var obeyedAuthority: Origin {
        get throws { try origins.authority(epoch: known { $0.obeyed.authorityEpoch }) }
    }

    /// The epoch that is followed, and the one that is obeyed until that is here: a headquarters that was put back to before the change
    /// writes the latter, and may want its leaves.
    var followedAuthorities: [Origin] {
        get throws {
            let (followed, obeyed) = (try followedAuthority, try obeyedAuthority)
            return followed == obeyed ? [followed] : [followed, obeyed]
        }
    }

    /// Takes up the epoch of `authority` that headquarters announces, where owners signed it.
    ///
    /// - Returns: whether there is another log to follow since now.
    func follow(_ announced: [SignedStatement]) throws -> Bool {
        guard let epoch = view.obeyed.standing.announced(announced),
            let key = try? epoch.key.publicKey()
        else {
            try append(
                unwritten([
                    FindingDrafts.fork(
                        "headquarters names another epoch of authority, which the owners who are known here have not signed: it is not "
                            + "obeyed"
                    )
                ])
            )
            return false
        }
        let origin = try Origin(epoch.origin)
        guard try origin.epoch > followedAuthority.epoch else { return false }
        try authorityEpochs.open(origin, key: key)
        return true
    }

    /// Findings about epochs of `authority`: what headquarters goes on without, and one that does not begin as owners let it.
    func compareAuthorityEpochs() throws -> [Draft] {
        let obeyed = known { $0.obeyed }
        var drafts: [Draft] = []
        let followed = try followedAuthority
        if followed.epoch > obeyed.authorityEpoch,
            case .otherwise(let reason) = try authorityEpochs.beginning(
                of: followed.epoch,
                behind: obeyed.standing
            )
        {
            drafts.append(FindingDrafts.fork("\(followed): \(reason); it is not obeyed"))
        }
        if let loss = obeyed.loss {
            let origin = try obeyedAuthority
            let last = obeyed.standing.logEpochs(of: .authority).last?.last
            drafts.append(Self.lost(loss, last, obeyed.lacking, obeying: origin))
        }
        return drafts
    }

    private static func lost(
        _ loss: AuthorityLoss,
        _ last: CitedHead?,
        _ lacking: [GivenName],
        obeying origin: Origin
    ) -> Draft {
        let text =
            "\(origin) goes on without \(loss.leafCount) leaves of authority that were obeyed here, from leaf \(loss.sharedSize) on; what "
            + "they gave is given no more; what they took away stays taken at this cabinet, and is to be filed anew"
            + (loss.isUnreadable ? "; one of them cannot be read, so that there are no takes" : "")
        return loss.sharedSize < last?.size ?? 0
            ? FindingDrafts.fork(text + "; other leaves stand in their place")
            : FindingDrafts.leavesLost(text)
    }
}

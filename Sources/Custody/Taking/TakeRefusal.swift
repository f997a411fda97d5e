package import Records

/// Why a take is refused.
///
/// Numbers are kept in records and never reused; screens say each in words, with what to do.
package struct TakeRefusal: RawRepresentable, Canonical, Hashable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// The seal is not registered at this site.
    package static let sealUnknown = TakeRefusal(rawValue: 1)
    /// There is no grant for it.
    package static let noGrant = TakeRefusal(rawValue: 2)
    /// An approval of the grant is forged, or its text was changed after it was approved.
    package static let grantForged = TakeRefusal(rawValue: 3)
    /// The grant lacks approvals that the seal's rule asks for.
    package static let grantNotApproved = TakeRefusal(rawValue: 4)
    /// The grant was revoked.
    package static let grantRevoked = TakeRefusal(rawValue: 5)
    /// The grant's uses of this seal are spent.
    package static let usesSpent = TakeRefusal(rawValue: 6)
    /// The grant names other seals.
    package static let sealNotInGrant = TakeRefusal(rawValue: 7)
    /// The grant names other takers.
    package static let notTaker = TakeRefusal(rawValue: 8)
    /// The person, or the generation for which the grant was made, was removed.
    package static let personRemoved = TakeRefusal(rawValue: 9)
    /// The rule does not permit this mode of use.
    package static let modeNotPermitted = TakeRefusal(rawValue: 10)
    /// A second person must identify.
    package static let companionMissing = TakeRefusal(rawValue: 11)
    /// The second person may not be the companion: the taker, another than named, without the right, or somebody who
    /// applied for the grant or approved it.
    package static let companionNotPermitted = TakeRefusal(rawValue: 12)
    /// No signed time since the cabinet was started.
    package static let timeUnknown = TakeRefusal(rawValue: 13)
    /// The grant is not valid yet.
    package static let tooEarly = TakeRefusal(rawValue: 14)
    /// The grant is no longer valid.
    package static let tooLate = TakeRefusal(rawValue: 15)
    /// Headquarters has been out of reach for longer than rule or grant permits.
    package static let contactExpired = TakeRefusal(rawValue: 16)
    /// The seal is out with somebody.
    package static let sealOut = TakeRefusal(rawValue: 17)
    /// What lies in the slot has not proved to be the seal.
    package static let sealUnproved = TakeRefusal(rawValue: 18)
    /// The seal was suspended.
    package static let sealSuspended = TakeRefusal(rawValue: 19)
    /// Headquarters stopped takes at this cabinet.
    package static let cabinetSuspended = TakeRefusal(rawValue: 20)
    /// Something set apart lies in the drawer.
    package static let drawerQuarantined = TakeRefusal(rawValue: 21)
    /// Another opening is not finished yet.
    package static let visitOpen = TakeRefusal(rawValue: 22)
    /// The seal's rule is not known here.
    package static let ruleUnknown = TakeRefusal(rawValue: 23)
    /// The seal lives in another cabinet.
    package static let otherCabinet = TakeRefusal(rawValue: 24)
    /// The tag proves less than the rule asks for.
    package static let gradeTooLow = TakeRefusal(rawValue: 25)
    /// A record that must be understood is newer than this program.
    package static let notUnderstood = TakeRefusal(rawValue: 26)
    /// The person did not show enough: card and PIN, or what the site accepts in their place.
    package static let identificationTooWeak = TakeRefusal(rawValue: 27)
    /// The slot's reader is ill, so that nobody could tell what leaves.
    package static let readerIll = TakeRefusal(rawValue: 28)
    /// Headquarters holds another record of this cabinet than the cabinet itself: its disk was put back or changed.
    package static let recordContradicted = TakeRefusal(rawValue: 29)
    /// The cabinet's record begins anew, and neither the epoch before nor two officers vouch for it yet.
    package static let epochProvisional = TakeRefusal(rawValue: 33)
    /// What the cabinet knows is being made anew from its records, because it was lost or found to differ from them.
    package static let stateRebuilding = TakeRefusal(rawValue: 40)
    /// The cabinet's disk is full: what room is left is kept for returns.
    package static let diskFull = TakeRefusal(rawValue: 41)
    /// This machine took another's place, and its drawers were not all counted since.
    package static let countAwaited = TakeRefusal(rawValue: 42)
    /// Officers enrolled another machine under this cabinet's name.
    package static let machineReplaced = TakeRefusal(rawValue: 43)
    /// This machine took another's place, and that one's record is not all here yet.
    package static let recordAwaited = TakeRefusal(rawValue: 44)
    /// Part of the cabinet's record is damaged on its disk, and not back from headquarters yet.
    package static let recordDamaged = TakeRefusal(rawValue: 45)

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) { rawValue = try Int64(canonical: canonical) }
}

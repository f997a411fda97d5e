/// A mistake that the simulation makes in the place of a program, to show that it would be found.
///
/// Each is in the simulation's own wrappers around disk, line, people and what they read; the programs stay as they are.
package enum PlantedBug: String, Sendable, CaseIterable {
    /// Headquarters' drive answers for syncs that it does not do.
    case forgetfulDisk = "forgetful-disk"
    /// Frames get lost on a connection that stays.
    case swallowedFrames = "swallowed-frames"
    /// Whatever head is offered is cosigned at once, before anybody looked at it or stored it.
    case rubberStamp = "rubber-stamp"
    /// Cabinets keep headquarters' heads without its signature: nothing would contradict another history.
    case unsignedHeads = "unsigned-heads"
    /// Headquarters does not verify own signatures: it is read as if a cabinet had signed all that stands in its acts.
    case unverifiedActs = "unverified-acts"
    /// The lock opens for a grant that the desk refused as forged or not approved.
    case credulousLock = "credulous-lock"
    /// A return waits until headquarters can be reached.
    case returnNeedsLine = "return-needs-line"
    /// Headquarters gives credit without end.
    case endlessCredit = "endless-credit"

    /// The invariant that it breaks.
    package var breaks: Violation.Invariant {
        switch self {
        case .forgetfulDisk: .cosigned
        case .swallowedFrames: .convergence
        case .rubberStamp, .unsignedHeads: .lies
        case .unverifiedActs: .signatures
        case .credulousLock: .locks
        case .returnNeedsLine: .returns
        case .endlessCredit: .memory
        }
    }
}

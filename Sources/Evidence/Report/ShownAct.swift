package import Cryptography
package import Records

/// One record about the seal, with its place in the log.
package struct ShownAct: Sendable, Equatable {
    /// The cabinet that wrote it.
    package let cabinet: String
    /// The log.
    package let origin: Origin
    /// The leaf's place among all acts of the cabinet.
    package let place: ActPlace
    /// Where the cabinet wrote it first, in an epoch that was given up; nil for every other record.
    package let carriedFrom: ActPlace?
    /// When, by the cabinet's clock.
    package let time: HybridTime
    /// How good that clock was.
    package let clockQuality: ClockQuality
    /// Whether the cabinet signed this record by itself.
    package let isSigned: Bool
    /// Who acted; nil when that is closed.
    package let actor: Actor?
    /// What it is about.
    package let subject: Subject
    /// What happened.
    package let event: SealEvent
    /// Whether a proved tag is the one registered for the seal; nil where no tag was proved.
    package let isSealsTag: Bool?
    /// The text of the grant of a take.
    package let grantDigest: Digest?
}

extension ShownAct {
    /// The leaf's index in its log.
    package var index: UInt64 { place.index }

    /// Whether the record says that the seal's own tag answered a challenge in this cabinet.
    var provesSeal: Bool {
        switch event {
        // `tagProved` names no tag: it cannot be held against the registered one.
        case .takeEnded, .returnEnded, .counted: isSealsTag == true
        default: false
        }
    }
}

/// A moment at which a seal's tag was proved by a cabinet's own observation, with nobody there.
struct SealSighting: Sendable, Hashable {
    let cabinet: String
    let drawer: UInt64
    /// Milliseconds since 1970.
    let moment: Int64
}

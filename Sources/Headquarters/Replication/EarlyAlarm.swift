package import Custody
package import Records

/// How much an alarm that came ahead of its backlog proves.
package enum AlarmGrade: Sendable, Equatable {
    /// The leaf lies at its index under a head that continues what is held here.
    case placed(index: UInt64, size: UInt64, missing: UInt64)
    /// The cabinet signed it; where it stands in the log is not proved.
    case unplaced
    /// The act key in force did not sign it: whoever sent it holds the line's key, and it is not believed.
    case unattested
}

/// An alarm that came ahead of its backlog.
package struct EarlyAlarm: Sendable, Equatable {
    /// The cabinet.
    package let cabinet: String
    /// The epoch of the cabinet's acts.
    package let epoch: UInt64
    /// The leaf's index in it, as the cabinet says.
    package let index: UInt64
    /// What it says.
    package let opened: FindingOpened
    /// What it is about.
    package let subject: Subject
    /// When, by the cabinet's clock, in milliseconds since 1970.
    package let time: Int64
    /// How much is proved.
    package let grade: AlarmGrade
}

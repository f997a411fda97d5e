package import Authority
package import Custody
package import Records

/// Everything that decisions and screens need to know at one moment: a value, whole and consistent.
package struct CabinetView: Sendable {
    /// Who this is.
    package let identity: CabinetIdentity
    /// What people have given and what the site's policy says.
    package var obeyed: ObeyedLogs
    /// What this cabinet's acts say.
    package var custody: CustodyState
    /// The log of the present epoch of the acts.
    package var acts: Origin
    /// That epoch, from 1; the head and the sizes below are its own.
    package var epoch: UInt64
    /// What that epoch counts for.
    package var epochStanding: EpochStanding
    /// The signed head of the acts.
    package var head: TreeHead
    /// The size that headquarters has cosigned as consistent: everything above can still be rewritten.
    package var witnessedSize: UInt64
    /// The size that lies at headquarters completely.
    package var mirroredSize: UInt64
    /// The size that lies in a backup of headquarters that was read back: what is below may be given up here.
    package var safeSize: UInt64 = 0
    /// The interval in which the present lies.
    package var time: AuthorisingTime
    /// Whether headquarters answered that it holds another record of this cabinet, and has not cosigned this one since.
    package var isContradicted = false
    /// Whether these records are known to be older than what this cabinet signed: nothing of them is sent.
    package var isRolledBack = false
    /// The log of the present epoch of telemetry; nil where none is written.
    package var telemetry: Origin?
    /// How many records that log has.
    package var telemetrySize: UInt64 = 0
    /// Whether leaves of an earlier epoch are still to come back from headquarters.
    package var isRecovering = false
    /// Whether leaves of the acts are still to come back because what lies here of them is damaged.
    package var isDamaged = false
    /// Where this machine's own record begins, where it took another's place.
    package var replacement: Replacement?
    /// Whether the record of the machine whose place this one took is not all here.
    package var isInheriting = false

    /// Whether the acts are being folded anew: no takes until they are.
    package var isRebuilding = false

    /// Whether the disk is full: no takes until there is room again.
    package var isDiskFull = false

    /// How many acts are not at headquarters yet.
    var pendingCount: UInt64 { head.size - min(head.size, mirroredSize) }

    /// The desk that decides takes.
    package var takeDesk: TakeDesk {
        TakeDesk(
            standing: obeyed.standing,
            policy: obeyed.policy,
            custody: custody,
            missesCriticalRecord: obeyed.missesCriticalRecord || !obeyed.lacking.isEmpty
                || !obeyed.policy.subjects.unreadable.isEmpty,
            isContradicted: isContradicted || isRecovering && !isInheriting && !isDamaged,
            isEpochProvisional: !epochStanding.counts,
            isRebuilding: isRebuilding,
            isDiskFull: isDiskFull,
            isReplaced: isReplaced,
            isInheriting: isInheriting,
            isDamaged: isDamaged
        )
    }

    /// Whether officers enrolled another machine under this cabinet's name, behind this one.
    package var isReplaced: Bool {
        let machines = obeyed.standing.machines(of: identity.cabinet)
        let own = machines.lastIndex { $0.statement.replacement == replacement }
        return own.map { $0 < machines.count - 1 } ?? false
    }

    /// The desk that finds a drawer for what comes back.
    package var returnDesk: ReturnDesk { ReturnDesk(policy: obeyed.policy, custody: custody) }
}

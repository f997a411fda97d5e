/// A promise of the house that a world saw broken.
package struct Violation: Sendable, Equatable {
    /// What must hold after every step.
    package enum Invariant: String, Sendable, CaseIterable {
        /// Nothing that headquarters cosigned is ever lost or changed.
        case cosigned = "nothing cosigned is lost or changed"
        /// An honest cabinet and an honest headquarters agree once the network has healed.
        case convergence = "an honest pair converges when the network heals"
        /// A lie is refused, or leaves two signatures that contradict each other.
        case lies = "a lie is refused or leaves two contradictory signatures"
        /// Nobody believes of a seal what its cabinet's act key did not sign.
        case signatures = "no record that the act key did not sign moves a seal"
        /// No lock opens for a take without signatures that headquarters lacks the keys for.
        case locks = "no lock opens without signatures the server lacks"
        /// Nothing blocks a return.
        case returns = "a return is never blocked"
        /// What waits anywhere is no more than a named limit.
        case memory = "memory stays within named limits"
    }

    /// Which one.
    package let invariant: Invariant
    /// What was seen.
    package let text: String
}

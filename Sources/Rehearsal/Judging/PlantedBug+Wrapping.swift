import Replication
import Simulation

extension PlantedBug? {
    /// A cabinet's line, with the planted mistake where it is one of lines.
    func line(over link: SimulatedLink) -> any Link {
        self == .swallowedFrames ? SwallowingLink(link) : link
    }

    /// Headquarters' end of all lines, with the planted mistake where it is one of headquarters' answers.
    func door(over hub: SimulatedHub) -> any LinkHub {
        self == .endlessCredit ? SpendthriftHub(hub) : hub
    }
}

import Logging
import Records
import Simulation

/// What all machines of one world share.
struct House: Sendable {
    let thread: OneThread
    let trace: Trace
    let network: SimulatedNetwork
    let founding: Founding
    let judge: Judge
    let planted: PlantedBug?

    /// What a machine's program logs goes to whoever listens to the story.
    func logger(of place: String) -> Logger {
        Logger(label: "signet.simulation") { _ in OverheardLog(trace: trace, place: place) }
    }
}

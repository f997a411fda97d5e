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

    /// Programs of simulated machines log to nobody: what matters of them is in the trace.
    var logger: Logger { Logger(label: "signet.simulation") { _ in SwiftLogNoOpLogHandler() } }
}

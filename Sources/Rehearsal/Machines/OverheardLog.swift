import Logging
import Simulation

/// What a simulated machine's program logs, for whoever listens to the story.
///
/// It is no part of the trace: what a program says may come from any of its threads, between any two events.
struct OverheardLog: LogHandler {
    let trace: Trace
    let place: String
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let said = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        trace.overhear("\(place) logs: \(event.message)\(said.joined())")
    }
}

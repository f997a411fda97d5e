import ArgumentParser
import Dispatch
import Glibc
import Logging
import Simulation

/// Plays until SIGTERM or SIGINT, then writes its state down.
struct Play: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Plays until SIGTERM or SIGINT.")

    @Argument(help: "The cabinets to play, a JSON file.")
    var file: String

    @Argument(help: "Where state, serial lines and control socket are.")
    var folder: String

    func run() throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        let rig = try Rig(try RigConfiguration(path: file), folder: RigFolder(path: folder))
        let waker = rig.waker
        let sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { waker.stop() }
            source.activate()
            return source
        }
        Logger(label: "signet-rig").warning("hardware is simulated", metadata: ["rig.folder": "\(folder)"])
        try rig.run()
        for source in sources { source.cancel() }
    }
}

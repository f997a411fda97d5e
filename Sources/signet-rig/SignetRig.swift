import Dispatch
import Glibc
import Simulation

/// The rig: simulated hardware at the far end of serial lines, and relays that can be cut.
///
///     signet-rig CONFIGURATION FOLDER     plays until SIGTERM or SIGINT; state, lines and socket are in FOLDER
///     signet-rig --ask FOLDER             sends each line of standard input to the rig of FOLDER, prints the answers
@main struct SignetRig {
    private static let usage = "usage: signet-rig CONFIGURATION FOLDER | signet-rig --ask FOLDER"

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 2, let first = arguments.first, let folder = arguments.last else {
            say(usage)
            exit(EX_USAGE)
        }
        do throws(RigError) {
            if first == "--ask" {
                try ask(RigFolder(path: folder))
            } else {
                try play(configuration: first, RigFolder(path: folder))
            }
        } catch {
            say("signet-rig: \(error)")
            exit(EXIT_FAILURE)
        }
    }

    private static func play(configuration path: String, _ folder: RigFolder) throws(RigError) {
        let rig = try Rig(try RigConfiguration(path: path), folder: folder)
        let waker = rig.waker
        let sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { waker.stop() }
            source.activate()
            return source
        }
        say("warning: readers, tags, lock boards and lines in \(folder.path) are SIMULATED hardware")
        try rig.run()
        for source in sources { source.cancel() }
    }

    private static func ask(_ folder: RigFolder) throws(RigError) {
        let client = RigClient(folder: folder)
        while let line = readLine() {
            print(try client.sendLine(line))
        }
    }

    private static func say(_ text: String) {
        let bytes = Array("\(text)\n".utf8)
        _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
    }
}

import FoundationEssentials
import Glibc
import Synchronization

@testable import Simulation

/// Folders for fleets, gone when the test process ends.
enum ScenarioFolders {
    private static let count = Mutex(0)
    /// Short, because the paths of sockets lie below it.
    private static let base: String = {
        let path = "\(FileManager.default.temporaryDirectory.path)/signet-\(getpid())"
        atexit { try? FileManager.default.removeItem(atPath: ScenarioFolders.base) }
        return path
    }()

    /// Where nothing is yet.
    static func next() -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "\(base)/\(number)"
    }

    /// The folder of the programs that were built with the running tests.
    static var programs: String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    }
}

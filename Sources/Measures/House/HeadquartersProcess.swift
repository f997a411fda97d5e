import FoundationEssentials
import Glibc
import Headquarters
import Subprocess
import SystemPackage

/// A measured headquarters in a process of its own, so that what it uses can be told from what its cabinets use.
package enum HeadquartersProcess {
    /// The subcommand of the measuring program that calls ``run(folder:)``.
    package static let command = "headquarters"
    private static let startWaitMax = Duration.seconds(120)
    private static let lookPause = Duration.milliseconds(5)

    /// Opens the headquarters that was founded in a folder and serves it until the process is ended.
    package static func run(folder: String) async throws {
        let house = try await MeasuredHouse(reopening: folder)
        let line = try HeadquartersLine(house, ledger: house.ledger)
        try Data(line.address.utf8).write(to: URL(filePath: addressPath(folder)), options: .atomic)
        try await line.service.run()
    }

    /// Starts it, gives a body its address and what tells of its memory, and ends it after that.
    static func with<Result: Sendable>(
        folder: String,
        _ body:
            @Sendable @escaping (_ address: String, _ peakMemoryBytes: @Sendable () throws -> Int)
            async throws ->
            Result
    ) async throws -> Result {
        let ended = try await Subprocess.run(
            .path("/proc/self/exe"),
            arguments: [command, "--state", folder],
            input: .none,
            output: .discarded,
            error: .discarded
        ) { execution in
            let process = execution.processIdentifier.value
            // However the body ends, the process does.
            defer { _ = kill(process, SIGKILL) }
            let address = try await awaitAddress(folder)
            return try await body(address) { try peakMemory(of: process) }
        }
        return ended.closureResult
    }

    private static func addressPath(_ folder: String) -> String { folder + "/address" }

    private static func awaitAddress(_ folder: String) async throws -> String {
        let deadline = ContinuousClock.now + startWaitMax
        while ContinuousClock.now < deadline {
            if let address = try? String(contentsOfFile: addressPath(folder), encoding: .utf8) {
                return address
            }
            try await Task.sleep(for: lookPause)
        }
        throw MeasureError("headquarters' process did not begin to listen within \(startWaitMax)")
    }

    /// The most memory that a process has had, in bytes (proc_pid_status(5), VmHWM).
    private static func peakMemory(of process: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let kibibytes = line.flatMap({ Int($0.split(separator: " ").dropFirst().first ?? "") }) else {
            throw MeasureError("the kernel does not tell of the memory of process \(process)")
        }
        return kibibytes * 1_024
    }
}

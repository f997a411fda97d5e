import Glibc
import Subprocess
import SystemPackage

/// One of Signet's programs as a process of its own, with its output in a file.
///
/// It has a process group of its own, so that Ctrl-C reaches us and we stop it in order.
package actor Program {
    /// What happens when the program ends by itself.
    package enum Ending: Sendable {
        /// Nothing.
        case stays
        /// It is started again, as a service manager would.
        case restarts
    }

    /// How long a stop in order may take before the program is killed.
    private static let stopWaitMax: Duration = .seconds(20)
    private static let restartPause: Duration = .milliseconds(200)

    /// What the program is called in messages.
    package let name: String
    /// Where its output goes.
    package let logPath: String
    private let executable: String
    private let arguments: [String]
    private let ending: Ending
    private var keeper: Task<Void, Never>?
    private var running: ProcessIdentifier?
    private var isWanted = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A program that is not started yet.
    package init(
        _ name: String,
        executable: String,
        arguments: [String],
        logPath: String,
        ending: Ending = .stays
    ) {
        self.name = name
        self.executable = executable
        self.arguments = arguments
        self.logPath = logPath
        self.ending = ending
    }

    /// The process's number while it runs.
    package var processIdentifier: Int32? { running?.value }

    /// Starts it; returns when the process is there.
    ///
    /// - Throws: ``FleetError`` `.program` where it cannot be started.
    package func start() async throws {
        guard keeper == nil else { return }
        isWanted = true
        keeper = Task { await keep() }
        while running == nil, keeper != nil {
            await withCheckedContinuation { waiting.append($0) }
        }
        guard running != nil else {
            throw FleetError(.program, "\(name) could not be started: see \(logPath)")
        }
    }

    /// Asks it to end, and kills it where it does not.
    package func stop() async {
        isWanted = false
        guard let keeper else { return }
        signal(SIGTERM)
        let impatience = Task {
            try await Task.sleep(for: Self.stopWaitMax)
            self.signal(SIGKILL)
        }
        await keeper.value
        impatience.cancel()
    }

    /// Ends it at once (SIGKILL) and returns when it is gone; it is not started again.
    package func kill() async {
        isWanted = false
        signal(SIGKILL)
        await keeper?.value
    }

    private func signal(_ number: Int32) {
        guard let running else { return }
        // It may have ended in this moment: then there is nobody to tell.
        _ = Glibc.kill(running.value, number)
    }

    private func keep() async {
        repeat {
            do { try await runOnce() } catch { break }
            running = nil
            if isWanted { try? await Task.sleep(for: Self.restartPause) }
        } while isWanted && ending == .restarts
        running = nil
        keeper = nil
        wake()
    }

    private func runOnce() async throws {
        let log = try FileDescriptor.open(
            FilePath(logPath),
            .writeOnly,
            options: [.append, .create, .closeOnExec],
            permissions: .ownerReadWrite
        )
        var options = PlatformOptions()
        options.processGroupID = 0
        _ = try await Subprocess.run(
            .path(FilePath(executable)),
            arguments: Arguments(arguments),
            platformOptions: options,
            input: .none,
            output: .fileDescriptor(log, closeAfterSpawningProcess: true),
            error: .combinedWithOutput
        ) { execution in
            began(execution.processIdentifier)
        }
    }

    private func began(_ process: ProcessIdentifier) {
        running = process
        wake()
    }

    private func wake() {
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}

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
    private static let lookPause: Duration = .milliseconds(5)

    /// What the program is called in messages.
    package let name: String
    /// Where its output goes.
    package let logPath: String
    private let executable: String
    private let arguments: [String]
    private let ending: Ending
    private let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation
    private var running: ProcessIdentifier?
    private var isWanted = false
    /// Whether ``keep()`` is at work on a wish.
    private var isKept = false

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
        (wishes, wish) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// The process's number while it runs.
    package var processIdentifier: Int32? { running?.value }

    /// Runs the program whenever it is wanted, until the task is cancelled, which kills it.
    func keep() async {
        for await _ in wishes {
            repeat {
                do { try await runOnce() } catch { isWanted = false }
                running = nil
                if isWanted { try? await Task.sleep(for: Self.restartPause) }
            } while isWanted && ending == .restarts && !Task.isCancelled
            isKept = false
        }
    }

    /// Starts it; returns when the process is there.
    ///
    /// - Throws: ``FleetError`` `.program` where it cannot be started.
    package func start() async throws {
        guard !isKept else { return }
        (isWanted, isKept) = (true, true)
        wish.yield()
        while running == nil, isKept { try await Task.sleep(for: Self.lookPause) }
        guard running != nil else {
            throw FleetError(.program, "\(name) could not be started: see \(logPath)")
        }
    }

    /// Asks it to end, kills it where it does not, and returns when it is gone.
    package func stop() async { await end(SIGTERM) }

    /// Ends it at once (SIGKILL) and returns when it is gone; it is not started again.
    package func kill() async { await end(SIGKILL) }

    private func end(_ number: Int32) async {
        isWanted = false
        signal(number)
        let deadline = ContinuousClock.now + Self.stopWaitMax
        while isKept {
            if ContinuousClock.now > deadline { signal(SIGKILL) }
            // Cancelled, there is nothing to wait for: whoever keeps it kills it.
            do { try await Task.sleep(for: Self.lookPause) } catch { return }
        }
    }

    private func signal(_ number: Int32) {
        guard let running else { return }
        // It may have ended in this moment: then there is nobody to tell.
        _ = Glibc.kill(running.value, number)
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
            running = execution.processIdentifier
        }
    }
}

import Dispatch
import FoundationEssentials
import Synchronization

/// A rig on a thread of its own within this process, for tests and measurements.
package final class RunningRig: Sendable {
    /// Where its lines and its socket are.
    package let folder: RigFolder
    /// A hand in its world.
    package let client: RigClient

    private let waker: LoopWaker
    private let ended = DispatchGroup()
    private let failure = Mutex<RigError?>(nil)

    /// Builds the rig and starts it; its lines can be opened and its socket answers when this returns.
    package init(_ configuration: RigConfiguration, folder: RigFolder) throws(RigError) {
        // Handed over to the one thread that plays it: nothing here touches it again.
        nonisolated(unsafe) let rig = try Rig(configuration, folder: folder)
        self.folder = folder
        client = RigClient(folder: folder)
        waker = unsafe rig.waker
        ended.enter()
        DispatchQueue(label: "signet.simulation.rig").async { [self] in
            do throws(RigError) {
                try unsafe rig.run()
            } catch {
                failure.withLock { $0 = error }
            }
            ended.leave()
        }
    }

    /// Stops it and waits until its state is written down.
    package func stop() throws(RigError) {
        waker.stop()
        ended.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }
}

/// Runs `body` beside a rig in a temporary folder of its own, stopped and removed afterwards, however `body` ended.
package func withRunningRig<Result>(
    _ configuration: RigConfiguration,
    _ body: (RunningRig) async throws -> Result
) async throws -> Result {
    let path = FileManager.default.temporaryDirectory
        .appending(path: "signet-rig-\(UInt64.random(in: 0 ... .max))").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rig = try RunningRig(configuration, folder: RigFolder(path: path))
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(rig)) } catch { result = .failure(error) }
    try rig.stop()
    return try result.get()
}

import Dispatch

/// The ledger's own thread: a commit waits for the disk, and Swift's shared threads must not wait with it.
final class LedgerExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "signet.headquarters.ledger")

    /// Runs the job after those before it (SE-0392).
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedSerialExecutor()
        queue.async { unsafe job.runSynchronously(on: executor) }
    }
}

import Dispatch

/// A serial executor with a thread of its own for an actor whose calls block, so that they never hold up the shared pool.
package final class BlockingExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// `label` names the thread's queue in a debugger.
    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs the job after those before it (SE-0392).
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedSerialExecutor()
        queue.async { unsafe job.runSynchronously(on: executor) }
    }
}

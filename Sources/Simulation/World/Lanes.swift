/// The pool of threads of one simulated machine: tasks that prefer it run on the world's one thread, in a drawn order.
///
/// Child tasks and actors without an executor of their own follow the preference of their task (SE-0417).
package final class PoolLane: TaskExecutor {
    private let thread: OneThread
    private let number: UInt64

    /// A pool of a machine of this world.
    package init(_ thread: OneThread) {
        self.thread = thread
        number = thread.addLane()
    }

    /// Runs the job when it is drawn.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedTaskExecutor()
        thread.enqueue(lane: number, isOrdered: false) { unsafe job.runSynchronously(on: executor) }
    }
}

/// A thread of its own of one simulated machine, for an actor whose calls block: jobs keep their order.
package final class OrderedLane: SerialExecutor {
    private let thread: OneThread
    private let number: UInt64

    /// A thread of a machine of this world.
    package init(_ thread: OneThread) {
        self.thread = thread
        number = thread.addLane()
    }

    /// Runs the job after those before it.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedSerialExecutor()
        thread.enqueue(lane: number, isOrdered: true) { unsafe job.runSynchronously(on: executor) }
    }
}

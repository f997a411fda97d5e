import Dispatch

/// A thread of its own for a supervisor, whose calls block while the reader works.
///
/// A serial queue draws on threads that the shared pool of Swift does not use, so a silent reader holds up nobody
/// but those who wait for it.
final class ReaderExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(name: String) { queue = DispatchQueue(label: "reader \(name)") }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedSerialExecutor()
        queue.async { unsafe job.runSynchronously(on: executor) }
    }
}

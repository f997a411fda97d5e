import Synchronization

/// The parts of a daemon that its watchdog asks, each from the moment on when it can answer.
///
/// A daemon that still waits for something, such as its enrolment, is well with no part at all.
package final class VitalSigns: Sendable {
    /// Whether one part answers; a part that hangs never says so.
    package typealias Question = @Sendable () async -> Bool

    private let questions = Mutex<[Question]>([])

    /// Nothing is asked yet.
    package init() {}

    /// Asks this part too, until the daemon ends.
    package func watch(_ question: @escaping Question) {
        questions.withLock { $0.append(question) }
    }

    /// Whether every part answers, asked one after the other.
    package func areGood() async -> Bool {
        for question in questions.withLock({ $0 }) {
            guard await question() else { return false }
        }
        return true
    }
}

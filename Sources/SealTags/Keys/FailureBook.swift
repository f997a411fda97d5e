import Synchronization

/// The budget of one cabinet in memory, saved whenever an attempt does not succeed.
///
/// A success costs no write: what it would take away is an old number of attempts without an answer, which the next
/// success after a restart takes away as well.
package final class FailureBook: FailureLedger {
    private let budget: Mutex<FailureBudget>
    private let save: @Sendable ([UInt8]) throws -> Void

    /// `save` puts the durable form of the budget where it survives a power cut, before it returns.
    package init(_ budget: FailureBudget, save: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.budget = Mutex(budget)
        self.save = save
    }

    package func begin(_ uid: TagUID, _ number: KeyNumber) throws(TagError) {
        try budget.withLock { budget throws(TagError) in try budget.begin(uid, number) }
    }

    package func end(_ uid: TagUID, _ number: KeyNumber, _ outcome: AuthenticationOutcome) throws(TagError) {
        try budget.withLock { budget throws(TagError) in
            budget.end(uid, number, outcome)
            if outcome != .proved { try write(budget) }
        }
    }

    /// Lets a key be tried again, durably: only after a record of those who looked at the tag.
    package func clear(_ uid: TagUID, _ number: KeyNumber) throws(TagError) {
        try budget.withLock { budget throws(TagError) in
            budget.clear(uid, number)
            try write(budget)
        }
    }

    /// True when the key must not be tried.
    package func isSpent(_ uid: TagUID, _ number: KeyNumber) -> Bool {
        budget.withLock { $0.isSpent(uid, number) }
    }

    private func write(_ budget: FailureBudget) throws(TagError) {
        do { try save(budget.bytes) } catch {
            throw TagError(.budgetNotSaved, "the failure budget could not be written: \(error)")
        }
    }
}

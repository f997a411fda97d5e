/// Who keeps the budget of failed authentications: every attempt asks before and tells after.
package protocol FailureLedger: Sendable {
    /// Takes an attempt, or throws `budgetSpent`.
    func begin(_ uid: TagUID, _ number: KeyNumber) throws(TagError)

    /// Notes how it ended; a failure is durable when this returns, else it throws `budgetNotSaved`.
    func end(_ uid: TagUID, _ number: KeyNumber, _ outcome: AuthenticationOutcome) throws(TagError)
}

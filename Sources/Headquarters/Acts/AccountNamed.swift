package import Records

/// The detail of `loggedIn`, `logInFailed` and `accountChanged`.
package struct AccountNamed: Canonical, Hashable {
    /// The account's name, as it was typed.
    package let account: String
    /// The address it came from, or what was changed.
    package let note: String

    /// An account and a word about it.
    package init(account: String, note: String) {
        self.account = account
        self.note = note
    }

    package var canonical: CBOR { .map(CBORMap([0: account.canonical, 1: note.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an account's act")
        account = try fields.value(0)
        note = try fields.value(1)
        try fields.finish()
    }
}

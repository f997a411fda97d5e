import Enrolment
package import Records
import Screens
import Synchronization

/// The console's accounts in one file that only headquarters reads.
///
/// The file is looked at with each use, so that `signet-hq account add` is known at once, and read when it is another one.
package final class AccountBook: Sendable {
    /// The most accounts.
    package static let countMax = 20_000
    private static let byteCountMax = 16 << 20

    private let path: String
    private let lock = Mutex(())
    private let known = Mutex<Reading?>(nil)

    /// The file as it was read last.
    private struct Reading: Sendable {
        /// Nil where no file was seen: read again each time.
        let state: FileState?
        let accounts: [Account]
        let names: [Identifier<Person>: String]
    }

    /// The accounts in a file, which need not be there yet.
    package init(path: String) { self.path = path }

    /// All accounts.
    package func accounts() throws -> [Account] { try reading().accounts }

    /// What the accounts' people are called.
    package func names() throws -> [Identifier<Person>: String] { try reading().names }

    private func reading() throws -> Reading {
        // Taken before the file is read: one that is replaced meanwhile is read once more.
        let state = FileState(of: path)
        if let state, let reading = known.withLock({ $0 }), reading.state == state { return reading }
        let accounts = try read()
        let reading = Reading(
            state: state,
            accounts: accounts,
            names: Dictionary(accounts.map { ($0.person, $0.displayName) }) { first, _ in first }
        )
        known.withLock { $0 = reading }
        return reading
    }

    private func read() throws -> [Account] {
        let bytes: [UInt8]
        do {
            bytes = try ProtectedFile.read(path, readers: .ownerOnly, byteCountMax: Self.byteCountMax)
        } catch  where error.code == .notFound { return [] }
        guard case .array(let entries) = try CBOR(decoding: bytes) else {
            throw HeadquartersError(.malformed, "the file of accounts is damaged; restore it from the backup")
        }
        return try entries.map { try Account(canonical: $0) }
    }

    /// One account; nil where there is none of that name.
    package func account(_ name: String) throws -> Account? {
        try accounts().first { $0.name == name }
    }

    /// Adds an account, or puts it in place of the one of its name.
    ///
    /// - Throws: ``HeadquartersError`` `.malformed`, `.tooMany`; `.conflict` when it is there and may not be replaced.
    package func put(_ account: Account, replacing: Bool) throws {
        guard (1...Account.nameByteCountMax).contains(account.name.utf8.count),
            account.name.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw HeadquartersError(
                .malformed,
                "an account's name has 1–\(Account.nameByteCountMax) printable characters without spaces"
            )
        }
        try lock.withLock { _ in
            var accounts = try read()
            if let index = accounts.firstIndex(where: { $0.name == account.name }) {
                guard replacing else {
                    throw HeadquartersError(.conflict, "there is an account \(account.name) already")
                }
                accounts[index] = account
            } else {
                guard accounts.count < Self.countMax else {
                    throw HeadquartersError(.tooMany, "there are \(Self.countMax) accounts already")
                }
                accounts.append(account)
            }
            let bytes = CBOR.array(accounts.map(\.canonical)).encoded
            try ProtectedFile.replace(path, bytes, readers: .ownerOnly)
        }
    }
}

import FoundationEssentials
import Records
import Screens
import Testing

@testable import Headquarters

@Suite struct AccountBookTests {
    @Test func `what another process writes is known at once, whichever way the file came to be another`()
        throws
    {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "signet-accounts-\(UInt64.random(in: 0 ... .max))").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (reader, writer) = (AccountBook(path: path), AccountBook(path: path))
        #expect(try reader.accounts().isEmpty)
        var generator = SystemRandomNumberGenerator()
        let person = Identifier<Person>(using: &generator)
        for number in 0..<100 {
            // Names of one length: neither the file's size nor a coarse clock may be what tells.
            let account = Account(
                name: "zhou",
                displayName: "周\(100 + number)",
                person: person,
                posts: [AccountPost(.auditor, at: .whole)],
                verifier: "v"
            )
            try writer.put(account, replacing: true)
            #expect(try reader.names() == [person: "周\(100 + number)"])
            #expect(try reader.account("zhou")?.displayName == "周\(100 + number)")
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(try reader.accounts().isEmpty)
    }

    @Test func `a file that others may read from now on is refused, although it was read before`() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "signet-accounts-\(UInt64.random(in: 0 ... .max))").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let book = AccountBook(path: path)
        let person = try #require(Identifier<Person>([UInt8](repeating: 1, count: 16)))
        try book.put(
            Account(
                name: "zhou",
                displayName: "周",
                person: person,
                posts: [],
                verifier: "v"
            ),
            replacing: false
        )
        #expect(try book.accounts().count == 1)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: (any Error).self) { try book.accounts() }
    }
}

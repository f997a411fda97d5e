import CabinetAppliance
import Cryptography
import Enrolment
import Foundation
import Records
import Testing

@testable import Headquarters

/// What a copy of headquarters' database is good for: it can be read, and nobody can sign or open anything with it.
@Suite struct StolenDatabaseTests {
    @Test func `no key that signs or opens lies in headquarters' database`() async throws {
        let office = try await Office.founded()
        let cabinet = try await office.enrol("c1")
        let (person, seal) = try await office.furnish("c1")
        let application = try await office.ledger.file(office.form(seal, person), applicant: person)
        for index in 0..<2 {
            _ = try await office.ledger.approve(
                application.digest,
                try office.approval(of: application, by: index),
                by: Actor(component: "test")
            )
        }
        let database = try ["evidence.sqlite", "evidence.sqlite-wal"].reduce(into: Data()) { bytes, name in
            bytes += try Data(contentsOf: URL(filePath: "\(office.folder)/\(name)"))
        }
        let own = office.keys.current
        let logs: [HeadquartersSecrets.Log] = [.authority, .acts, .receipts, .policy(site: "east")]
        let signing =
            try logs.map { try own.logKey($0).privateKey } + [own.notes, own.witness, own.mirror, own.safe]
            + office.owners + office.officers + office.approvers
            + [cabinet.logKey(.acts).privateKey, cabinet.act, cabinet.witness]
        let opening = [own.transport, own.enrolment, cabinet.transport].map { $0.secretBytes.exposedCopy() }
        for key in signing.map(\.seed) + opening {
            #expect(key.count == 32 && database.range(of: Data(key)) == nil)
        }
        // The search finds what is there: public halves, and names in clear.
        for key in office.officers { #expect(database.range(of: Data(key.publicKey.bytes)) != nil) }
        #expect(database.range(of: Data("合同专用章".utf8)) != nil)
    }
}

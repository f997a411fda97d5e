import Custody
import Enrolment

@testable import Headquarters

/// A headquarters, and one of its cabinets whose log's key is in the hands of the test.
struct ForgedScene {
    let office: Office
    let secrets: CabinetSecrets
    let log: ForgedLog

    init() async throws {
        office = try await Office.founded()
        secrets = try await office.enrol("c1")
        log = try ForgedLog("c1", of: office, secrets: secrets)
    }

    var copy: CabinetCopy? { office.ledger.view.cabinets["c1"] }
    var custody: CustodyState? { copy?.custody }

    /// What headquarters has noted of a kind.
    func noted(_ kind: FindingKind) -> [NotedFinding] {
        office.ledger.view.desks.findings.filter { $0.opened.kind == kind }
    }

    /// The texts of that.
    func findings(_ kind: FindingKind) -> [String] { noted(kind).map(\.opened.note) }

    /// Sends what was written, and folds it.
    func send() async throws {
        try await log.send(to: office.ledger)
        await office.ledger.projectAll()
    }

    /// What a start folds of it, from the first leaf on.
    func again() async throws -> CustodyState? {
        let again = try await Office.open(office.folder, office.keys, office.root, office.clock)
        return again.view.cabinets["c1"]?.custody
    }

    /// A return as the cabinet writes it.
    func writeReturn(_ visit: UInt8) throws {
        try log.write(Written.begun(visit), by: secrets.act)
        try log.write(Written.ended(visit), by: secrets.act)
    }
}

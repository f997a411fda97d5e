import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

@Suite struct ObeyedLogsTests {
    private let organisation: SimulatedOrganisation

    init() throws {
        var organisation = try SimulatedOrganisation.founded()
        for number in 1...3 {
            _ = try organisation.file(try organisation.approved(organisation.grant(number)))
        }
        _ = try organisation.appendToPolicy(
            Draft(
                .taking,
                .sealSuspended,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: Subject(seal: id(400))
            )
        )
        self.organisation = organisation
    }

    private func logs(waitingCountMax: Int = SitePolicy.waitingCountMax) -> ObeyedLogs {
        ObeyedLogs(
            standing: Standing(
                organisation: SimulatedOrganisation.name,
                pinnedRoot: organisation.standing.pinnedRoot
            ),
            policy: SitePolicy(site: "east", waitingCountMax: waitingCountMax)
        )
    }

    @Test(arguments: [Record(leafBytes: [1, 2, 3], bodyBytes: []), nil])
    func `a leaf of policy that cannot be read or names another place stops takes, and the next ones count`(
        broken: Record?
    ) throws {
        var logs = logs()
        for record in organisation.authorityRecords { _ = try logs.fold(authority: record) }
        for (index, record) in organisation.policyRecords.enumerated() {
            // A copy of the first leaf says that it is the first, wherever it stands.
            let stored = index == 1 ? broken ?? organisation.policyRecords[0] : record
            let reports = try logs.fold(policy: stored)
            #expect(reports.count == (index == 1 ? 1 : 0))
        }
        #expect(logs.missesCriticalRecord)
        #expect(logs.policy.grants.count == 2)
        #expect(logs.policy.isSuspended(seal: id(400)))
    }

    @Test func `a leaf of authority that names another place stops takes and nothing else`() throws {
        var logs = logs()
        for (index, record) in organisation.authorityRecords.enumerated() {
            let isLast = index == organisation.authorityRecords.count - 1
            _ = try logs.fold(authority: isLast ? organisation.authorityRecords[0] : record)
        }
        #expect(logs.missesCriticalRecord)
        #expect(logs.standing.approvers.count == 2)
    }

    @Test func `leaves of policy that wait for authority have a limit, and go on when it has come`() throws {
        var logs = logs(waitingCountMax: 2)
        for record in organisation.policyRecords.prefix(2) { _ = try logs.fold(policy: record) }
        #expect(logs.policy.room == 0)
        #expect(throws: RecordsError.self) { try logs.fold(policy: organisation.policyRecords[2]) }
        for record in organisation.authorityRecords { _ = try logs.fold(authority: record) }
        #expect(logs.policy.room == 2)
        for record in organisation.policyRecords.dropFirst(2) { _ = try logs.fold(policy: record) }
        #expect(logs.policy.grants == organisation.policy.grants)
        #expect(logs.policy.isSuspended(seal: id(400)))
    }
}

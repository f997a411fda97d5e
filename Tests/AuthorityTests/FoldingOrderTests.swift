import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// The same leaves and the same cosignatures, in any order of arrival and with any starts between: one state.
@Suite struct FoldingOrderTests {
    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func `any split into live folding and starts gives the same state`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let story = try Story(&random)
        let whole = try story.foldedAtAStart()
        for _ in 0..<3 {
            let live = try story.foldedLive(&random)
            #expect(live.standing == whole.standing, "seed \(seed)")
            #expect(live.policy == whole.policy, "seed \(seed)")
            #expect(live.missesCriticalRecord == whole.missesCriticalRecord, "seed \(seed)")
        }
    }

    @Test func `the stories hold what is to be told apart`() throws {
        var (waits, refusals, anew) = (0, 0, 0)
        for seed in 1...24 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let story = try Story(&random)
            let whole = try story.foldedAtAStart()
            if whole.standing.waitingCount > 0 || !whole.policy.waiting.isEmpty { waits += 1 }
            if whole.policy.seals.count + whole.policy.persons.count < story.givenToPolicy { refusals += 1 }
            if try story.foldsAnewLive(&random) { anew += 1 }
        }
        #expect(waits > 4)
        #expect(refusals > 4)
        #expect(anew > 1)
    }
}

/// Two logs and the heads that witnesses cosigned, made up from a seed.
private struct Story {
    private(set) var organisation: SimulatedOrganisation
    /// The sizes of `authority` that a majority of witnesses cosigned.
    private var cosigned: [UInt64] = []
    private(set) var givenToPolicy = 0
    private var officers: [Ed25519PrivateKey]
    private let people: [Ed25519PrivateKey]

    init(_ random: inout SeededGenerator) throws {
        organisation = try SimulatedOrganisation.founded()
        people = organisation.officers + (try (0..<3).map { _ in try Ed25519PrivateKey() })
        officers = organisation.officers
        for _ in 0..<30 { try step(&random) }
    }

    private mutating func step(_ random: inout SeededGenerator) throws {
        let owners = Array(organisation.owners.prefix(2))
        let version = organisation.standing.size
        switch Int.random(in: 0..<12, using: &random) {
        case 0:
            let witnesses = try (1...Int.random(in: 1...3, using: &random)).map {
                Witness(
                    name: "example.org/cabinet/c\($0)",
                    key: Bytes(try Ed25519PrivateKey().publicKey.bytes)
                )
            }
            let named = Int.random(in: 0..<6, using: &random) == 0 ? [] : witnesses
            _ = try organisation.give(
                WitnessPolicyStatement(head: organisation.head, version: version, witnesses: named),
                by: owners
            )
        case 1, 2:
            if Bool.random(using: &random) { try organisation.noteHeads() }
            officers = Array(people.shuffled(using: &random).prefix(3))
            _ = try organisation.give(organisation.officersStatement(version: version, officers), by: owners)
        case 3:
            let removed = PersonInGeneration(
                person: organisation.approverIDs.randomElement(using: &random) ?? id(100),
                generation: 1
            )
            try takeFromAuthority(.personRemoved, detail: removed.canonical)
        case 4:
            try takeFromAuthority(.cabinetSuspended, subject: Subject(cabinet: "c1"))
        case 5:
            _ = try organisation.give(organisation.cabinet(version: version), by: signers(&random))
        case 6:
            var rule = organisation.rule
            if Bool.random(using: &random) {
                rule = SealRule(
                    name: rule.name,
                    approvals: rule.approvals,
                    needsCompanion: false,
                    modes: rule.modes
                )
            }
            let rules = RulesStatement(
                head: organisation.head,
                version: 1 + UInt64.random(in: 0..<4, using: &random),
                rules: [rule]
            )
            _ = try organisation.give(rules, by: owners)
        case 7: cosigned.append(UInt64.random(in: 1...organisation.standing.size, using: &random))
        case 8:
            let draft = Draft(
                .taking,
                .sealSuspended,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: Subject(seal: id(400 + Int.random(in: 0..<3, using: &random)))
            )
            _ = try organisation.appendToPolicy(draft, citing: cited(&random))
        case 9:
            let cited = cited(&random)
            let person = PersonStatement(
                head: StatementHead(organisation: SimulatedOrganisation.name, madeUnder: cited),
                person: organisation.approverIDs.randomElement(using: &random) ?? id(100),
                generation: 1,
                version: version,
                name: "人",
                rights: []
            )
            try file(person, citing: cited, &random)
        default:
            let number = Int.random(in: 0..<3, using: &random)
            let cited = cited(&random)
            let seal = SealStatement(
                head: StatementHead(organisation: SimulatedOrganisation.name, madeUnder: cited),
                seal: id(400 + number),
                version: version,
                name: "章",
                tag: TagReference(
                    uid: Bytes([4, 0, 0, 0, 0, 0, UInt8(number)]),
                    keyNumber: 1,
                    keyVersion: 1
                ),
                grade: .proved,
                cabinet: "c1",
                drawer: 1,
                rule: "contract"
            )
            try file(seal, citing: cited, &random)
        }
    }

    private mutating func file(
        _ statement: some Statement,
        citing cited: UInt64,
        _ random: inout SeededGenerator
    ) throws {
        givenToPolicy += 1
        _ = try organisation.file(statement, by: signers(&random), citing: cited)
    }

    private mutating func takeFromAuthority(
        _ kind: RecordKind,
        subject: Subject = Subject(),
        detail: CBOR = .map(CBORMap())
    ) throws {
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                kind,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: subject,
                detail: detail
            )
        )
    }

    private func signers(_ random: inout SeededGenerator) -> [Ed25519PrivateKey] {
        let from = Int.random(in: 0..<3, using: &random) == 0 ? people : officers
        return Array(from.shuffled(using: &random).prefix(2))
    }

    private func cited(_ random: inout SeededGenerator) -> UInt64 {
        let size = organisation.standing.size
        return Int.random(in: 0..<4, using: &random) == 0
            ? UInt64.random(in: size - 3...size, using: &random) : size
    }

    /// As at a start: `authority` to its end, then what was cosigned, then `policy`.
    func foldedAtAStart(authority: Int = .max, policy: Int = .max) throws -> ObeyedLogs {
        var logs = organisation.emptyLogs
        for record in organisation.authorityRecords.prefix(authority) { _ = try logs.fold(authority: record) }
        if let newest = newest(below: logs.standing.size) { _ = logs.witness(upTo: newest) }
        for record in organisation.policyRecords.prefix(policy) { _ = try logs.fold(policy: record) }
        return logs
    }

    private func newest(below size: UInt64) -> UInt64? { cosigned.filter { $0 <= size }.max() }

    /// In any order in which the pieces can arrive, with starts between.
    func foldedLive(_ random: inout SeededGenerator) throws -> ObeyedLogs {
        try live(&random).logs
    }

    /// Whether leaves that counted came not to count.
    func foldsAnewLive(_ random: inout SeededGenerator) throws -> Bool { try live(&random).hasFoldedAnew }

    private func live(_ random: inout SeededGenerator) throws -> (logs: ObeyedLogs, hasFoldedAnew: Bool) {
        var (logs, hasFoldedAnew) = (organisation.emptyLogs, false)
        var (authority, policy, heads) = (0, 0, cosigned.shuffled(using: &random))
        while authority < organisation.authorityRecords.count || policy < organisation.policyRecords.count
            || !heads.isEmpty
        {
            switch Int.random(in: 0..<8, using: &random) {
            case 0...2 where authority < organisation.authorityRecords.count:
                _ = try logs.fold(authority: organisation.authorityRecords[authority])
                authority += 1
            case 3...5 where policy < organisation.policyRecords.count:
                _ = try logs.fold(policy: organisation.policyRecords[policy])
                policy += 1
            case 6:
                // A head beyond what is here is asked again when it is.
                guard let head = heads.popLast() else { continue }
                if head <= logs.standing.size {
                    _ = logs.witness(upTo: head)
                } else {
                    heads.insert(head, at: 0)
                }
            case 7 where Int.random(in: 0..<8, using: &random) == 0:
                logs = try foldedAtAStart(authority: authority, policy: policy)
            default: continue
            }
            if logs.foldsAnewFrom != nil {
                hasFoldedAnew = true
                logs = try foldedAtAStart(authority: authority, policy: policy)
            }
        }
        return (logs, hasFoldedAnew)
    }
}

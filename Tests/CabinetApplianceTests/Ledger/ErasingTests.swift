import Cryptography
import FoundationEssentials
import Records
import Simulation
import Store
import Testing

@testable import Authority
@testable import CabinetAppliance
@testable import Custody

/// What a cabinet deletes of a person, and when it says so.
@Suite struct ErasingTests {
    private static let person: Identifier<Person> = id(33)
    private static let name = "欧阳测试甲乙丙"

    private static func draft(_ recordClass: RecordClass, _ kind: RecordKind, _ detail: CBOR) -> Draft {
        Draft(
            recordClass,
            kind,
            isCritical: recordClass == .taking,
            actor: Actor(component: "test"),
            subject: Subject(person: person),
            detail: detail,
            isSigned: recordClass == .system
        )
    }

    /// The same cabinet whose site knows one more person, sealed under a key.
    private static func registered(_ cabinet: KeptCabinet) throws -> (cabinet: KeptCabinet, key: SubjectKey) {
        var organisation = cabinet.organisation
        let key = try SubjectKey(makingFor: person)
        _ = try organisation.appendToPolicy(
            draft(.subjectKey, .subjectKeyGiven, SubjectKeyGiven(key).canonical)
        )
        let statement = PersonStatement(
            head: organisation.head,
            person: person,
            generation: 1,
            version: 1,
            name: name,
            rights: []
        )
        let signed = try organisation.signed(statement, by: Array(organisation.officers.prefix(2)))
        var giving = draft(.giving, .person, signed.canonical)
        giving.sealedFor = key
        _ = try organisation.appendToPolicy(giving)
        return (cabinet.obeying(organisation), key)
    }

    private static func erased(_ cabinet: KeptCabinet) throws -> KeptCabinet {
        var organisation = cabinet.organisation
        let leaves = organisation.policy.subjects.keyLeaves.keys.sorted()
        let erasure = SubjectErased(keyLeaves: leaves)
        _ = try organisation.appendToPolicy(draft(.taking, .subjectErased, erasure.canonical))
        return cabinet.obeying(organisation)
    }

    /// Hands the cabinet what its site's policy has more.
    private static func deliver(_ cabinet: KeptCabinet, to ledger: CabinetLedger<EvidenceFile>) async throws {
        let records = cabinet.organisation.policyRecords
        let origin = try CabinetOrigins(ledger.view.identity).policy(epoch: 1)
        let store = try EvidenceFile(path: cabinet.folder + "/headquarters-\(UUID().uuidString).sqlite")
        let signer = try CheckpointSigner(origin: origin, privateKey: cabinet.organisation.logKey)
        var writer = try LogWriter(store: store, signer: signer)
        let note = try writer.append(records)
        let first = ledger.view.obeyed.policy.size
        let proof = try store.consistency(of: origin, from: first, to: UInt64(records.count))
        try store.close()
        let offer = CheckpointOffer(note: note, from: first, path: proof.path)
        _ = try await ledger.store(Ingest(origin: origin, offer: offer))
        let bundle = try RecordBundle(Array(records[Int(first)...]))
        _ = try await ledger.store(Ingest(origin: origin, first: first, bundle: bundle))
        try await ledger.obey()
    }

    private static func lies(_ bytes: [UInt8], in cabinet: KeptCabinet, _ prefix: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: cabinet.folder).filter { $0.hasPrefix(prefix) }
            .contains {
                [UInt8](try Data(contentsOf: URL(filePath: "\(cabinet.folder)/\($0)"))).contains(bytes)
            }
    }

    @Test func `name and key are gone from records and folded states, and an act says so`() async throws {
        try await KeptCabinet.with { cabinet in
            let (known, key) = try Self.registered(cabinet)
            let name = Array(Self.name.utf8)
            let first = try known.open()
            try await known.live(first.ledger)
            try await first.ledger.rest()
            #expect(first.ledger.view.obeyed.policy.persons[Self.person]?.name == Self.name)
            #expect(try Self.lies(name, in: cabinet, "projections.sqlite"))
            #expect(try !Self.lies(name, in: cabinet, "evidence.sqlite"))
            #expect(try Self.lies(key.bytes.bytes, in: cabinet, "evidence.sqlite"))

            try await Self.deliver(Self.erased(known), to: first.ledger)
            let view = first.ledger.view
            let erasure = try #require(view.obeyed.policy.subjects.erasures[Self.person])
            #expect(view.custody.erasuresDone == [erasure.index])
            #expect(view.obeyed.policy.persons[Self.person] == nil && !view.takeDesk.missesCriticalRecord)
            try first.close()
            for prefix in ["projections.sqlite", "evidence.sqlite"] {
                #expect(try !Self.lies(name, in: cabinet, prefix))
                #expect(try !Self.lies(key.bytes.bytes, in: cabinet, prefix))
            }
            let again = try known.open()
            #expect(again.ledger.view.obeyed == view.obeyed && again.ledger.view.custody == view.custody)
            try again.close()
        }
    }

    @Test func `a key that is here although its erasure is acknowledged is deleted, and not told twice`()
        async throws
    {
        try await KeptCabinet.with { cabinet in
            let (known, _) = try Self.registered(cabinet)
            let first = try known.open()
            try await known.live(first.ledger)
            let origin = try CabinetOrigins(first.ledger.view.identity).policy(epoch: 1)
            let leaf = try #require(known.organisation.policy.subjects.keyLeaves.keys.first)
            #expect(try first.store.holdsBody(at: leaf, of: origin))
            // As on a disk that was put back, to which headquarters gave its own acts first.
            let index = known.organisation.policy.size
            let acknowledged = Self.draft(.system, .erasureCarriedOut, index.canonical)
            try await first.ledger.append([acknowledged])
            let size = first.ledger.view.head.size
            try await Self.deliver(Self.erased(known), to: first.ledger)
            #expect(try !first.store.holdsBody(at: leaf, of: origin))
            var count = 0
            try first.store.forEachRecord(
                of: first.ledger.view.acts,
                from: size,
                to: first.ledger.view.head.size
            ) { _, record in
                if try record.opened().kind()?.kind == .erasureCarriedOut { count += 1 }
            }
            #expect(count == 0)
            try first.close()
        }
    }
}

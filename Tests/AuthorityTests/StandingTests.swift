import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

@Suite struct StandingTests {
    @Test func `a founded organisation has its root, officers, rules, site, cabinet and approvers`() throws {
        let organisation = try SimulatedOrganisation.founded()
        let standing = organisation.standing
        #expect(standing.root == organisation.root)
        #expect(standing.officers?.officers.count == 3)
        #expect(standing.rules?.rules == [organisation.rule])
        #expect(standing.cabinets["c1"]?.site == "east")
        #expect(standing.approvers.count == 3)
        #expect(standing.size == 8)
    }

    @Test func `another root than the one whose hash was compared is refused`() throws {
        var organisation = try SimulatedOrganisation()
        let stranger = try SimulatedOrganisation()
        #expect(
            try organisation.give(stranger.root, by: Array(stranger.owners.prefix(2)))
                == .refused(AuthorityError(.signatureInvalid, ""))
        )
        #expect(organisation.standing.root == nil)
    }

    @Test func `one owner is not two`() throws {
        var organisation = try SimulatedOrganisation()
        #expect(
            try organisation.give(organisation.root, by: [organisation.owners[0]])
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
    }

    @Test func `headquarters' own keys give nothing`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let before = organisation.standing.officers
        let keys = [organisation.logKey, try Ed25519PrivateKey()]
        #expect(
            try organisation.give(organisation.officersStatement(version: 2, keys), by: keys)
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
        #expect(organisation.standing.officers == before)
    }

    @Test func `owners do not sign what officers sign, nor officers what owners sign`() throws {
        var organisation = try SimulatedOrganisation.founded()
        #expect(
            try organisation.give(organisation.cabinet(version: 2), by: organisation.owners)
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
        #expect(
            try organisation.give(organisation.officersStatement(version: 2), by: organisation.officers)
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
    }

    @Test func `one officer who signs twice is one officer`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let statement = organisation.cabinet(version: 2)
        let signature = try StatementSignature(of: statement.encoded, by: organisation.officers[0])
        let signed = SignedStatement(bytes: statement.encoded, signatures: [signature, signature])
        #expect(
            try organisation.give(signed, kind: .cabinet)
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
    }

    @Test func `a changed byte voids the signatures`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let signed = try organisation.signed(
            organisation.cabinet(version: 2),
            by: Array(organisation.officers.prefix(2))
        )
        var counted = 0
        for index in signed.bytes.indices {
            var bytes = signed.bytes
            bytes[index] ^= 1
            var copy = organisation
            if try copy.give(SignedStatement(bytes: bytes, signatures: signed.signatures), kind: .cabinet)
                == .counted
            {
                counted += 1
            }
        }
        #expect(counted == 0)
        #expect(try organisation.give(signed, kind: .cabinet) == .counted)
    }

    @Test func `versions only rise`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let owners = Array(organisation.owners.prefix(2))
        let first = try organisation.signed(organisation.officersStatement(version: 2), by: owners)
        #expect(try organisation.give(first, kind: .officers) == .counted)
        #expect(
            try organisation.give(first, kind: .officers) == .refused(AuthorityError(.versionNotRising, ""))
        )
    }

    @Test func `a root is followed by the thresholds of both versions`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let newOwners = [organisation.owners[0]] + (try (0..<2).map { _ in try Ed25519PrivateKey() })
        let next = RootStatement(
            organisation: SimulatedOrganisation.name,
            madeUnder: organisation.standing.size,
            rootVersion: 2,
            regime: .full,
            threshold: 2,
            owners: newOwners.map(\.publicKey),
            authorityKey: organisation.logKey.publicKey,
            actsKey: organisation.logKey.publicKey,
            receiptsKey: organisation.logKey.publicKey,
            previous: SHA256.hash(organisation.root.encoded)
        )
        for insufficient in [newOwners, organisation.owners] {
            #expect(
                try organisation.give(next, by: insufficient)
                    == .refused(AuthorityError(.signersInsufficient, ""))
            )
        }
        #expect(try organisation.give(next, by: [organisation.owners[1]] + newOwners) == .counted)
        #expect(organisation.standing.root == next)
    }

    @Test func `a removed generation stays removed, and re-hiring needs a new one`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let old = organisation.approver(0)
        let removal = PersonInGeneration(person: organisation.approverIDs[0], generation: 1)
        #expect(
            try organisation.appendToAuthority(
                Draft(
                    .taking,
                    .personRemoved,
                    isCritical: true,
                    actor: Actor(component: "test"),
                    detail: removal.canonical
                )
            ) == .counted
        )
        #expect(try organisation.give(old, by: officers) == .refused(AuthorityError(.removed, "")))
        #expect(try organisation.give(organisation.approver(0, generation: 2), by: officers) == .counted)
    }

    @Test func `a saved statement does not lift a later suspension`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let saved = try organisation.signed(organisation.cabinet(version: 2), by: officers)
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .cabinetSuspended,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: Subject(cabinet: "c1")
            )
        )
        #expect(try organisation.give(saved, kind: .cabinet) == .refused(AuthorityError(.removed, "")))
        #expect(organisation.standing.suspendedCabinets["c1"] != nil)
        #expect(try organisation.give(organisation.cabinet(version: 2), by: officers) == .counted)
        #expect(organisation.standing.suspendedCabinets["c1"] == nil)
    }

    @Test func `with witnesses, giving waits for their head and taking does not`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let owners = Array(organisation.owners.prefix(2))
        let witnesses = try (0..<3).map { index in
            Witness(
                name: "example.org/cabinet/c\(index)",
                key: Bytes(try Ed25519PrivateKey().publicKey.bytes)
            )
        }
        #expect(
            try organisation.give(
                WitnessPolicyStatement(head: organisation.head, version: 1, witnesses: witnesses),
                by: owners
            )
                == .counted
        )
        #expect(organisation.standing.witnessPolicy?.threshold == 2)
        #expect(try organisation.give(organisation.officersStatement(version: 2), by: owners) == .waiting)
        #expect(organisation.standing.officers?.version == 1)
        #expect(
            try organisation.appendToAuthority(
                Draft(
                    .taking,
                    .cabinetSuspended,
                    isCritical: true,
                    actor: Actor(component: "test"),
                    subject: Subject(cabinet: "c1")
                )
            ) == .counted
        )
        let size = organisation.standing.size
        #expect(organisation.witness(upTo: size - 2).isEmpty)
        #expect(organisation.witness(upTo: size + 1).isEmpty)
        #expect(organisation.standing.officers?.version == 1)
        #expect(organisation.witness(upTo: size) == [size - 2])
        #expect(organisation.standing.officers?.version == 2)
        // An act key is known with its leaf: who holds it cites what is known, and not what witnesses have seen.
        let key = try Ed25519PrivateKey()
        let cabinet = organisation.cabinet(version: 2, act: key.publicKey)
        #expect(try organisation.give(cabinet, by: Array(organisation.officers.prefix(2))) == .waiting)
        #expect(organisation.standing.actKeys(of: "c1").all.last == Bytes(key.publicKey.bytes))
        #expect(organisation.standing.cabinets["c1"]?.keys.act != Bytes(key.publicKey.bytes))
    }

    /// An approver's statement in the first generation with a key of somebody's.
    private func approver(_ person: Identifier<Person>, _ key: Ed25519PrivateKey, _ head: StatementHead)
        -> ApproverStatement
    {
        ApproverStatement(
            head: head,
            person: person,
            generation: 1,
            key: Bytes(key.publicKey.bytes),
            groups: ["branch"]
        )
    }

    @Test func `a key that is in force for another person makes no second approver`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let keys = [organisation.owners[2], organisation.officers[2], organisation.approvers[2]]
        for key in keys {
            #expect(
                try organisation.give(approver(id(110), key, organisation.head), by: officers)
                    == .refused(AuthorityError(.keyInUse, ""))
            )
        }
        // The same person may keep the key, also as an officer who approves.
        for (person, key) in [
            (organisation.approverIDs[2], organisation.approvers[2]), (id(52), organisation.officers[2]),
        ] {
            #expect(
                try organisation.give(approver(person, key, organisation.head), by: officers) == .counted
            )
        }
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .personRemoved,
                isCritical: true,
                actor: Actor(component: "test"),
                detail: PersonInGeneration(person: organisation.approverIDs[2], generation: 1).canonical
            )
        )
        #expect(
            try organisation.give(
                approver(id(110), organisation.approvers[2], organisation.head),
                by: officers
            ) == .counted
        )
    }

    @Test func `a key that is in force for another person makes no second officer`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let owners = Array(organisation.owners.prefix(2))
        for key in [organisation.owners[2], organisation.approvers[0]] {
            let list = [organisation.officers[0], organisation.officers[1], key]
            #expect(
                try organisation.give(organisation.officersStatement(version: 2, list), by: owners)
                    == .refused(AuthorityError(.keyInUse, ""))
            )
        }
        #expect(organisation.standing.officers?.version == 1)
    }

    @Test func `a statement that claims to know the future is refused`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let known = organisation.cabinet(version: 2)
        let future = CabinetStatement(
            head: StatementHead(organisation: SimulatedOrganisation.name, madeUnder: 1 << 40),
            version: 2,
            cabinet: known.cabinet,
            site: known.site,
            name: known.name,
            keys: known.keys,
            request: known.request
        )
        #expect(try organisation.give(future, by: officers) == .refused(AuthorityError(.outOfTime, "")))
    }

    @Test func `a statement that waited for witnesses knows no more than the leaves before it`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let witness = Witness(
            name: "example.org/cabinet/c1",
            key: Bytes(try Ed25519PrivateKey().publicKey.bytes)
        )
        _ = try organisation.give(
            WitnessPolicyStatement(head: organisation.head, version: 1, witnesses: [witness]),
            by: Array(organisation.owners.prefix(2))
        )
        let known = organisation.cabinet(version: 2)
        let future = CabinetStatement(
            head: StatementHead(
                organisation: SimulatedOrganisation.name,
                madeUnder: organisation.standing.size + 2
            ),
            version: 2,
            cabinet: known.cabinet,
            site: known.site,
            name: known.name,
            keys: known.keys,
            request: known.request
        )
        #expect(
            try organisation.give(future, by: Array(organisation.officers.prefix(2)))
                == .refused(AuthorityError(.outOfTime, ""))
        )
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .cabinetSuspended,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: Subject(cabinet: "c1")
            )
        )
        #expect(organisation.witness(upTo: organisation.standing.size).isEmpty)
        #expect(organisation.standing.suspendedCabinets["c1"] != nil)
    }

    @Test func `a leaf that cannot be read stops takes and nothing else`() throws {
        let organisation = try SimulatedOrganisation.founded()
        var logs = ObeyedLogs(
            standing: Standing(
                organisation: SimulatedOrganisation.name,
                pinnedRoot: organisation.standing.pinnedRoot
            ),
            policy: SitePolicy(site: "east")
        )
        for (index, record) in organisation.authorityRecords.enumerated() {
            let isBroken = index == organisation.authorityRecords.count - 1
            let stored = isBroken ? Record(leafBytes: [1, 2, 3], bodyBytes: []) : record
            _ = try logs.fold(authority: stored)
            #expect(logs.missesCriticalRecord == isBroken)
        }
        #expect(logs.standing.size == UInt64(organisation.authorityRecords.count))
        #expect(logs.standing.officers != nil)
    }

    @Test func `a critical kind that is not understood is told apart`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let kind = RecordKind(rawValue: 1_999)
        let statement = try organisation.signed(organisation.cabinet(version: 2), by: [])
        #expect(try organisation.give(statement, kind: kind) == .notUnderstood(kind))
    }
}

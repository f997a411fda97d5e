import Authority
import Cryptography
import Records
import Simulation
import Testing

@testable import Authority

/// Machines that take a cabinet's name one after the other: what officers may say of them, and what nobody may.
@Suite struct MachineTests {
    private static func keys(_ seed: UInt8) -> CabinetKeys {
        func key(_ number: UInt8) -> Bytes { Bytes([UInt8](repeating: seed &* 16 &+ number, count: 32)) }
        return CabinetKeys(
            acts: key(0),
            telemetry: key(1),
            act: key(2),
            witness: key(3),
            device: Bytes([4] + [UInt8](repeating: seed, count: 64)),
            transport: key(4),
            sealing: key(5),
            nextActs: key(6)
        )
    }

    private static func cut(_ epoch: UInt64, _ size: UInt64 = 9, of cabinet: String = "c1") throws
        -> CitedHead
    {
        let origin = try LogNames.acts(SimulatedOrganisation.name, cabinet: cabinet, epoch: epoch)
        return CitedHead(origin: origin.text, size: size, root: SHA256.hash([UInt8(epoch)]))
    }

    private static func replacement(
        _ actsEpoch: UInt64 = 2,
        cut epoch: UInt64 = 1,
        telemetry: UInt64 = 2
    ) throws -> Replacement {
        Replacement(actsEpoch: actsEpoch, cut: try cut(epoch), telemetryEpoch: telemetry)
    }

    private static func statement(
        _ organisation: SimulatedOrganisation,
        version: UInt64 = 2,
        cabinet: String = "c1",
        keys: CabinetKeys = keys(1),
        replacement: Replacement?
    ) -> CabinetStatement {
        CabinetStatement(
            head: organisation.head,
            version: version,
            cabinet: cabinet,
            site: "east",
            name: "1 号柜",
            keys: keys,
            request: keys.act,
            replacement: replacement
        )
    }

    private static func suspend(_ organisation: inout SimulatedOrganisation) throws {
        _ = try organisation.appendToAuthority(
            Draft(
                .taking,
                .cabinetSuspended,
                isCritical: true,
                actor: Actor(component: "test"),
                subject: Subject(cabinet: "c1")
            )
        )
    }

    @Test
    func `another machine stands under the name, behind the end that officers signed, and is not stopped`()
        throws
    {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        try Self.suspend(&organisation)
        let first = try #require(organisation.standing.cabinets["c1"])
        let given = Self.statement(organisation, replacement: try Self.replacement())
        #expect(try organisation.give(given, by: officers) == .counted)
        let standing = organisation.standing
        #expect(standing.machines(of: "c1").map(\.statement) == [first, given])
        #expect(standing.machines(of: "c1").map(\.actsEpoch) == [1, 2])
        #expect(!standing.isSuspended(cabinet: "c1"))
        // Epochs are opened by the act key of the machine that writes them, and by no other.
        #expect(standing.actKeys(of: "c1", opening: 1) == [first.keys.act])
        #expect(standing.actKeys(of: "c1", opening: 2) == [given.keys.act])
        #expect(standing.actKeys(of: "c1", opening: 7) == [given.keys.act])
        #expect(standing.actKeys(of: "c1", openingTelemetry: 1) == [first.keys.act])
        #expect(standing.actKeys(of: "c1", openingTelemetry: 2) == [given.keys.act])
        // A later word on the same machine changes nothing of that.
        let again = Self.statement(organisation, version: 3, replacement: try Self.replacement())
        #expect(try organisation.give(again, by: officers) == .counted)
        #expect(organisation.standing.machines(of: "c1").map(\.statement) == [first, again])
    }

    @Test func `a stored state knows every machine`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let given = Self.statement(organisation, replacement: try Self.replacement())
        _ = try organisation.give(given, by: Array(organisation.officers.prefix(2)))
        let stored = try Standing(decoding: organisation.standing.encoded)
        #expect(stored == organisation.standing)
        #expect(stored.machines(of: "c1").count == 2)
    }

    @Test func `one officer, and a statement from before the suspension, replace nothing`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let given = Self.statement(organisation, replacement: try Self.replacement())
        #expect(
            try organisation.give(given, by: [organisation.officers[0]])
                == .refused(AuthorityError(.signersInsufficient, ""))
        )
        try Self.suspend(&organisation)
        #expect(
            try organisation.give(given, by: Array(organisation.officers.prefix(2)))
                == .refused(AuthorityError(.removed, ""))
        )
        #expect(organisation.standing.machines(of: "c1").count == 1)
        #expect(organisation.standing.isSuspended(cabinet: "c1"))
    }

    @Test func `a statement that is played again, or begins an epoch that is there, is refused`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let given = Self.statement(organisation, replacement: try Self.replacement(3, cut: 2, telemetry: 3))
        #expect(try organisation.give(given, by: officers) == .counted)
        let rising = AuthorityError(.versionNotRising, "")
        #expect(try organisation.give(given, by: officers) == .refused(rising))
        let cases: [(Replacement, AuthorityError)] = [
            (try Self.replacement(3, cut: 2, telemetry: 4), rising),
            (try Self.replacement(2, cut: 1, telemetry: 4), rising),
            (try Self.replacement(4, cut: 3, telemetry: 3), rising),
            // What officers let count is not cut off.
            (try Self.replacement(4, cut: 2, telemetry: 4), AuthorityError(.cutTooEarly, "")),
        ]
        for (replacement, error) in cases {
            let other = Self.statement(
                organisation,
                version: 3,
                keys: Self.keys(2),
                replacement: replacement
            )
            #expect(try organisation.give(other, by: officers) == .refused(error))
        }
        let last = try Self.replacement(5, cut: 3, telemetry: 4)
        let third = Self.statement(organisation, version: 3, keys: Self.keys(2), replacement: last)
        #expect(try organisation.give(third, by: officers) == .counted)
        #expect(organisation.standing.machines(of: "c1").count == 3)
    }

    @Test func `an epoch that officers let count is not cut off by another machine, nor begun by it`() throws
    {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let epoch = EpochStatement(
            head: organisation.head,
            cabinet: "c1",
            epoch: 2,
            key: Bytes([UInt8](repeating: 99, count: 32)),
            cut: try Self.cut(1)
        )
        #expect(try organisation.give(epoch, by: officers) == .counted)
        for (replacement, code) in [
            (try Self.replacement(), AuthorityError.Code.versionNotRising),
            (try Self.replacement(3, cut: 1), .cutTooEarly),
        ] {
            let given = Self.statement(organisation, replacement: replacement)
            #expect(try organisation.give(given, by: officers) == .refused(AuthorityError(code, "")))
        }
        let given = Self.statement(organisation, replacement: try Self.replacement(3, cut: 2))
        #expect(try organisation.give(given, by: officers) == .counted)
        // And no statement about an epoch of the machine before follows.
        for number in [UInt64(2), 3] {
            let late = EpochStatement(
                head: organisation.head,
                cabinet: "c1",
                epoch: number,
                key: Bytes([UInt8](repeating: 98, count: 32)),
                cut: try Self.cut(number - 1)
            )
            #expect(
                try organisation.give(late, by: officers)
                    == .refused(AuthorityError(.versionNotRising, ""))
            )
        }
    }

    @Test func `another machine needs an end of the record before it, and keys that nobody had`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let officers = Array(organisation.officers.prefix(2))
        let inUse = AuthorityError(.keyInUse, "")
        #expect(
            try organisation.give(Self.statement(organisation, replacement: nil), by: officers)
                == .refused(inUse)
        )
        let (old, new) = (try #require(organisation.standing.cabinets["c1"]).keys, Self.keys(1))
        let shared = [
            CabinetKeys(
                acts: new.acts,
                telemetry: new.telemetry,
                act: new.act,
                witness: new.witness,
                device: new.device,
                transport: old.transport,
                sealing: new.sealing,
                nextActs: new.nextActs
            ),
            CabinetKeys(
                acts: new.acts,
                telemetry: new.telemetry,
                act: old.act,
                witness: new.witness,
                device: new.device,
                transport: new.transport,
                sealing: new.sealing,
                nextActs: new.nextActs
            ),
            CabinetKeys(
                acts: new.acts,
                telemetry: new.telemetry,
                act: new.act,
                witness: new.witness,
                device: old.device,
                transport: new.transport,
                sealing: new.sealing,
                nextActs: new.nextActs
            ),
        ]
        for keys in shared {
            let given = Self.statement(organisation, keys: keys, replacement: try Self.replacement())
            #expect(try organisation.give(given, by: officers) == .refused(inUse))
        }
        // The machine that stands there does not begin anew with the keys that it has, and a first one replaces nobody.
        let same = Self.statement(organisation, keys: old, replacement: try Self.replacement())
        #expect(
            try organisation.give(same, by: officers) == .refused(AuthorityError(.versionNotRising, ""))
        )
        let nobody = Replacement(
            actsEpoch: 2,
            cut: try Self.cut(1, of: "c9"),
            telemetryEpoch: 2
        )
        #expect(
            try organisation.give(
                Self.statement(organisation, cabinet: "c9", replacement: nobody),
                by: officers
            ) == .refused(AuthorityError(.unknownSubject, ""))
        )
    }

    @Test func `while witnesses are waited for, the machine before stands`() throws {
        var organisation = try SimulatedOrganisation.founded()
        let witness = Witness(
            name: "example.org/cabinet/c1",
            key: Bytes(try Ed25519PrivateKey().publicKey.bytes)
        )
        _ = try organisation.give(
            WitnessPolicyStatement(head: organisation.head, version: 1, witnesses: [witness]),
            by: Array(organisation.owners.prefix(2))
        )
        let given = Self.statement(organisation, replacement: try Self.replacement())
        #expect(try organisation.give(given, by: Array(organisation.officers.prefix(2))) == .waiting)
        #expect(organisation.standing.machines(of: "c1").count == 1)
        #expect(organisation.standing.isReplacementWaiting(of: "c1"))
        _ = organisation.witness(upTo: organisation.standing.size)
        #expect(organisation.standing.machines(of: "c1").count == 2)
        #expect(!organisation.standing.isReplacementWaiting(of: "c1"))
    }
}

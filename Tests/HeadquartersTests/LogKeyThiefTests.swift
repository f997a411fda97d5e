import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Store
import Testing

@testable import Headquarters

/// What somebody with the key of a cabinet's log could do to what headquarters believes, and cannot.
@Suite(.timeLimit(.minutes(5))) struct LogKeyThiefTests {
    @Test func `a record that no kind can read stops nothing behind it, and is a finding`() async throws {
        let scene = try await ForgedScene()
        let malformed = try Self.withGroup(.kind, try scene.log.compose(Self.started, by: nil))
        try scene.log.write(malformed)
        for (kind, detail) in [(RecordKind.fileHeld, CBOR.text("x")), (.presenceObserved, .bytes([1]))] {
            let draft = Draft(.presence, kind, actor: Actor(component: "thief"), detail: detail)
            try scene.log.write(draft, by: nil)
        }
        try scene.log.write(try Self.withGroup(.subject, try scene.log.compose(Self.started, by: nil)))
        try scene.log.write(Written.begun(1), by: scene.secrets.act)
        try scene.log.write(Written.ended(1), by: scene.secrets.act)
        try await scene.send()
        let custody = try #require(scene.copy?.custody)
        #expect(scene.copy?.problem == nil && custody.size == 6)
        #expect(custody.seals[Written.seal] != nil, "the return behind it is seen")
        #expect(custody.unattested.map(\.verdict) == [.unreadable, .missing, .unreadable, .unreadable])
        #expect(scene.findings(.unattested).count == 1)
        #expect(scene.findings(.unattested).first?.contains("cannot be read as its kind says") == true)
        #expect(try await scene.again() == custody)
    }

    @Test func `what nobody signed ends no key of those who sign, whatever it cites`() async throws {
        let scene = try await ForgedScene()
        let (log, act) = (scene.log, scene.secrets.act)
        let before = scene.office.ledger.view.standing.size
        for size in [before + 1, 1 << 62] { try log.write(Self.started, by: nil, obeying: size) }
        try log.write(Written.begun(9), by: try Ed25519PrivateKey(), obeying: before + 1)
        try await scene.send()
        #expect(scene.copy?.custody.obeyedSize == 0)
        try await scene.office.replace(try Ed25519PrivateKey(), scene.secrets)
        // The cabinet has not heard of its new key yet.
        try log.write(Written.begun(1), by: act, obeying: before)
        try log.write(Written.ended(1), by: act, obeying: before)
        try await scene.send()
        let custody = try #require(scene.copy?.custody)
        #expect(custody.seals[Written.seal] != nil && custody.obeyedSize == before)
        #expect(custody.unattested.map(\.index) == [2])
        #expect(try await scene.again() == custody)
    }

    @Test
    func
        `a take that nobody signed is no take behind a removal; a signed one is, behind whatever stands there`()
        async throws
    {
        let scene = try await ForgedScene()
        let before = scene.office.ledger.view.standing.size
        try await ErasureTests.remove(Written.person, scene.office)
        var take = Written.begun(1)
        take.kind = KindContent(.takeBegun, isCritical: false)
        // One that cites all there is hides nothing behind it.
        try scene.log.write(Self.started, by: nil, obeying: scene.office.ledger.view.standing.size)
        try scene.log.write(take, by: scene.secrets.act, obeying: before)
        take.isSigned = false
        for _ in 0..<20 { try scene.log.write(take, by: nil, obeying: before) }
        try await scene.send()
        let told = scene.findings(.unknownRemoval)
        #expect(told.count == 1 && told.first?.contains("leaf 1:") == true, "\(told)")
    }

    private static var started: Draft { Draft(.system, .started, actor: Actor(component: "thief")) }

    /// The record with a group that is a text and no map, committed to as it stands.
    private static func withGroup(_ group: Group, _ record: Record) throws -> Record {
        let opened = try record.opened()
        var groups: [Group: GroupContent] = [:]
        for other in Group.allCases { groups[other] = opened.body[other] }
        let salt = [UInt8](repeating: 7, count: GroupContent.saltByteCount)
        groups[group] = GroupContent(salt: salt, bytes: CBOR.text("no map").encoded)
        let body = Body(groups)
        var header = opened.leaf.header
        header.commitments = body.commitments
        return Record(leafBytes: Leaf(header).encoded, bodyBytes: body.encoded)
    }
}

extension Office {
    /// Officers enrol a cabinet anew with another act key; its other keys stay.
    func replace(_ key: Ed25519PrivateKey, _ secrets: CabinetSecrets) async throws {
        try await give(
            CabinetStatement(
                head: head,
                version: 2,
                cabinet: "c1",
                site: "east",
                name: "c1 号柜",
                keys: try secrets.publicKeys().signing(with: key),
                request: Bytes([UInt8](repeating: 9, count: 32))
            ),
            by: officers
        )
    }
}

extension CabinetKeys {
    /// The same with another act key.
    func signing(with key: Ed25519PrivateKey) -> CabinetKeys {
        CabinetKeys(
            acts: acts,
            telemetry: telemetry,
            act: Bytes(key.publicKey.bytes),
            witness: witness,
            device: device,
            transport: transport,
            sealing: sealing,
            nextActs: nextActs
        )
    }
}

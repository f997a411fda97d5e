import Authority
import Cryptography
import Records
import SealTags
import Simulation
import Testing

@testable import CabinetAppliance

/// Keys of one tag that come more than once.
@Suite struct TagKeyVaultTests {
    private var organisation: SimulatedOrganisation
    private let service: Ed25519PrivateKey
    private let sealing: X25519PrivateKey
    private let tag = TagReference(uid: Bytes([4, 0, 0, 0, 0, 0, 1]), keyNumber: 1, keyVersion: 1)

    init() throws {
        organisation = try SimulatedOrganisation.founded()
        service = try Ed25519PrivateKey()
        sealing = try X25519PrivateKey()
        let key = Bytes(service.publicKey.bytes)
        let services = ServicesStatement(
            head: organisation.head,
            version: 1,
            notesKey: key,
            witnessKey: key,
            mirrorKey: key,
            safeKey: key,
            transportKey: key,
            enrolmentKey: key,
            tagServiceKey: key
        )
        _ = try organisation.give(services, by: Array(organisation.owners.prefix(2)))
    }

    private mutating func deliver(
        _ byte: UInt8,
        to key: X25519PrivateKey? = nil,
        by signer: Ed25519PrivateKey? = nil
    ) throws {
        let delivery = try TagKeyDelivery(
            of: TagKeySet(keys: [1: Bytes([UInt8](repeating: byte, count: TagKeySet.keyByteCount))]),
            cabinet: "c1",
            sealingKey: (key ?? sealing).publicKey,
            uid: tag.uid,
            keyVersion: 1,
            job: nil,
            signedBy: signer ?? service
        )
        _ = try organisation.appendToPolicy(
            Draft(
                .taking,
                .tagKeysDelivered,
                actor: Actor(component: "test"),
                detail: delivery.canonical
            )
        )
    }

    private var obeyed: ObeyedLogs {
        ObeyedLogs(standing: organisation.standing, policy: organisation.policy)
    }

    private var vault: TagKeyVault { TagKeyVault(cabinet: "c1", sealingKey: sealing) }

    private func firstByte() throws -> UInt8? {
        try vault.key(for: tag, obeyed: obeyed)?.secret.exposedCopy().first
    }

    @Test func `the same key again is nothing, another one is a finding, and the first stands`() throws {
        var test = self
        try test.deliver(1)
        try test.deliver(1)
        #expect(try test.vault.contradicted(test.obeyed).isEmpty)
        try test.deliver(2)
        #expect(try test.vault.contradicted(test.obeyed) == [tag.uid])
        #expect(try test.firstByte() == 1)
    }

    @Test func `what the service did not sign, or another cabinet's key opens, stands for nothing`() throws {
        var test = self
        try test.deliver(3, by: organisation.logKey)
        try test.deliver(4, to: try X25519PrivateKey())
        #expect(try test.firstByte() == nil)
        try test.deliver(1)
        #expect(try test.firstByte() == 1)
        #expect(try test.vault.contradicted(test.obeyed).isEmpty)
    }

    @Test func `no more deliveries of one version are kept than the limit, and the first ones stay`() throws {
        var test = self
        for byte in 1...UInt8(SitePolicy.deliveryCountMax + 4) { try test.deliver(byte) }
        let kept = test.organisation.policy.deliveries(of: tag.uid, version: 1, to: "c1")
        #expect(kept.count == SitePolicy.deliveryCountMax)
        #expect(try test.firstByte() == 1)
    }
}

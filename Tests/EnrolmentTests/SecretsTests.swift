import Authority
import Cryptography
import Records
import Replication
import Testing
import ZeroMQTransport

@testable import Enrolment

@Suite struct SecretsTests {
    @Test func `a cabinet's secrets come back from disk with the same keys`() throws {
        try withFolder { folder in
            let path = "\(folder)/secrets"
            let made = try CabinetSecrets.readOrMake(path: path, under: credential())
            let read = try CabinetSecrets.readOrMake(path: path, under: credential())
            #expect(try made.publicKeys() == read.publicKeys())
            #expect(made.dataKey == read.dataKey)
            #expect(made.sealing.secretBytes == read.sealing.secretBytes)
            #expect(made.transport.secretBytes == read.transport.secretBytes)
            #expect(mode(of: path) == 0o600)
        }
    }

    @Test func `all keys of a cabinet differ`() throws {
        let keys = try CabinetSecrets(making: credential()).publicKeys()
        let all = [
            keys.acts, keys.telemetry, keys.act, keys.witness, keys.device, keys.transport, keys.sealing,
            keys.nextActs,
        ]
        #expect(Set(all).count == all.count)
        #expect(try CabinetSecretsKeysRoundTrip.roundTrips(keys))
    }

    @Test func `keys that signed another epoch begin no record behind another machine`() throws {
        let cut = CitedHead(
            origin: try LogNames.acts("example.org", cabinet: "c1", epoch: 2).text,
            size: 4,
            root: SHA256.hash([1])
        )
        let replacement = Replacement(actsEpoch: 4, cut: cut, telemetryEpoch: 3)
        try withFolder { folder in
            let path = "\(folder)/secrets"
            var secrets = try CabinetSecrets(making: credential())
            let keys = try secrets.publicKeys()
            try secrets.begin(behind: replacement, path: path, under: credential())
            #expect(try secrets.logKey(.acts).epoch == 4 && secrets.logKey(.telemetry).epoch == 3)
            // The keys are those that officers signed, and the next one is the one that they promise.
            #expect(try secrets.publicKeys() == keys)
            var read = try CabinetSecrets.readOrMake(path: path, under: credential())
            #expect(try read.logKey(.acts).epoch == 4)
            // A later start changes nothing, and a rotation goes on from there.
            try read.rotate(.acts, under: credential())
            try read.begin(behind: replacement, path: path, under: credential())
            #expect(try read.logKey(.acts).epoch == 5)
            var used = try CabinetSecrets(making: credential())
            try used.rotate(.acts, under: credential())
            #expect(throws: EnrolmentError(.refused, "")) {
                try used.begin(behind: replacement, path: "\(folder)/used", under: credential())
            }
        }
    }

    @Test func `the line's public key is the one that libzmq derives`() throws {
        let secrets = try CabinetSecrets(making: credential())
        let pair = try CurveKeyPair(secretKey: secrets.transport.bytes)
        #expect(pair.publicKey.bytes == secrets.transport.publicKey.bytes)
    }

    @Test func `another machine's credential opens nothing`() throws {
        let sealed = try CabinetSecrets(making: credential()).sealed(under: credential())
        #expect(throws: EnrolmentError(.wrongKey, "")) { try CabinetSecrets(sealed, under: credential(2)) }
    }

    @Test func `a cabinet's secrets are not taken for headquarters'`() throws {
        let sealed = try CabinetSecrets(making: credential()).sealed(under: credential())
        #expect(throws: EnrolmentError.self) { try HeadquartersSecrets(sealed, under: credential()) }
        guard case .map(var map) = try CBOR(decoding: sealed) else { return }
        map[1] = .text("headquarters")
        #expect(throws: EnrolmentError(.wrongKey, "")) {
            try HeadquartersSecrets(CBOR.map(map).encoded, under: credential())
        }
    }

    @Test func `the next keys do not open as the present ones`() throws {
        let sealed = try CabinetSecrets(making: credential()).sealed(under: credential())
        guard case .map(var map) = try CBOR(decoding: sealed) else { return }
        (map[2], map[3]) = (map[3], map[2])
        #expect(throws: EnrolmentError(.wrongKey, "")) {
            try CabinetSecrets(CBOR.map(map).encoded, under: credential())
        }
    }

    @Test func `no secret stands in clear in the file, nor a next key among the present ones`() throws {
        let secrets = try CabinetSecrets(making: credential())
        let sealed = try secrets.sealed(under: credential())
        let clear = [
            secrets.act.seed, secrets.transport.bytes, secrets.sealing.bytes, secrets.device.scalar,
            try secrets.logKey(.acts).privateKey.seed,
        ]
        for secret in clear { #expect(!sealed.contains(secret)) }
        var rotated = secrets
        try rotated.rotate(.acts, under: credential())
        let next = try rotated.logKey(.acts).privateKey.seed
        guard case .map(let map) = try CBOR(decoding: sealed), case .bytes(let present) = map[2] else {
            return
        }
        let opened = try credential().open(present, for: "signet-secrets/v1/cabinet/present")
        #expect(opened.contains(try secrets.logKey(.acts).privateKey.seed))
        #expect(!opened.contains(next))
    }

    @Test func `a rotation takes the promised key into use and promises another`() throws {
        let before = try CabinetSecrets(making: credential())
        var after = before
        try after.rotate(.acts, under: credential())
        let (old, new) = (try before.logKey(.acts), try after.logKey(.acts))
        #expect(SHA256.hash(parts: [Domain.nextKey.prefix, new.privateKey.publicKey.bytes]) == old.nextKey)
        #expect(new.epoch == 2)
        #expect(new.nextKey != old.nextKey)
        #expect(
            try after.logKey(.telemetry).privateKey.publicKey
                == before.logKey(.telemetry).privateKey.publicKey
        )
        // The next rotation works from the file as well.
        var read = try CabinetSecrets(after.sealed(under: credential()), under: credential())
        try read.rotate(.acts, under: credential())
        let third = try read.logKey(.acts)
        #expect(SHA256.hash(parts: [Domain.nextKey.prefix, third.privateKey.publicKey.bytes]) == new.nextKey)
        #expect(third.epoch == 3)
    }

    @Test func `a next key that was not promised is not taken into use`() throws {
        let (mine, other) = (
            try CabinetSecrets(making: credential()).sealed(under: credential()),
            try CabinetSecrets(making: credential()).sealed(under: credential())
        )
        guard case .map(var map) = try CBOR(decoding: mine),
            case .map(let foreign) = try CBOR(decoding: other)
        else { return }
        map[3] = foreign[3]
        var secrets = try CabinetSecrets(CBOR.map(map).encoded, under: credential())
        #expect(throws: EnrolmentError(.mismatch, "")) { try secrets.rotate(.acts, under: credential()) }
    }

    @Test func `headquarters' secrets keep a policy key for each site`() throws {
        try withFolder { folder in
            let path = "\(folder)/secrets"
            var secrets = try HeadquartersSecrets.readOrMake(path: path, under: credential())
            #expect(throws: EnrolmentError(.notFound, "")) { try secrets.logKey(.policy(site: "east")) }
            try secrets.addPolicy(site: "east", under: credential())
            try secrets.addPolicy(site: "west", under: credential())
            #expect(throws: EnrolmentError(.alreadyThere, "")) {
                try secrets.addPolicy(site: "east", under: credential())
            }
            try secrets.write(to: path, under: credential())
            var read = try HeadquartersSecrets.readOrMake(path: path, under: credential())
            #expect(try read.publicKeys() == secrets.publicKeys())
            let east = try read.logKey(.policy(site: "east"))
            #expect(
                try secrets.logKey(.policy(site: "east")).privateKey.publicKey == east.privateKey.publicKey
            )
            try read.addEpoch(2, of: .policy(site: "east"), under: credential())
            let later = try read.logKey(.policy(site: "east"), epoch: 2)
            let promised = later.privateKey.publicKey.bytes
            #expect(SHA256.hash(parts: [Domain.nextKey.prefix, promised]) == east.nextKey)
            #expect(later.epoch == 2 && later.nextKey != east.nextKey)
        }
    }

    @Test func `the key of an epoch is made once, beside the one before, and is what that one promised`()
        throws
    {
        try withFolder { folder in
            let path = "\(folder)/secrets"
            var secrets = try HeadquartersSecrets.readOrMake(path: path, under: credential())
            let first = try secrets.logKey(.acts)
            #expect(throws: EnrolmentError(.notFound, "")) { try secrets.logKey(.acts, epoch: 2) }
            try secrets.addEpoch(2, of: .acts, under: credential())
            let second = try secrets.logKey(.acts, epoch: 2)
            try secrets.addEpoch(2, of: .acts, under: credential())
            try secrets.addEpoch(3, of: .acts, under: credential())
            // Behind an epoch whose keys are not here nothing was promised.
            try secrets.addEpoch(7, of: .receipts, under: credential())
            try secrets.write(to: path, under: credential())
            let read = try HeadquartersSecrets.readOrMake(path: path, under: credential())
            #expect(try read.logKey(.acts).privateKey.publicKey == first.privateKey.publicKey)
            #expect(try read.logKey(.acts, epoch: 2).privateKey.publicKey == second.privateKey.publicKey)
            let third = try read.logKey(.acts, epoch: 3).privateKey.publicKey.bytes
            #expect(SHA256.hash(parts: [Domain.nextKey.prefix, third]) == second.nextKey)
            #expect(try read.logKey(.receipts, epoch: 7).epoch == 7)
            #expect(try read.publicKeys() == secrets.publicKeys())
        }
    }

    @Test func `a credential is made once and has 32 bytes`() throws {
        try withFolder { folder in
            let path = "\(folder)/credential"
            let sealed = try CabinetSecrets(making: CredentialKey.readOrMake(path: path))
                .sealed(under: CredentialKey.readOrMake(path: path))
            _ = try CabinetSecrets(sealed, under: CredentialKey(path: path))
            #expect(mode(of: path) == 0o600)
            #expect(try ProtectedFile.read(path, readers: .ownerOnly).count == 32)
            try ProtectedFile.replace(path, [UInt8](repeating: 1, count: 31), readers: .ownerOnly)
            #expect(throws: EnrolmentError(.malformed, "")) { try CredentialKey.readOrMake(path: path) }
        }
    }

    @Test func `damaged files are refused and never trap`() throws {
        let bytes = try CabinetSecrets(making: credential()).sealed(under: credential())
        var generator = SplitMix(seed: 7)
        for _ in 0..<2_000 {
            let damaged = bytes.damaged(using: &generator)
            guard damaged != bytes else { continue }
            // The next keys are looked at when one is needed, so damage there shows at the rotation.
            guard var secrets = try? CabinetSecrets(damaged, under: credential()) else { continue }
            #expect(throws: EnrolmentError.self) { try secrets.rotate(.acts, under: credential()) }
        }
    }
}

private enum CabinetSecretsKeysRoundTrip {
    static func roundTrips(_ keys: some Canonical) throws -> Bool {
        try type(of: keys).init(decoding: keys.encoded) == keys
    }
}

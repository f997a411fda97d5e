import Authority
import Cryptography
import Identity
import Records

/// A key that everybody knows here: who seals to it writes what an opened box says.
private struct KnownKey {
    let secret: X25519PrivateKey
    let binding: CredentialBinding
    let subject: SubjectKey

    init() throws {
        let key = Array(repeating: UInt8(7), count: 32)
        let id = Array(repeating: UInt8(1), count: 16)
        guard let person = Identifier<Person>(id), let credential = Identifier<CredentialSubject>(id),
            let subject = SubjectKey(subject: person, bytes: Bytes(key))
        else { throw RecordsError(.malformed, "an id of 16 bytes is one") }
        secret = try X25519PrivateKey(bytes: key)
        binding = CredentialBinding(organisation: "seals.example", person: person, credential: credential)
        self.subject = subject
    }

    /// A verifier of a PIN that holds these bytes, sealed as a cabinet's enrolment would.
    func verifier(_ content: [UInt8]) throws -> SealedForCabinet {
        let bound = CBOR.array([
            binding.organisation.canonical, binding.person.canonical, binding.credential.canonical,
            "c1".canonical,
        ])
        let sealed = try HPKE.seal(
            content,
            to: secret.publicKey,
            info: Domain.pin.prefix,
            authenticating: bound.encoded
        )
        return SealedForCabinet(cabinet: "c1", sealed: Bytes(sealed))
    }
}

private let known = Result { try KnownKey() }

extension FuzzTarget {
    /// What is sealed, by strangers and by those who know the key; chunks of files; keys and signatures.
    ///
    /// Byte 0 says which.
    static let sealed = FuzzTarget(
        name: "sealed",
        seeds: {
            let known = try known.get()
            let salt = Array(repeating: UInt8(2), count: 16)
            let content = CBOR.map(
                CBORMap([
                    0: UInt64(1).canonical, 1: UInt64(14).canonical, 2: .bytes(salt), 3: .bytes(salt + salt),
                    4: .list([SHA256.hash([1]), SHA256.hash([2])].sorted()),
                ])
            )
            let blob = try SealedBlob(Array("a file".utf8), mediaType: "text/plain")
            let detail = GroupContent(salt: salt + salt, bytes: [1, 2, 3])
            let groups = try detail.map { [try SealedGroup($0, of: .detail, for: known.subject)] } ?? []
            return [
                [0] + content.encoded, [1] + (try known.verifier(content.encoded).sealed.bytes),

                [3] + blob.reference.manifest.encoded + blob.chunks[0],
            ] + groups.map { [2] + $0.encoded } + (try keys())
        },
        read: { bytes in
            guard let what = bytes.first, let known = try? known.get() else { return }
            let rest = Array(bytes.dropFirst())
            switch what % 5 {
            case 0:
                guard let sealed = try? known.verifier(rest) else { return complain("nothing can be sealed") }
                _ = try? PINVerifier(sealed, of: known.binding, with: known.secret)
            case 1:
                let sealed = SealedForCabinet(cabinet: "c1", sealed: Bytes(rest))
                _ = try? PINVerifier(sealed, of: known.binding, with: known.secret)
            case 2:
                if let group = try? SealedGroup(decoding: rest) {
                    _ = group.opened(.detail, with: known.subject)
                }
            case 3: readChunk(rest, known.subject.bytes.bytes)
            default: readKeys(rest)
            }
        }
    )

    /// Keys and signatures of Project Wycheproof: for each, the key and behind it the signature.
    private static func keys() throws -> [[UInt8]] {
        let lines = try ["ecdsa-p256-der.txt", "ecdsa-p256-raw.txt", "ed25519.txt"].flatMap { name in
            String(decoding: try Seeds.file("Cryptography/\(name)"), as: UTF8.self)
                .split(separator: "\n").filter { !$0.hasPrefix("#") }.prefix(24)
        }
        return lines.map { line in
            let columns = line.split(separator: " ")
            return [4]
                + columns.dropFirst().enumerated().filter { $0.offset != 1 }.flatMap {
                    Hex.decode($0.element) ?? []
                }
        }
    }

    /// No bytes are the only piece of a blob whose root is another's.
    private static func readChunk(_ bytes: [UInt8], _ key: [UInt8]) {
        let opened = try? SealedBlob.open(bytes, at: 0, key: key)
        require(opened == nil, "a chunk was opened that nobody sealed under this key")
        guard !bytes.isEmpty,
            let manifest = try? BlobManifest(
                byteCount: UInt64(bytes.count),
                mediaType: "text/plain",
                root: SHA256.hash(bytes)
            )
        else { return }
        for index in 0..<manifest.pieceCount {
            require(!manifest.holds(bytes, at: index, path: []), "a piece is believed under another root")
        }
    }

    /// Keys as they stand in requests, slips and statements; a signature that nobody made.
    private static func readKeys(_ bytes: [UInt8]) {
        let message = Array("nobody signed this".utf8)
        let signature = Array(bytes.suffix(64))
        if let key = try? Ed25519PublicKey(bytes: Array(bytes.prefix(32))) {
            require(!key.isValid(signature, for: message), "an Ed25519 signature holds that nobody made")
        }
        if let key = try? P256PublicKey(bytes: Array(bytes.prefix(65))) {
            // No property: for any signature there is a key under which it holds.
            _ = key.isValid(signature, for: message)
            _ = key.isValid(derSignature: Array(bytes.dropFirst(65)), for: message)
        }
        if let key = try? X25519PublicKey(bytes: Array(bytes.prefix(32))) {
            _ = try? known.get().secret.sharedSecret(with: key)
        }
    }
}

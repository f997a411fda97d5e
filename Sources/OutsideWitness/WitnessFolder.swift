import Cryptography
import Enrolment
import FoundationEssentials
import Glibc
package import Records

/// A witness's folder: its key, and for each log the note that it cosigned last.
///
/// | file | what |
/// |---|---|
/// | `seed` | 32 bytes from which the cosigning key is made; for its owner only |
/// | `key` | name and public key, as logs are told them (C2SP signed-note, "Verifier keys") |
/// | `logs/HASH.note` | the note cosigned last; HASH is SHA-256 of the log's origin in hexadecimal |
/// | `logs/HASH.held`, `logs/HASH.offered` | two notes of one size that contradict each other: nothing more is cosigned |
package struct WitnessFolder: Sendable {
    private static let seedByteCount = 32

    let path: String
    /// The key by which this witness cosigns, with its name.
    let cosigner: Cosigner

    /// Name and public key, as logs are told them.
    package var key: NoteVerifierKey { cosigner.verifierKey }

    /// Opens the folder of a witness that was made before.
    ///
    /// - Throws: ``WitnessError`` `.notFound`, `.storage`, `.malformed` for a name that does not belong to the key.
    package init(path: String) throws(WitnessError) {
        self.path = path
        cosigner = try Self.attempt { () throws(EnrolmentError) in
            var seed = try ProtectedFile.read(
                "\(path)/seed",
                readers: .ownerOnly,
                byteCountMax: Self.seedByteCount
            )
            defer { seed.wipe() }
            let text = try ProtectedFile.read("\(path)/key", readers: .anyone, byteCountMax: 1_024)
            do {
                let key = try NoteVerifierKey(text: String(decoding: text.dropLast(), as: UTF8.self))
                let cosigner = Cosigner(
                    name: key.name,
                    privateKey: try Ed25519PrivateKey(seed: SecretBytes(seed))
                )
                guard cosigner.verifierKey == key, text.last == UInt8(ascii: "\n") else {
                    throw EnrolmentError(.malformed, "\(path)/key is not the public half of \(path)/seed")
                }
                return cosigner
            } catch let error as RecordsError {
                throw EnrolmentError(.malformed, error.message)
            } catch let error as CryptographyError {
                throw EnrolmentError(error)
            } catch let error as EnrolmentError {
                throw error
            } catch {
                throw EnrolmentError(.malformed, "\(error)")
            }
        }
    }

    /// Makes a folder with a new key.
    ///
    /// - Throws: ``WitnessError`` `.alreadyThere`, `.storage`, `.malformed` for what is no name of a key.
    package static func make(path: String, name: String) throws(WitnessError) -> WitnessFolder {
        do {
            let name = try NoteKeyName(name)
            try FileManager.default.createDirectory(
                atPath: "\(path)/logs",
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let privateKey = try Ed25519PrivateKey()
            let key = NoteVerifierKey(name: name, algorithm: .cosignature, publicKey: privateKey.publicKey)
            var seed = privateKey.secretSeed.exposedCopy()
            defer { seed.wipe() }
            try ProtectedFile.create("\(path)/seed", seed, readers: .ownerOnly)
            try ProtectedFile.create("\(path)/key", Array("\(key.text)\n".utf8), readers: .anyone)
        } catch let error as EnrolmentError {
            throw WitnessError(error)
        } catch let error as RecordsError {
            throw WitnessError(error)
        } catch {
            throw WitnessError(.storage, "\(path) cannot be made: \(error)")
        }
        return try WitnessFolder(path: path)
    }
}

extension WitnessFolder {
    /// What is kept of a log; every note is verified anew.
    ///
    /// - Throws: ``WitnessError`` `.malformed` for a note that is not of this log or does not verify, `.storage`.
    func state(of log: NoteVerifierKey) throws(WitnessError) -> WitnessState {
        do {
            let origin = try Origin(log.name.text)
            var contradiction: ForkEvidence?
            if let held = try note(origin, "held"), let offered = try note(origin, "offered") {
                contradiction = ForkEvidence(kind: .twoRoots, held: held, offered: offered, path: [])
            }
            return try WitnessState(
                origin: origin,
                logKey: log,
                latest: try note(origin, "note"),
                contradiction: contradiction
            )
        } catch let error as RecordsError {
            throw WitnessError(error)
        } catch let error as WitnessError {
            throw error
        } catch {
            throw WitnessError(.storage, "\(error)")
        }
    }

    /// Puts a state on disk, in place of the one before: after a power cut the old or the new one is there.
    func keep(_ state: WitnessState) throws(WitnessError) {
        if let contradiction = state.contradiction {
            // The offered one last: only both together are a contradiction.
            try write(contradiction.held, state.origin, "held")
            try write(contradiction.offered, state.origin, "offered")
        }
        if let latest = state.latest { try write(latest.note, state.origin, "note") }
    }

    private func write(_ note: SignedNote, _ origin: Origin, _ ending: String) throws(WitnessError) {
        let place = file(origin, ending)
        try Self.attempt { () throws(EnrolmentError) in
            try ProtectedFile.replace(place, note.bytes, readers: .anyone)
        }
    }

    private func note(_ origin: Origin, _ ending: String) throws -> SignedNote? {
        do {
            let bytes = try ProtectedFile.read(
                file(origin, ending),
                readers: .anyone,
                byteCountMax: SignedNote.byteCountMax
            )
            return try SignedNote(parsing: bytes)
        } catch let error as EnrolmentError {
            guard error.code != .notFound else { return nil }
            throw WitnessError(error)
        }
    }

    private func file(_ origin: Origin, _ ending: String) -> String {
        "\(path)/logs/\(SHA256.hash(Array(origin.text.utf8))).\(ending)"
    }

    private static func attempt<Value>(_ body: () throws(EnrolmentError) -> Value) throws(WitnessError)
        -> Value
    {
        do { return try body() } catch { throw WitnessError(error) }
    }
}

/// One process at a time decides from a folder: two would each know only their own last head (flock(2)).
final class WitnessFolderLock: Sendable {
    private let descriptor: Int32

    init(_ folder: WitnessFolder) throws(WitnessError) {
        let path = "\(folder.path)/lock"
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw WitnessError(.storage, "\(path) cannot be opened") }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            _ = close(opened)
            throw WitnessError(.inUse, "another witness serves from \(folder.path); stop it first")
        }
        descriptor = opened
    }

    deinit { _ = close(descriptor) }
}

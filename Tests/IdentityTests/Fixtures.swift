import Cryptography
import Records
import Testing

@testable import Authority
@testable import Identity

/// An id that a test can name.
func id<Subject>(_ number: UInt8) -> Identifier<Subject> {
    Identifier([UInt8](repeating: 0, count: 15) + [number])
        ?? { preconditionFailure("16 bytes make an id") }()
}

func pin(_ digits: String) throws -> PIN {
    var typed = Array(digits.utf8)
    return try #require(PIN(moving: &typed))
}

func uid(_ byte: UInt8) -> Bytes { Bytes([4, 0, 0, 0, 0, 0, byte]) }

/// A site with three people: 1 has card and PIN, 2 has card, PIN, finger and face, 3 has a card alone.
struct Site {
    var policy = SitePolicy(site: "east")
    var standing = Standing(organisation: "example.org", pinnedRoot: SHA256.hash([]))

    init() {
        for person in 1...3 as ClosedRange<UInt8> {
            add(person: person)
            add(credential: person, of: person, .card, card: uid(person))
        }
        for person in 1...2 as ClosedRange<UInt8> { add(credential: 10 + person, of: person, .pin) }
        add(credential: 22, of: 2, .fingerprint)
        add(credential: 32, of: 2, .face)
    }

    var directory: PersonDirectory { PersonDirectory(policy: policy, standing: standing) }

    private var head: StatementHead { StatementHead(organisation: "example.org", madeUnder: 1) }

    mutating func add(person: UInt8, generation: UInt64 = 1) {
        policy.persons[id(person)] = PersonStatement(
            head: head,
            person: id(person),
            generation: generation,
            version: 1,
            name: "人\(person)",
            rights: []
        )
    }

    mutating func remove(person: UInt8) {
        standing.known.removals[id(person)] = [Removal(index: 0, generation: 1)]
    }

    mutating func add(
        credential: UInt8,
        of person: UInt8,
        _ kind: CredentialKind,
        card: Bytes? = nil,
        generation: UInt64 = 1
    ) {
        policy.credentials[id(credential)] = CredentialStatement(
            head: head,
            credential: id(credential),
            person: id(person),
            generation: generation,
            credentialKind: kind,
            card: card.map { TagReference(uid: $0, keyNumber: 1, keyVersion: 3) }
        )
    }
}

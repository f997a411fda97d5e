/// How often a key of a tag may still be tried: our own count, far below the tag's.
///
/// An NTAG 424 DNA slows down after 50 failures in a row and locks a key for good after 1,000 (NT4H2421Gx, 9.1.8),
/// and anybody with a phone can add to them. So after one failure of ours a person decides, and attempts without an
/// answer, which may count on the tag too, are limited.
package struct FailureBudget: Equatable, Sendable {
    /// A key of a tag.
    struct Entry: Hashable, Comparable {
        let uid: TagUID
        let number: KeyNumber

        static func < (left: Self, right: Self) -> Bool {
            left.uid == right.uid ? left.number < right.number : left.uid < right.uid
        }
    }

    /// What happened since the last success.
    enum Count: Equatable {
        case unanswered(UInt8)
        case failed
    }

    /// Attempts without an answer in a row, after which nothing is tried any more.
    package static let unansweredCountMax: UInt8 = 20
    /// Keys with something to remember; a cabinet has a few dozen seals.
    package static let entryCountMax = 4096

    var counts: [Entry: Count] = [:]

    /// A budget from which nothing was taken.
    package init() {}

    /// Takes an attempt before the tag sees it, so that an attempt without an answer counts.
    ///
    /// Throws `budgetSpent` when the key must not be tried.
    package mutating func begin(_ uid: TagUID, _ number: KeyNumber) throws(TagError) {
        let entry = Entry(uid: uid, number: number)
        switch counts[entry] {
        case .failed:
            throw TagError(
                .budgetSpent,
                "key \(number) of tag \(uid) failed before; two custodians look at the tag and clear it"
            )
        case .unanswered(let count):
            guard count < Self.unansweredCountMax else {
                throw TagError(
                    .budgetSpent,
                    "key \(number) of tag \(uid): \(count) attempts without an answer; look at tag and reader, then clear it"
                )
            }
            counts[entry] = .unanswered(count + 1)
        case nil:
            guard counts.count < Self.entryCountMax else {
                throw TagError(.budgetSpent, "\(counts.count) keys in trouble; clear those that are settled")
            }
            counts[entry] = .unanswered(1)
        }
    }

    /// Notes how the attempt ended; success forgets all that was before.
    package mutating func end(_ uid: TagUID, _ number: KeyNumber, _ outcome: AuthenticationOutcome) {
        let entry = Entry(uid: uid, number: number)
        switch outcome {
        case .proved: counts[entry] = nil
        case .failed: counts[entry] = .failed
        case .unanswered: break
        }
    }

    /// Lets a key be tried again: only for those who looked at the tag, and by a record that says so.
    package mutating func clear(_ uid: TagUID, _ number: KeyNumber) {
        counts[Entry(uid: uid, number: number)] = nil
    }

    /// True when the key failed and nobody has cleared it.
    package func isSpent(_ uid: TagUID, _ number: KeyNumber) -> Bool {
        switch counts[Entry(uid: uid, number: number)] {
        case .failed: true
        case .unanswered(let count): count >= Self.unansweredCountMax
        case nil: false
        }
    }
}

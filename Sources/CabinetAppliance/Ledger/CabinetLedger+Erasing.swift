import Authority
import Custody
package import Logging
import Records

// What is erased at headquarters is erased here, and acknowledged.
extension CabinetLedger {
    /// Carries out at a start what a crash has left undone, and looks again for what was erased.
    ///
    /// An error stops neither the start nor a return: it is tried again with the next records from headquarters.
    package func resumeErasures(logger: Logger) {
        do { try carryOutErasures() } catch {
            logger.error(
                "a person's keys could not be erased here; the next contact tries again",
                metadata: ["error": "\(error)"]
            )
        }
    }

    /// Erases the keys of every person of whom `policy` says so, and acknowledges what is not acknowledged yet.
    ///
    /// Each is looked for once in a run of the program, acknowledged or not: a disk that was put back has the key again, and
    /// gets its own acknowledgement back from headquarters. May be done again after a crash: the acknowledgement is
    /// written behind what it says.
    func carryOutErasures() throws {
        let open = view.obeyed.policy.subjects.erasures.filter { !erasedHere.contains($0.value.index) }
            .sorted { $0.value.index < $1.value.index }
        guard !open.isEmpty else { return }
        let done = view.custody.erasuresDone
        let unsaid = open.filter { !done.contains($0.value.index) }
        // Also where the body is gone: a crash may have left it in the write-ahead log.
        var leaves = Set(unsaid.flatMap(\.value.keyLeaves))
        let policy = try obeyedPolicy
        for leaf in open.flatMap(\.value.keyLeaves) where try store.holdsBody(at: leaf, of: policy) {
            leaves.insert(leaf)
        }
        try eraseEarlier(open.map(\.key))
        if !leaves.isEmpty {
            try store.eraseBodies(of: policy, at: leaves)
            // What was folded before the erasure names the person in clear.
            try states?.discard()
        }
        if !unsaid.isEmpty { try append(unsaid.map { Self.acknowledgement(of: $0.key, $0.value) }) }
        erasedHere.formUnion(open.map(\.value.index))
        // A state that cannot be written costs a longer start, and no act.
        if !leaves.isEmpty { try? nameState() }
    }

    /// Erases keys of persons in earlier epochs of the policy: the leaves that the present one shares with them lie here twice.
    private func eraseEarlier(_ persons: [Identifier<Person>]) throws {
        for epoch in 1..<view.obeyed.policy.epoch {
            let origin = try origins.policy(epoch: epoch)
            for person in persons {
                let leaves = try store.keyLeaves(of: person, in: origin)
                if !leaves.isEmpty { try store.eraseBodies(of: origin, at: leaves) }
            }
        }
    }

    private static func acknowledgement(of person: Identifier<Person>, _ erasure: SubjectErasure) -> Draft {
        Draft(
            .system,
            .erasureCarriedOut,
            actor: Actor(component: "erasing"),
            subject: Subject(person: person),
            detail: erasure.index.canonical,
            isSigned: true
        )
    }
}

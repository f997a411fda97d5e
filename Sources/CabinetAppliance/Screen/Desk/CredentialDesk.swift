import Authority
import Cryptography
import Custody
import Identity
import Records

/// Makes requests for credentials: a card that was proved, and a PIN sealed to every cabinet of the site.
struct CredentialDesk: Sendable {
    let view: CabinetView

    /// The card that a done job of this site personalised, nil when there is none for this UID.
    func card(_ uid: Bytes) -> TagReference? {
        let policy = view.obeyed.policy
        let job = policy.tagJobs.values.filter {
            $0.uid == uid && $0.purpose == .card && view.custody.jobsDone.contains($0.job)
        }.max { $0.keyVersion < $1.keyVersion }
        return job.map {
            TagReference(uid: uid, keyNumber: Self.presenceKeyNumber, keyVersion: $0.keyVersion)
        }
    }

    /// The records of a request, each with the id that its credential would have: the card's where there is one, and the
    /// PIN's, whose verifiers only this site's cabinets can open.
    @concurrent func drafts(
        for person: Identifier<Person>,
        card: TagReference?,
        pin: PIN,
        by actor: Actor
    ) async throws(ScreenTrouble) -> [(credential: Identifier<CredentialSubject>, draft: Draft)] {
        let cabinets = view.obeyed.standing.cabinets.values.filter { $0.site == view.identity.site }
            .sorted { $0.cabinet < $1.cabinet }
        guard !cabinets.isEmpty else { throw .cabinetsUnknown }
        var requests: [(credential: Identifier<CredentialSubject>, draft: Draft)] = []
        if let card {
            requests.append(
                request(
                    CredentialRequested(kind: .card, card: card),
                    .drawn(),
                    person,
                    actor
                )
            )
        }
        let credential = Identifier<CredentialSubject>.drawn()
        let binding = CredentialBinding(
            organisation: view.identity.organisation,
            person: person,
            credential: credential
        )
        do throws {
            let verifiers = try PINVerifier.make(
                pin,
                of: binding,
                for: cabinets.map { ($0.cabinet, try X25519PublicKey(bytes: $0.keys.sealing.bytes)) }
            )
            let requested = CredentialRequested(kind: .pin, verifiers: verifiers)
            requests.append(request(requested, credential, person, actor))
        } catch {
            throw .pinNotSealed
        }
        return requests
    }

    /// Tries digits against the verifiers of a person's credentials; nil when none can be opened here.
    @concurrent func verdict(
        on pin: PIN,
        credentials: [CredentialStatement],
        sealingKey: X25519PrivateKey
    ) async -> PINVerifier.Verdict? {
        var verdict: PINVerifier.Verdict?
        for credential in credentials {
            let binding = CredentialBinding(
                organisation: view.identity.organisation,
                person: credential.person,
                credential: credential.credential
            )
            guard let sealed = credential.verifiers.first(where: { $0.cabinet == view.identity.cabinet }),
                let verifier = try? PINVerifier(sealed, of: binding, with: sealingKey),
                let tried = try? verifier.verdict(on: pin)
            else { continue }
            if tried != .wrong { return tried }
            verdict = tried
        }
        return verdict
    }

    /// Key 1 of an NTAG 424 DNA proves presence at a cabinet.
    private static var presenceKeyNumber: UInt64 { 1 }

    private func request(
        _ requested: CredentialRequested,
        _ credential: Identifier<CredentialSubject>,
        _ person: Identifier<Person>,
        _ actor: Actor
    ) -> (credential: Identifier<CredentialSubject>, draft: Draft) {
        let draft = Draft(
            .identification,
            .credentialRequested,
            actor: actor,
            subject: Subject(person: person, credential: credential),
            detail: requested.canonical,
            isSigned: true
        )
        return (credential, draft)
    }
}

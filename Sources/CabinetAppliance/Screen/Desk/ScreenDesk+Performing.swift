import Authority
import Cryptography
import Custody
import Identity
import Logging
import Records

// Doing what the flow asks for.
extension ScreenDesk {
    func perform(_ action: ScreenAction) async {
        switch action {
        case .identify(let purpose, let needsCompanion):
            session = VerificationSession(
                purpose: purpose,
                needsCompanion: needsCompanion,
                attempts: attempts,
                at: ledger.now
            )
            await hands.lookForCards(at: .waiting, anew: true)
        case .wantCompanion: await verify(.companionWanted)
        case .cancelIdentification: await verify(.cancelled)
        case .enter(let pin): await verify(.pinEntered(pin))
        case .weigh(let choice): await weigh(choice)
        case .writeRefusal(let draft):
            if await write([draft]) { await receive(.refusalWritten) }
        case .begin(let order): await begin(order)
        case .readTag(let actor):
            await atBench { () async throws(ScreenTrouble) -> ScreenEvent in
                .tagRead(uid: try await hands.readTag(by: actor))
            }
        case .perform(let job, let actor):
            guard let job = ledger.view.obeyed.policy.tagJobs[job] else {
                return await receive(.failed(.noKeys))
            }
            await atBench { () async throws(ScreenTrouble) -> ScreenEvent in
                try await hands.perform(job, by: actor)
                return .jobDone(uid: job.uid)
            }
        case .proveCard(let person):
            await atBench { () async throws(ScreenTrouble) -> ScreenEvent in
                try await proveCard(for: person)
            }
        case .request(let person, let card, let pin, let actor):
            await request(person, card: card, pin, by: actor)
        }
    }

    private func atBench(_ body: () async throws(ScreenTrouble) -> ScreenEvent) async {
        do throws(ScreenTrouble) { await receive(try await body()) } catch { await receive(.failed(error)) }
    }

    private func weigh(_ choice: TakeChoice) async {
        let view = ledger.view
        guard let digest = choice.grant, let filed = view.obeyed.policy.grants[digest] else {
            return await receive(.weighed(.unread, .ill))
        }
        let check = await ledger.recheck(filed, seal: choice.seal, persons: flow.persons.map(\.person))
        var reading = TagReading.ill
        if case .present(let drawer, _)? = view.custody.seals[choice.seal] {
            reading = await hands.look(into: drawer)
        }
        await receive(.weighed(check, reading))
    }

    private func begin(_ order: VisitOrder) async {
        var generator = SecureGenerator()
        do throws(ScreenTrouble) { try await hands.begin(order.plan(using: &generator)) } catch {
            return await receive(.failed(error))
        }
        if let visit = await hands.visit() { await receive(.visit(visit.opening, visit.phase)) }
    }

    private func proveCard(for person: Identifier<Person>) async throws(ScreenTrouble) -> ScreenEvent {
        let uid = try await hands.frontUID()
        guard let card = CredentialDesk(view: ledger.view).card(uid) else { throw .cardUnknown }
        switch await hands.challenge(card) {
        case .proved: return .cardProved(person, card)
        case .failed: throw .tagRefused
        case .vanished: throw .tagGone
        }
    }

    private func request(
        _ person: Identifier<Person>,
        card: TagReference?,
        _ pin: PIN,
        by actor: Actor
    ) async {
        do throws(ScreenTrouble) {
            let desk = CredentialDesk(view: ledger.view)
            let requests = try await desk.drafts(for: person, card: card, pin: pin, by: actor)
            if await write(requests.map { $0.draft }) {
                await receive(.requested(person, requests.map { $0.credential }))
            }
        } catch {
            await receive(.failed(error))
        }
    }

    /// Whether the records are on disk; where not, the flow is told.
    private func write(_ drafts: [Draft]) async -> Bool {
        do {
            try await ledger.append(drafts)
            return true
        } catch {
            logger.critical("screen.not-written", metadata: ["error": "\(error)"])
            await receive(.failed(.notWritten))
            return false
        }
    }
}

// The verification session.
extension ScreenDesk {
    func verify(_ event: VerificationEvent) async {
        guard var session else { return }
        let surroundings = surroundings
        let actions = session.receive(event, at: surroundings.now, in: surroundings.directory)
        self.session = session
        attempts = session.attempts
        for action in actions {
            if case .record(let record) = action {
                guard await write([record.draft]) else {
                    self.session = nil
                    return
                }
                continue
            }
            await receive(.identification(action))
            switch action {
            case .challengeCard(let card):
                await verify(.cardChallenged(uid: card.uid, await hands.challenge(card)))
            case .checkPIN(let pin, let credentials):
                let desk = CredentialDesk(view: ledger.view)
                let verdict = await desk.verdict(on: pin, credentials: credentials, sealingKey: sealingKey)
                await verify(.pinChecked(verdict))
            default: break
            }
        }
    }
}

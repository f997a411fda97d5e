import Authority
import Custody
import Identity
import Records
import SealTags

/// What the screen's desk moves and looks at: drawers, slots and the front reader.
protocol ScreenHands: Sendable {
    /// Cards as they come to lie on the front reader.
    var cards: AsyncStream<Bytes> { get }
    /// Yields whenever a visit has moved.
    func visitUpdates() -> AsyncStream<Void>
    /// The visit under way or last ended.
    func visit() async -> (opening: Opening, phase: VisitMachine.Phase)?
    /// Begins a visit; returns when its intent is on disk and its lock was released.
    func begin(_ plan: VisitPlan) async throws(ScreenTrouble)
    /// What a drawer's slot holds.
    func look(into drawer: UInt64) async -> TagReading
    /// Sets how often the front reader looks.
    func lookForCards(at pace: FrontReader.Pace, anew: Bool) async
    /// Lets a person's card prove itself.
    func challenge(_ card: TagReference) async -> CardProof
    /// The UID on the front reader.
    func frontUID() async throws(ScreenTrouble) -> Bytes
    /// Reads a blank tag and writes that.
    func readTag(by actor: Actor) async throws(ScreenTrouble) -> Bytes
    /// Gives a tag the keys of a job and writes that.
    func perform(_ job: TagJobStatement, by actor: Actor) async throws(ScreenTrouble)
}

/// The cabinet's own drawers and readers.
struct CabinetHands<Store: LogStore>: ScreenHands {
    let ledger: CabinetLedger<Store>
    let conductor: VisitConductor<Store>
    let slots: SlotReaders
    let front: FrontReader
    let workshop: TagWorkshop<Store>

    var cards: AsyncStream<Bytes> { front.cards }

    func visitUpdates() -> AsyncStream<Void> { conductor.updates() }

    func visit() async -> (opening: Opening, phase: VisitMachine.Phase)? {
        guard let (plan, phase) = await conductor.current else { return nil }
        return (Opening(purpose: plan.purpose, drawer: plan.drawer, seal: plan.seal?.seal), phase)
    }

    func begin(_ plan: VisitPlan) async throws(ScreenTrouble) {
        do throws(VisitConductor<Store>.Refusal) { try await conductor.begin(plan) } catch {
            throw error == .busy ? .busy : .notWritten
        }
    }

    func look(into drawer: UInt64) async -> TagReading {
        let view = ledger.view
        let place = view.obeyed.policy.lockMaps[view.identity.cabinet]?.drawers.first { $0.drawer == drawer }
        return await slots.look(through: place?.reader ?? "", obeyed: view.obeyed)
    }

    func lookForCards(at pace: FrontReader.Pace, anew: Bool) async { await front.look(at: pace, anew: anew) }

    func challenge(_ card: TagReference) async -> CardProof {
        await front.challenge(card, obeyed: ledger.view.obeyed)
    }

    func frontUID() async throws(ScreenTrouble) -> Bytes {
        let uid: Bytes?
        do throws(TagError) { uid = try await front.uid() } catch {
            throw error.code == .tagGone ? .tagGone : .readerIll
        }
        guard let uid else { throw .noTag }
        return uid
    }

    func readTag(by actor: Actor) async throws(ScreenTrouble) -> Bytes {
        do throws(TagWorkshop<Store>.Trouble) { return try await workshop.readTag(by: actor).uid } catch {
            throw Self.trouble(error)
        }
    }

    func perform(_ job: TagJobStatement, by actor: Actor) async throws(ScreenTrouble) {
        do throws(TagWorkshop<Store>.Trouble) { try await workshop.perform(job, by: actor) } catch {
            throw Self.trouble(error)
        }
    }

    private static func trouble(_ trouble: TagWorkshop<Store>.Trouble) -> ScreenTrouble {
        switch trouble {
        case .noTag: .noTag
        case .tagGone: .tagGone
        case .readerIll: .readerIll
        case .otherTag: .otherTag
        case .noKeys: .noKeys
        case .refused: .tagRefused
        case .notWritten: .notWritten
        }
    }
}

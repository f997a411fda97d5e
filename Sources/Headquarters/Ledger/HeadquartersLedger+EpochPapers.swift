import Authority
package import Cryptography
import Custody
package import Records

extension HeadquartersLedger {
    /// Lays a statement out for two officers: the newest epoch of a cabinet counts from the last cosigned head of the one
    /// before.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` where that epoch counts already or there is none; what proposing throws.
    package func proposeEpoch(of cabinet: String, by actor: Actor) throws -> Digest {
        guard let copy = view.cabinets[cabinet], let current = copy.current, copy.epochs.count >= 2,
            !current.standing.counts
        else { throw HeadquartersError(.notFound, "no epoch of \(cabinet) waits for officers") }
        let previous = copy.epochs[copy.epochs.count - 2].log
        let statement = EpochStatement(
            head: StatementHead(organisation: view.organisation, madeUnder: view.standing.size),
            cabinet: cabinet,
            epoch: current.log.epoch,
            key: current.log.key,
            cut: previous.closed
                ?? CitedHead(origin: previous.origin.text, size: 0, root: TreeHead.empty.root)
        )
        return try propose(statement.encoded, note: "epoch \(current.log.epoch) of \(cabinet)", by: actor)
    }

    /// Asks a cabinet to end the present epoch of its acts and take its next key into use.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` for a cabinet that is not here.
    package func requestRotation(of cabinet: String, by actor: Actor) throws -> GivenRecord {
        guard let statement = view.standing.cabinets[cabinet], let epoch = view.cabinets[cabinet]?.current
        else {
            throw HeadquartersError(.notFound, "cabinet \(cabinet) is not known here")
        }
        let draft = Draft(
            .taking,
            .rotationRequested,
            actor: actor,
            subject: Subject(cabinet: cabinet),
            detail: epoch.log.epoch.canonical
        )
        return try takeAway(
            draft,
            at: statement.site,
            because: "the key of epoch \(epoch.log.epoch) is to be changed"
        )
    }
}

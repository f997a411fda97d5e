package import Authority
import Cryptography
import Custody
package import Enrolment
import Records
import Store

// Machines that take a cabinet's name one after the other.
extension HeadquartersLedger {
    /// Opens the logs with which a machine's record begins.
    ///
    /// - Returns: false where one of them is here already under another key.
    func openLogs(of machine: EnrolledMachine) throws -> Bool {
        let (name, keys) = (machine.statement.cabinet, machine.statement.keys)
        let logs = [
            (try origins.acts(of: name, epoch: machine.actsEpoch), keys.acts),
            (try origins.telemetry(of: name, epoch: machine.telemetryEpoch), keys.telemetry),
        ]
        return logs.allSatisfy { origin, key in
            (try? store.open(
                origin,
                key: try NoteVerifierKey(log: origin, publicKey: key.publicKey()),
                isOwn: false
            )) != nil
        }
    }

    /// Where a machine would go on that took a cabinet's place now.
    ///
    /// The record before it ends with the last head that was cosigned as whole: what was only seen, and never came, nobody has. Where
    /// that is the end of an earlier epoch, those behind it are left out.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` for a cabinet whose acts are not here.
    package func replacement(of cabinet: String) throws -> Replacement {
        guard let copy = view.cabinets[cabinet], let newest = copy.current, let last = copy.lastReached
        else { throw HeadquartersError(.notFound, "no record of a cabinet \(cabinet) is here") }
        guard copy.epochs.count(where: \.standing.counts) <= EarlierEpoch.countMax else {
            throw HeadquartersError(
                .tooMany,
                "\(cabinet) has more than \(EarlierEpoch.countMax) epochs: enrol the machine under another name"
            )
        }
        let mirrored = try store.status(of: last.log.origin)?.notes[.mirror]
        return Replacement(
            actsEpoch: newest.log.epoch + 1,
            cut: try mirrored.flatMap { CitedHead(try Checkpoint($0)) }
                ?? CitedHead(origin: last.log.origin.text, size: 0, root: TreeHead.empty.root),
            telemetryEpoch: (copy.telemetry.last?.epoch ?? 1) + 1
        )
    }

    /// Why a machine may not take a cabinet's place as a statement says; nil where it may, or says nothing of it.
    ///
    /// More may have come since people read the paper, and an end below it would leave out what was cosigned.
    func objection(toReplacementIn signed: SignedStatement) throws -> AuthorityError? {
        guard let statement = try? CabinetStatement(decoding: signed.bytes),
            let replacement = statement.replacement,
            view.standing.cabinets[statement.cabinet]?.keys.acts != statement.keys.acts
        else { return nil }
        let present = try self.replacement(of: statement.cabinet)
        guard replacement != present else { return nil }
        return AuthorityError(
            .cutTooEarly,
            "the record of \(statement.cabinet) ends at \(present.cut.size) leaves of \(present.cut.origin), and epoch \(present.actsEpoch) is the next: lay the statement out anew"
        )
    }

    /// The epochs of acts behind which a machine goes on, newest first, each with the note of its end: they prove to it what it gets back.
    ///
    /// None for one that replaced nobody.
    ///
    /// - Throws: ``HeadquartersError`` `.notFound` where no note of an end is kept.
    package func earlierEpochs(of cabinet: String) throws -> [EarlierEpoch] {
        guard let replacement = view.standing.cabinets[cabinet]?.replacement,
            let copy = view.cabinets[cabinet]
        else { return [] }
        var epochs: [EarlierEpoch] = []
        for (place, epoch) in copy.epochs.enumerated().reversed()
        where epoch.log.epoch < replacement.actsEpoch && epoch.standing.counts {
            guard let end = copy.end(of: place), end > 0 else { continue }
            epochs.append(
                EarlierEpoch(
                    epoch: epoch.log.epoch,
                    key: epoch.log.key,
                    note: Bytes(try note(of: epoch.log.origin, at: end).bytes)
                )
            )
        }
        return epochs
    }

    /// A note that was cosigned of a head, with the log's own line alone: whoever cosigned it is told by what officers signed.
    private func note(of origin: Origin, at size: UInt64) throws -> SignedNote {
        let key = try store.status(of: origin)?.key
        for role in [NoteRole.mirror, .witness] {
            guard let note = try store.notes(of: origin, as: role, from: size, limit: 1).first,
                try Checkpoint(note).head.size == size
            else { continue }
            return try SignedNote(
                text: note.text,
                signatures: note.signatures.filter { $0.name == key?.name && $0.keyID == key?.id }
            )
        }
        throw HeadquartersError(.notFound, "no note of \(size) leaves of \(origin) is kept here")
    }
}

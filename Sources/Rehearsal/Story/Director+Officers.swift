import Authority
import CabinetAppliance
import Custody
import Headquarters
import Records
import Simulation

// What only people can mend: epochs that begin out of order, and cabinets of which there are two.
extension Director {
    /// Officers look at each cabinet whose newest epoch does not count, and let it count from the last cosigned head before it.
    ///
    /// They wait for what is under way: a first leaf that is not here, an end that was not cosigned yet; at last they do not.
    func confirmEpochs(atLast isLast: Bool = false) async {
        guard let view = stage.headquarters.running?.ledger.view else { return }
        for cabinet in view.cabinets.keys.sorted() where !isDouble(cabinet) {
            guard case .provisional(let doubt)? = view.cabinets[cabinet]?.current?.standing,
                doubt != .openingMissing, doubt != .leftOut, isLast || doubt != .endNotCosigned
            else { continue }
            let staff = house.founding.staff
            await note("officers let the newest epoch of \(cabinet) count: \(doubt)") { ledger in
                let actor = Actor(component: "story")
                let proposal = try await ledger.proposeEpoch(of: cabinet, by: actor)
                guard let bytes = ledger.view.desks.proposals[proposal]?.signed.bytes else { return }
                for key in staff.officers {
                    let signature = try StatementSignature(of: bytes, by: key)
                    _ = try await ledger.sign(proposal, signature, by: actor)
                }
            }
        }
    }

    /// Whether two machines ran with a cabinet's keys, and none was enrolled anew since: nothing that either begins is let count.
    private func isDouble(_ cabinet: String) -> Bool {
        stage.copy.hasRun && !stage.isSucceeded && stage.copy.enrolled.name == cabinet
    }

    /// Two machines ran with the first cabinet's keys: both are taken away, and officers enrol another one under its name.
    ///
    /// Whoever has the copy may leave it running: it is shut out.
    mutating func endDouble(leavingCopy isLeft: Bool = false) async {
        guard stage.copy.hasRun, !stage.isSucceeded else { return }
        stage.cabinets[0].stop()
        if !isLeft { stage.copy.stop() }
        await enrolAnew(0)
    }

    /// Officers enrol another machine where records that headquarters cosigned, and never got, are nowhere any more: the cabinet whose
    /// disk was put back would wait for them for ever.
    ///
    /// Nothing but time tells them from records that are still under way.
    mutating func endWaiting() async {
        for (index, cabinet) in stage.cabinets.enumerated() {
            let copy = stage.headquarters.running?.ledger.view.cabinets[cabinet.enrolled.name]
            guard copy?.unfinished != nil else { continue }
            cabinet.stop()
            await enrolAnew(index)
        }
    }

    /// Officers enrol the next machine under a cabinet's name, behind what headquarters holds whole of its acts.
    private mutating func enrolAnew(_ index: Int) async {
        guard let successor = stage.successor(of: index) else { return }
        let (name, staff) = (successor.enrolled.name, house.founding.staff)
        await note("officers enrol another machine as \(name)") { ledger in
            let head = Founding.head(ledger)
            let replacement = try await ledger.replacement(of: name)
            let version = (ledger.view.standing.cabinets[name]?.version ?? 0) + 1
            let statement = try successor.enrolled.statement(head, version: version, behind: replacement)
            _ = try await ledger.give(
                try Staff.signed(statement, by: staff.officers),
                by: Actor(component: "story")
            )
        }
        // The answer to its enrolment; one that was given and not answered is answered when it asks again.
        guard let ledger = stage.headquarters.running?.ledger,
            let statement = ledger.view.standing.cabinets[name], successor.enrolled.isNamed(in: statement),
            let replacement = statement.replacement,
            let earlier = try? await ledger.earlierEpochs(of: name)
        else { return }
        successor.inherit(Inheritance(replacement, earlier: earlier))
        house.trace.note("\(name) goes on in epoch \(replacement.actsEpoch), behind \(earlier.count) others")
        stage.succeed(index)
        hands[index].move(to: successor)
        successor.power.turn(on: true)
    }

    /// The key of a cabinet's acts is changed: headquarters asks for it, or somebody at the cabinet for its next start.
    mutating func rotate(_ cabinet: CabinetMachine) async {
        let name = cabinet.enrolled.name
        if oneIn(2) {
            await note("hq asks \(name) for its next key") { ledger in
                _ = try await ledger.requestRotation(of: name, by: Actor(component: "story"))
            }
        } else if cabinet.running != nil, (try? cabinet.requestRotation()) != nil {
            house.trace.note("\(cabinet.place) is to change its key, and stops")
            cabinet.stop()
        }
    }
}

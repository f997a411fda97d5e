import Authority
import CabinetAppliance
import Cryptography
import Custody
import Enrolment
import Headquarters
import Records
import Simulation

extension Director {
    /// Makes something go wrong.
    mutating func commit(_ fault: Mood.Fault) async {
        let index = draw(0...UInt64(stage.cabinets.count - 1))
        let cabinet = stage.cabinets[Int(index)]
        switch fault {
        case .powerCuts: cutPower(cabinet)
        case .kills: kill(cabinet)
        case .cuts: house.network.cut(cabinet.place)
        case .stalls: stall(cabinet)
        case .relays: house.network.cut(cabinet.place)
        case .driveErrors: fail(cabinet)
        case .fullDisks: fill(cabinet)
        case .clockSteps: stepClock(cabinet)
        case .bitErrors: flipBit(cabinet)
        case .restoredCabinets: await restore(Int(index))
        case .clones: await clone()
        case .restoredHeadquarters: await restoreHeadquarters()
        case .forgeries: await forge(for: cabinet)
        case .twoFaces: await lie(to: cabinet)
        case .lyingCabinets: lie(at: cabinet)
        case .thieves: await steal(at: cabinet)
        case .backlogs: await write(draw(5...20), detail: oneIn(6) ? 20_000 : draw(100...4_000), at: cabinet)
        case .longPauses: await pause(draw(600_000...14_400_000))
        }
    }

    /// Now, or in the middle of one of the next operations of the drive.
    private mutating func cutPower(_ cabinet: CabinetMachine) {
        let isHeadquarters = oneIn(2)
        if oneIn(3) {
            if isHeadquarters { stage.headquarters.cutPower() } else { cabinet.cutPower() }
        } else {
            let operations = draw(UInt64(0)...80)
            let disk = isHeadquarters ? stage.headquarters.disk : cabinet.disk
            disk.change { $0.operationsToPowerCut = operations }
        }
    }

    private mutating func kill(_ cabinet: CabinetMachine) {
        switch draw(0...3) {
        case 0: stage.headquarters.kill()
        case 1: stage.headquarters.stop()
        case 2: cabinet.kill()
        default: cabinet.stop()
        }
    }

    private mutating func stall(_ cabinet: CabinetMachine) {
        if oneIn(2) {
            house.network.heal(cabinet.place)
        } else {
            house.network.stall(oneIn(2) ? .up : .down, at: cabinet.place)
        }
    }

    private mutating func fail(_ cabinet: CabinetMachine) {
        let disk = oneIn(3) ? stage.headquarters.disk : cabinet.disk
        let writes: UInt64? = oneIn(2) ? draw(5...200) : nil
        let reads: UInt64? = oneIn(3) ? draw(20...400) : nil
        house.trace.note("\(disk.folder) fails in one of \(writes ?? 0) writes and \(reads ?? 0) reads")
        disk.change { faults in
            faults.writesPerFailure = writes
            faults.readsPerFailure = reads
        }
    }

    private mutating func fill(_ cabinet: CabinetMachine) {
        let disk = oneIn(3) ? stage.headquarters.disk : cabinet.disk
        let room: Int? = oneIn(2) ? draw(0...40_000) : nil
        house.trace.note("\(disk.folder) has room for \(room ?? -1) bytes")
        disk.change { $0.freeByteCount = room }
    }

    private mutating func stepClock(_ cabinet: CabinetMachine) {
        let year: Int64 = 365 * 86_400_000
        let step = oneIn(2) ? draw(-year...year) : draw(-600_000...600_000)
        house.trace.note("a clock steps by \(step)")
        if oneIn(3) {
            stage.headquarters.clock.step(byMilliseconds: step)
        } else {
            cabinet.clock.step(byMilliseconds: step)
        }
    }

    private mutating func flipBit(_ cabinet: CabinetMachine) {
        let isHeadquarters = oneIn(3)
        let (disk, place) =
            isHeadquarters
            ? (stage.headquarters.disk, HeadquartersMachine.place) : (cabinet.disk, cabinet.place)
        guard let bit = disk.flipBit() else { return }
        house.judge.taint(place)
        house.trace.note("\(place): \(bit) turns over")
    }

    /// Somebody copies a disk, and later puts the copy in its place.
    private mutating func restore(_ index: Int) async {
        // What was cosigned and never came may be gone with it: then another machine has to be there.
        guard stage.successor(of: index) != nil else { return }
        let cabinet = stage.cabinets[index]
        let keys = cabinet.disk.image.bytes(of: StoredLogKeys.fileName)
        // A copy from before a change of keys is no orderly restore (ThreatModel.md, "Open"): another one is made.
        guard let image = images[cabinet.place], image.bytes(of: StoredLogKeys.fileName) == keys else {
            images[cabinet.place] = cabinet.disk.image
            return house.trace.note("\(cabinet.place) is copied")
        }
        cabinet.kill()
        try? await house.thread.sleep(milliseconds: 10)
        // The whole disk, or the records alone, from a backup of them.
        let kept = oneIn(2) ? CabinetMachine.besideRecords : []
        cabinet.disk.restore(image, keeping: kept)
        house.judge.putBack(cabinet.place)
        house.trace.note(
            "\(cabinet.place) is put back to its copy\(kept.isEmpty ? "" : ", but for its keys")"
        )
        cabinet.power.turn(on: true)
    }

    /// A second box runs with a copy of the first cabinet's disk, beside it.
    private mutating func clone() async {
        guard !stage.isSucceeded else { return }
        let original = stage.cabinets[0]
        guard stage.copy.running == nil else {
            if oneIn(3) { return await endDouble(leavingCopy: oneIn(2)) }
            return await write(draw(1...5), detail: 20, at: stage.copy)
        }
        stage.copy.disk.restore(original.disk.image)
        house.judge.taint(original.place)
        house.judge.taint(stage.copy.place)
        house.trace.note("\(original.place) is cloned")
        stage.copy.power.turn(on: true)
    }

    private mutating func restoreHeadquarters() async {
        let place = HeadquartersMachine.place
        guard let image = images[place] else {
            images[place] = stage.headquarters.disk.image
            return house.trace.note("headquarters is copied")
        }
        stage.headquarters.kill()
        try? await house.thread.sleep(milliseconds: 10)
        stage.headquarters.disk.restore(image)
        house.judge.taint(place)
        house.trace.note("headquarters is put back to its copy")
        stage.headquarters.power.turn(on: true)
    }

    /// Somebody who owns headquarters' keys files what only approvers, officers and owners can sign.
    mutating func forge(for cabinet: CabinetMachine, at face: HeadquartersMachine? = nil) async {
        grantCount += 1
        let (number, kind) = (grantCount, draw(0...3))
        let enrolled = cabinet.enrolled
        let staff = house.founding.staff
        let key = house.founding.keys.current.notes
        await note("hq forges \(kind) for \(cabinet.place)", at: face) { ledger in
            let head = Founding.head(ledger)
            let statement = enrolled.grant(
                number,
                head,
                uses: 3,
                from: Founding.firstMoment - 1_000,
                until: Founding.firstMoment + 30 * 86_400_000
            )
            var grant = ApprovedGrant(bytes: statement.encoded)
            switch kind {
            case 0: break
            case 1:
                for index in 0..<2 {
                    grant.add(try Approval(of: grant.bytes, by: staff.approverIDs[index], key: key))
                }
            case 2:
                let approver = ApproverStatement(
                    head: head,
                    person: staff.approverIDs[0],
                    generation: 2,
                    key: Bytes(key.publicKey.bytes),
                    groups: ["branch", "legal"]
                )
                let signed = try Staff.signed(approver, by: [key])
                _ = try await ledger.takeAway(Self.giving(.approver, signed.canonical), because: "")
                grant.add(try Approval(of: grant.bytes, by: staff.approverIDs[0], key: key))
            default:
                // The approvals of a real grant under another text.
                let real = ledger.view.policies[enrolled.site]?.grants(for: enrolled.taker).first
                for approval in real?.approved.approvals ?? [] { grant.add(approval) }
            }
            _ = try await ledger.takeAway(
                Self.giving(.grant, grant.canonical),
                at: enrolled.site,
                because: ""
            )
        }
    }

    /// Somebody who has the key of a cabinet's log and not its act key writes that the seal came back.
    private mutating func steal(at cabinet: CabinetMachine) async {
        guard let ledger = cabinet.running?.ledger else { return }
        let enrolled = cabinet.enrolled
        let subject = Subject(seal: enrolled.seal, visit: Identifier(using: &generator), drawer: 1)
        let ended = ReturnEnded(outcome: .proved, reading: .proved(enrolled.tag))
        let details = [VisitBegun(persons: []).canonical, ended.canonical]
        let drafts = zip([RecordKind.returnBegun, .returnEnded], details).map { kind, detail in
            Draft(.custody, kind, actor: Actor(person: enrolled.taker), subject: subject, detail: detail)
        }
        let count = ledger.view.custody.unattestedCount
        do { try await ledger.append(drafts) } catch {
            return house.trace.note("\(cabinet.place) is not stolen from: \(Judge.code(of: error))")
        }
        house.trace.note("somebody writes into the acts of \(cabinet.place)")
        let after = ledger.view.custody.unattestedCount
        let found = after - min(after, count)
        house.judge.stole(ledger.view.custody.unattested.suffix(Int(found)).map(\.time), from: enrolled.name)
        if found < UInt64(drafts.count) {
            house.judge.report(.signatures, "\(cabinet.place) takes what its act key did not sign for an act")
        }
    }

    private static func giving(_ kind: RecordKind, _ detail: CBOR) -> Draft {
        Draft(.giving, kind, isCritical: true, actor: Actor(component: "story"), detail: detail)
    }
}

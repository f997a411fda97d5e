import Authority
import Cryptography
import Custody
import Enrolment
import Host
package import Records
package import Replication
import Store

// A headquarters that was restored from a backup has forgotten leaves that it signed and that cabinets obey. Until it has
// them back, anything that it signs in an own log contradicts what it signed before.
extension HeadquartersLedger {
    /// Holds notes of own logs, as a cabinet shows them, against what lies here.
    ///
    /// From the first note that proves leaves to be missing, nothing is signed in any own log. Notes that the log's own key
    /// did not sign say nothing.
    ///
    /// A head within what lies here that own leaves do not lead to is a finding: two histories were signed.
    ///
    /// A stick proves something to be missing like a line does. It does not prove that the cabinet has nothing else: anybody
    /// may have written it, at any time.
    ///
    /// - Returns: what the cabinet can give back, `authority` first.
    package func missing(_ notes: [[UInt8]], shownBy cabinet: String, onStick: Bool = false) throws
        -> [MissingLeaves]
    {
        let mustReopen = recovery.mustReopen
        if mustReopen { try reopen() }
        let unjudged = recovery.unjudged[cabinet]
        let missing = try hold(notes, shownBy: cabinet)
        if onStick { recovery.unjudged[cabinet] = unjudged } else { try meet(cabinet) }
        keep(foundInGreetings.removeValue(forKey: cabinet) ?? [], of: cabinet)
        // Behind the comparison, which may have shut headquarters; and not at WELCOME, for the head of an announced epoch that is refused
        // ends the session before that.
        if mustReopen { try goOn() } else { try tellFound() }
        return missing
    }

    /// Learns that a cabinet has shown over its own line all that it holds of the own logs.
    ///
    /// A cabinet of which a note could not be judged yet has not: the note is of an epoch that is not known here.
    package func meet(_ cabinet: String) throws {
        guard recovery.unjudged[cabinet] == nil else { return }
        recovery.hasMet = true
        recovery.met.insert(cabinet)
        noteGreetedSinceOpening(cabinet)
        try keepShutNotes()
    }

    /// Notes the heads by the hour; not before a cabinet has greeted since the start, however long that takes.
    ///
    /// A headquarters that was put back does not know it before. What it wrote behind the end of `authority` would stand in the
    /// place of leaves that cabinets obey, and none of them could give those back any more.
    package func noteHeadsUnasked() throws {
        guard recovery.hasMet || view.standing.cabinets.isEmpty else { return }
        try noteHeads()
    }

    /// Whether services may write into own logs without that a person has asked: a headquarters that was put back does not
    /// know it before a cabinet has shown what it holds.
    ///
    /// An hour after the start it is not waited for any longer, but for `authority` (``noteHeadsUnasked()``).
    package func maySignUnasked() -> Bool { mayWriteUnasked && recovery.passed.isEmpty }

    /// The same for what says what was found, and so for takes that were passed over.
    var mayWriteUnasked: Bool {
        guard !recovery.isUnderWay else { return false }
        return recovery.hasMet || view.standing.cabinets.isEmpty
            || clock.bootMilliseconds - min(clock.bootMilliseconds, openedAt) >= Self.patienceMilliseconds
    }

    private static var patienceMilliseconds: UInt64 { 3_600_000 }

    /// Remembers for which notes nothing is signed, as an earlier start kept them.
    func recallShutNotes() throws {
        let kept = try shutNotes?.read() ?? ShutNotes.Content()
        keptShutNotes = kept
        recovery.met = authority.head.size < kept.authoritySize ? [] : kept.met
        recovery.opened = kept.opened
        recovery.parted = kept.parted
        _ = try hold(try settleInterrupted(kept.notes), shownBy: nil)
    }

    func keepShutNotes() throws {
        var content = ShutNotes.Content()
        if let opened = recovery.opened, opened.isOver { recovery.opened = nil }
        content.opened = recovery.opened
        if recovery.isUnderWay {
            content.notes = recovery.shown.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) }
            (content.met, content.authoritySize) = (recovery.met, authority.head.size)
            content.parted = recovery.parted
        }
        guard content != keptShutNotes else { return }
        try shutNotes?.write(content)
        keptShutNotes = content
    }

    private func hold(_ notes: [[UInt8]], shownBy cabinet: String?) throws -> [MissingLeaves] {
        var (missing, unjudged): ([MissingLeaves], [[UInt8]]) = ([], [])
        for bytes in notes {
            let note = try SignedNote(parsing: bytes)
            let checkpoint = try Checkpoint(note)
            guard let key = shownLogKey(checkpoint.origin) else {
                let log = HeadquartersLog.read(checkpoint.origin.text, of: origins.organisation)?.log
                if log != nil, cabinet == nil {
                    try recovery.carry(note, of: checkpoint.origin, size: checkpoint.head.size)
                } else {
                    switch log {
                    case .receipts?, .policy?: unjudged.append(bytes)
                    case .authority?, .acts?, nil:
                        try judgeOwnLines(on: note, checkpoint, shownBy: cabinet)
                    }
                }
                continue
            }
            // Most show what is here: that says nothing new, whoever signed it.
            guard try !isHere(checkpoint), try note.verified(by: [key])[key] != nil else { continue }
            let size = try store.open(checkpoint.origin, key: key, isOwn: true).head.size
            if let cut = view.standing.cut(of: checkpoint.origin) {
                if let cabinet {
                    let found = try compareEnded(checkpoint, cut, here: size, shownBy: cabinet)
                    keep(found.map { [$0] } ?? [], of: cabinet)
                }
                continue
            }
            guard checkpoint.head.size > size else {
                if let cabinet {
                    let found = try compareOwn(checkpoint, shownBy: cabinet)
                    keep(found.map { [$0] } ?? [], of: cabinet)
                }
                continue
            }
            guard !origins.epochs(of: .receipts).contains(checkpoint.origin) else {
                // Cabinets see its heads and keep none of its leaves.
                try recovery.miss(note, of: checkpoint.origin, size: checkpoint.head.size)
                continue
            }
            try recovery.expect(note, of: checkpoint.origin, size: checkpoint.head.size)
            missing.append(
                MissingLeaves(origin: checkpoint.origin, from: size, size: checkpoint.head.size)
            )
        }
        if let cabinet { recovery.unjudged[cabinet] = unjudged.isEmpty ? nil : unjudged }
        try keepShutNotes()
        return missing.sorted { $0.origin == origins.authority && $1.origin != origins.authority }
    }

    /// Whether a head is one of an own log as it is here, in an epoch that goes on.
    private func isHere(_ checkpoint: Checkpoint) throws -> Bool {
        let (origin, head) = (checkpoint.origin, checkpoint.head)
        guard view.standing.cut(of: origin) == nil, let status = try store.status(of: origin), status.isOwn,
            head.size <= status.head.size
        else { return false }
        return try store.root(of: origin, size: head.size) == head.root
    }

    /// Takes back leaves of an own log: kept in memory until they lead to the head that the log's own key signed.
    ///
    /// - Returns: how many leaves are here or set aside now.
    /// - Throws: ``HeadquartersError`` `.refused` where they lead elsewhere; nothing of them is kept then.
    package func recover(
        _ origin: Origin,
        first: UInt64,
        _ bundle: RecordBundle,
        from cabinet: String
    ) throws -> UInt64 {
        // Owners have ended it meanwhile: nobody waits for more of it.
        guard view.standing.cut(of: origin) == nil else {
            recovery.stages[cabinet] = nil
            return .max
        }
        guard let status = try store.status(of: origin), status.isOwn,
            let note = recovery.targets[origin]
        else {
            recovery.stages[cabinet] = nil
            return try store.status(of: origin)?.head.size ?? 0
        }
        let head = try Checkpoint(note).head
        var stage = recovery.stages[cabinet]
        // Another cabinet may have given leaves back meanwhile: what was staged behind the old end has no place then.
        if stage?.origin != origin || stage?.start != status.head || stage?.frontier.size != first {
            guard first == status.head.size else {
                recovery.stages[cabinet] = nil
                return status.head.size
            }
            stage = Recovery.Stage(
                origin: origin,
                start: status.head,
                frontier: try store.frontier(of: origin, size: status.head.size)
            )
        }
        guard var stage, stage.frontier.size < head.size else { return status.head.size }
        // A cabinet may hold more than the note that it shows proves: the rest comes under a later note.
        let room = head.size - stage.frontier.size
        let bundle = UInt64(bundle.count) > room ? try bundle.slice(0..<Int(room)) : bundle
        // The tree covers leaves and not bodies: a removal without its body would be a removal forgotten.
        guard bundle.isWholeButForPersons else {
            recovery.stages[cabinet] = nil
            throw HeadquartersError(
                .refused,
                "\(cabinet) gives back records of \(origin) whose bodies are missing or are not theirs"
            )
        }
        stage.byteCount += bundle.leaves.count + bundle.bodies.count
        guard stage.byteCount <= Recovery.byteCountMax else {
            recovery.stages[cabinet] = nil
            throw HeadquartersError(
                .tooMany,
                "too many records of \(origin) are missing to be taken back at once"
            )
        }
        _ = try stage.frontier.grow(by: bundle.leafHashes)
        stage.bundles.append(bundle)
        guard stage.frontier.size >= head.size else {
            recovery.stages[cabinet] = stage
            return stage.frontier.size
        }
        recovery.stages[cabinet] = nil
        guard stage.frontier.head == head else {
            recovery.part(origin)
            try keepShutNotes()
            throw HeadquartersError(
                .refused,
                "what \(cabinet) gives back of \(origin) does not lead to the head that was signed"
            )
        }
        try checkPersons(stage, from: cabinet)
        try keep(stage, under: note, from: status.head)
        recovery.news.append(
            "\(origin) had \(status.head.size) leaves here and \(head.size) at \(cabinet)"
        )
        try reopen()
        try goOn()
        return head.size
    }

    private func keep(_ stage: Recovery.Stage, under note: SignedNote, from head: TreeHead) throws {
        var head = head
        recovery.mustReopen = true
        for bundle in stage.bundles {
            head = try store.append(bundle, to: stage.origin, after: head, storing: nil)
        }
        // The same bytes as when it was signed: cosignatures of others are kept with the other notes.
        let key = shownLogKey(stage.origin)
        let own = note.signatures.filter { $0.name == key?.name && $0.keyID == key?.id }
        try store.keep(
            try SignedNote(text: note.text, signatures: own),
            of: stage.origin,
            as: .checkpoint
        )
        try recovery.settle(stage.origin, size: head.size)
    }

    /// Folds the own logs anew, and says what they note that is not here either.
    ///
    /// Until that has come to its end nothing is signed: a half of it would sign on under a standing that is old.
    func reopen() throws {
        recovery.stages = [:]
        var view = view
        let empty = Standing(organisation: origins.organisation, pinnedRoot: view.root.digest)
        let opening = LogOpening(store: store, boot: boot, clock: clock)
        let opened = try opening.authority(from: empty, else: empty, keys.current)
        (authority, view.standing) = (opened.journal, opened.standing)
        namedPieces[HeadquartersStart.authority] = nil
        try takeEpochs(of: view.standing)
        try learnWitnessedHeads(&view)
        // What came back may say that owners have opened later epochs of the others.
        try openEpochs(&view)
        (policies, view.policies) = ([:], [:])
        // How an empty policy began is known to the site's cabinets.
        try openSites(&view)
        for journal in policies.values where journal.head.size == 0 {
            recovery.miss(journal.origin, size: 1)
        }
        try noteLosses(view)
        try openCabinets(&view)
        publish(view)
        _ = try hold(recovery.takeUnsettled().map(\.bytes), shownBy: nil)
        // Of which epochs a cabinet has shown heads may be known only now.
        for (cabinet, notes) in recovery.unjudged { _ = try hold(notes, shownBy: cabinet) }
        recovery.mustReopen = false
        try keepShutNotes()
    }

    /// Goes on behind what came back, as far as nothing else is missing.
    func goOn() throws {
        projectSome()
        try tellFound()
        try resumeErasures()
    }

    /// Own logs of which `authority` notes more leaves than are here are shut, also after a start.
    func noteLosses(_ view: HeadquartersView) throws {
        for journal in Array(policies.values) {
            try noteLoss(of: journal.origin, size: journal.head.size, view.standing)
        }
        try notePolicyEpochs(view.standing)
        for ended in origins.epochs(of: .authority).dropLast() { recovery.end(ended) }
        for (log, journal) in [(HeadquartersLog.acts, acts), (.receipts, receipts)] {
            let epochs = origins.epochs(of: log)
            for ended in epochs.dropLast() { recovery.end(ended) }
            guard let origin = epochs.last else { continue }
            // Of an epoch whose key is not here nothing can be written, whatever lies here of it.
            let size = journal.origin == origin ? journal.head.size : 0
            // What owners opened and is empty here was begun elsewhere.
            if epochs.count > 1, size == 0 { recovery.miss(origin, size: 1) }
            try noteLoss(of: origin, size: size, view.standing)
        }
        try keepShutNotes()
    }

    private func noteLoss(of origin: Origin, size: UInt64, _ standing: Standing) throws {
        let noted = standing.notedHead(of: origin)?.size ?? 0
        if noted > size { recovery.miss(origin, size: noted) }
        try recovery.settle(origin, size: size)
    }

    /// Writes that records came back, once something can be written again.
    func tellRecovered() throws {
        guard !recovery.news.isEmpty else { return }
        let text = "headquarters was restored from a backup: " + recovery.news.joined(separator: "; ")
        recovery.news = []
        try record([finding(.restored, text, cabinet: nil)])
    }

    /// Holds a note of a log that goes on against what is here.
    private func compareOwn(_ checkpoint: Checkpoint, shownBy cabinet: String) throws -> GreetingFinding? {
        let head = checkpoint.head
        guard !recovery.isUnderWay, head.size > 0,
            try store.root(of: checkpoint.origin, size: head.size) != head.root
        else { return nil }
        return GreetingFinding(
            kind: .fork,
            text:
                "\(cabinet) holds \(head.size) leaves of \(checkpoint.origin) under our signature that are not those here",
            isBudgeted: false
        )
    }

    /// Holds a note of an epoch that owners have ended against its end, and against what is here.
    private func compareEnded(
        _ checkpoint: Checkpoint,
        _ cut: CitedHead,
        here size: UInt64,
        shownBy cabinet: String
    ) throws -> GreetingFinding? {
        let (origin, head) = (checkpoint.origin, checkpoint.head)
        guard !recovery.isUnderWay else { return nil }
        if head.size > cut.size {
            return GreetingFinding(
                kind: .cutBelowCosigned,
                text:
                    "owners ended \(origin) at \(cut.size) leaves, and \(cabinet) holds a head of \(head.size): what lies beyond "
                    + "attests nothing"
            )
        }
        if head.size <= size { return try compareOwn(checkpoint, shownBy: cabinet) }
        guard head.size == cut.size, head.root != cut.root else { return nil }
        return GreetingFinding(
            kind: .fork,
            text:
                "\(cabinet) holds \(head.size) leaves of \(origin) under our signature that are not those which owners ended"
        )
    }

    /// The key of a log whose heads cabinets see, as far as this headquarters holds it.
    private func shownLogKey(_ origin: Origin) -> NoteVerifierKey? {
        guard let named = HeadquartersLog.read(origin.text, of: origins.organisation) else { return nil }
        let key: Ed25519PublicKey?
        switch named.log {
        case .receipts:
            key = try? view.standing.logKey(named.log, epoch: named.epoch)?.publicKey()
        // A site, or an epoch, may be known to cabinets alone by now.
        case .authority, .policy:
            key =
                try? view.standing.logKey(named.log, epoch: named.epoch)?.publicKey()
                ?? keys.current.logKey(named.log, epoch: named.epoch).privateKey.publicKey
        case .acts: key = nil
        }
        return key.flatMap { try? NoteVerifierKey(log: origin, publicKey: $0) }
    }
}

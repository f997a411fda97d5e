import Cryptography
package import Records

extension CustodyState {
    /// Folds the next leaf of the cabinet's acts.
    ///
    /// Kinds that are not known are passed over: they are kept, and folded after an upgrade. So is what does not count for its own
    /// signature, or cannot be read as its kind says: it is only noted. No record stops what stands behind it.
    ///
    /// `signature`: what the own signature is worth; nil where the cabinet itself wrote the record, and verified it then. That it is there
    /// where it must be is asked in any case. `authoritySize`: how many leaves `authority` has, where that is known better than here.
    /// `knownSize`: how many of them the signature was judged by, where somebody did.
    ///
    /// - Throws: ``RecordsError`` when the record is not the next one.
    package mutating func fold(
        _ record: OpenedRecord,
        signature: SignatureVerdict? = nil,
        authoritySize: UInt64 = .max,
        knownSize: UInt64? = nil
    ) throws(RecordsError) {
        let header = record.leaf.header
        guard header.sequence == size else {
            throw RecordsError(.refused, "leaf \(header.sequence) of acts is not the next, \(size)")
        }
        // What the cabinet wrote it verified as it was written: that it is signed is left to ask.
        var verdict = signature ?? (record.lacksOwnSignature ? .missing : .notNeeded)
        // What nobody verified must not end a key for what is.
        if record.leaf.signature != nil, verdict != .wrong {
            obeyedSize = SignatureJudge.obeyedSize(header, after: obeyedSize, authoritySize: authoritySize)
        }
        if verdict.counts {
            // All of a record is read before anything of it is folded.
            do throws(RecordsError) { verdict = try read(record) ?? verdict } catch { verdict = .unreadable }
        }
        if !verdict.counts {
            unattestedCount += 1
            Self.keep(
                UnattestedRecord(record, epoch: epoch, index: size, verdict: verdict),
                in: &unattested,
                countMax: Self.unattestedCountMax
            )
        }
        noteAhead(of: record, verdict, knownSize: knownSize ?? authoritySize)
        size += 1
        lastTime = header.time
    }

    /// Passes over the next leaf, which the log signed and nobody here can read: it is noted, and says nothing.
    package mutating func passOverIllegible() {
        unattestedCount += 1
        Self.keep(
            UnattestedRecord(illegibleAt: size, epoch: epoch, time: lastTime),
            in: &unattested,
            countMax: Self.unattestedCountMax
        )
        size += 1
    }

    /// Folds what a record says that counts; a verdict where it does not after all, because what it carries was carried before.
    private mutating func read(_ record: OpenedRecord) throws(RecordsError) -> SignatureVerdict? {
        // A leaf whose groups were erased still has its place; it moves nothing any more.
        guard let kind = try record.kind()?.kind, let subject = try record.subject(),
            let actor = try record.actor()
        else { return nil }
        if kind == .carried, let carried: CarriedRecord = try record.detail() {
            guard carriedLeaves.insert(TreeHash.leaf(carried.leaf.bytes.span)).inserted else {
                return .carriedInVain
            }
        }
        try fold(kind, subject: subject, actor: actor, record: record)
        return nil
    }

    /// Goes on with the first leaf of a later epoch; everything that was folded stays.
    package mutating func open(epoch: UInt64) {
        epochSizes.left[self.epoch] = size
        self.epoch = epoch
        epochSizes.opened[epoch] = obeyedSize
        earlierCount += size
        size = 0
    }

    private mutating func fold(_ kind: RecordKind, subject: Subject, actor: Actor, record: OpenedRecord)
        throws(RecordsError)
    {
        let time = record.leaf.header.time
        switch kind {
        case .takeBegun: try begin(.take, subject, actor, record)
        case .returnBegun: try begin(.giveBack, subject, actor, record)
        case .setAsideBegun: try begin(.setAside, subject, actor, record)
        case .takeEnded:
            guard let ended: TakeEnded = try record.detail(), let open = close(subject) else { return }
            end(open, ended, at: time)
        case .returnEnded:
            guard let ended: ReturnEnded = try record.detail(), let open = close(subject) else { return }
            end(open, ended, at: time)
        case .setAsideEnded:
            guard let ended: SetAsideEnded = try record.detail(), let open = close(subject) else { return }
            if ended.reading == .empty { quarantines[open.drawer] = nil }
        case .tagProved where record.maySayWhereASealIs:
            if let seal = subject.seal, let drawer = subject.drawer {
                put(seal, .present(drawer: drawer, proved: time))
            }
        case .presenceObserved where record.maySayWhereASealIs:
            guard let observed: PresenceObserved = try record.detail() else { return }
            for slot in observed.slots {
                guard case .proved = slot.sight, let seal = slot.seal else { continue }
                put(seal, .present(drawer: slot.drawer, proved: time))
            }
        case .findingOpened:
            guard let opened: FindingOpened = try record.detail(), let finding = subject.finding else {
                return
            }
            if findings.count == Self.findingCountMax { findings.removeFirst() }
            findings.append(
                FindingState(
                    finding: finding,
                    opened: opened,
                    subject: subject,
                    time: time,
                    epoch: epoch,
                    index: size
                )
            )
        case .tagSeen, .tagPersonalised:
            guard let seen: TagSeen = try record.detail() else { return }
            tagsSeen.removeAll { $0.uid == seen.uid }
            Self.keep(seen, in: &tagsSeen)
            if kind == .tagPersonalised, let job = seen.job { jobsDone.insert(job) }
        case .credentialRequested:
            guard let requested: CredentialRequested = try record.detail(), let person = subject.person,
                let credential = subject.credential
            else { return }
            Self.keep(
                RequestedCredential(person: person, credential: credential, requested: requested, time: time),
                in: &credentialRequests
            )
        case .erasureCarriedOut:
            if let index: UInt64 = try record.detail() { erasuresDone.insert(index) }
        case .fileHeld:
            guard let blob: Digest = try record.detail() else { return }
            Self.keep(blob, in: &filesHeld, countMax: Self.fileCountMax)
        case .countAnswered:
            guard let run = subject.run, let answer: CountAnswer = try record.detail() else { return }
            counts[run] = answer
            if answer.isFull { awaitsCount = false }
        case .epochOpened where size == 0 && record.leaf.signature != nil:
            guard let opening: EpochOpening = try record.detail() else { return }
            // Nobody of the machine before vouches for what lies where: the drawers themselves are asked first.
            if opening.reason == .replacement { awaitsCount = true }
        case .carried:
            // What cannot be read is kept and moves nothing, as everywhere; a carried record carries no further one.
            guard let carried: CarriedRecord = try record.detail(), let inner = carried.opened,
                let kind = try inner.kind()?.kind, kind != .carried,
                let subject = try inner.subject(), let actor = try inner.actor()
            else { return }
            try fold(kind, subject: subject, actor: actor, record: inner)
        default: break
        }
    }

    private static func keep<Element>(
        _ element: Element,
        in list: inout [Element],
        countMax: Int = Self.deskCountMax
    ) {
        if list.count == countMax { list.removeFirst() }
        list.append(element)
    }

    private mutating func begin(
        _ purpose: OpenVisit.Purpose,
        _ subject: Subject,
        _ actor: Actor,
        _ record: OpenedRecord
    ) throws(RecordsError) {
        guard let begun: VisitBegun = try record.detail() else { return }
        guard let visit = subject.visit, let drawer = subject.drawer else {
            throw RecordsError(.malformed, "an opening names no visit or no drawer")
        }
        if let low = begun.low { authorisedFloor = max(authorisedFloor ?? low, low) }
        openVisits[visit] = OpenVisit(
            visit: visit,
            purpose: purpose,
            drawer: drawer,
            seal: subject.seal,
            actor: actor,
            grant: subject.grant,
            begun: begun,
            time: record.leaf.header.time
        )
    }

    private mutating func close(_ subject: Subject) -> OpenVisit? {
        guard let visit = subject.visit else { return nil }
        return openVisits.removeValue(forKey: visit)
    }

    private mutating func end(_ open: OpenVisit, _ ended: TakeEnded, at time: HybridTime) {
        guard let seal = open.seal else { return }
        let holding = open.actor.person.map {
            Holding(
                holder: $0,
                companion: open.actor.companion,
                grant: open.grant,
                grantDigest: open.begun.grantDigest,
                since: open.time,
                expectedReturn: open.begun.expectedReturn
            )
        }
        switch ended.outcome {
        case .notTaken: put(seal, .present(drawer: open.drawer, proved: time))
        case .notOpened:
            if case .proved = ended.reading { return }
            // Who blinds door and reader must gain nothing by it: the use is spent, and the seal has to prove itself.
            put(seal, .unproved(drawer: open.drawer, since: time))
            unseenTakes[seal] = holding
            spend(open.grant, seal)
        case .taken, .exchanged, .unread:
            if let holding { put(seal, .out(holding)) }
            spend(open.grant, seal)
            if ended.outcome == .exchanged {
                quarantines[open.drawer] = Quarantine(reading: ended.reading, since: time, insteadOf: seal)
            }
        }
    }

    private mutating func end(_ open: OpenVisit, _ ended: ReturnEnded, at time: HybridTime) {
        switch ended.outcome {
        case .proved:
            if let seal = open.seal { put(seal, .present(drawer: open.drawer, proved: time)) }
        case .unproved:
            if let seal = open.seal { put(seal, .unproved(drawer: open.drawer, since: time)) }
        case .refused:
            quarantines[open.drawer] = Quarantine(reading: ended.reading, since: time, insteadOf: open.seal)
            if let seal = open.seal { missed(seal, in: open.drawer) }
        case .nothing:
            if let seal = open.seal { missed(seal, in: open.drawer) }
        case .notOpened: break
        }
    }

    private mutating func put(_ seal: Identifier<Seal>, _ place: SealPlace) {
        seals[seal] = place
        unseenTakes[seal] = nil
    }

    private mutating func spend(_ grant: Identifier<GrantSubject>?, _ seal: Identifier<Seal>) {
        if let grant { uses[GrantUse(grant: grant, seal: seal), default: 0] += 1 }
    }

    /// A seal that counted as in after an unseen take is not in its slot: it left with who stood there.
    private mutating func missed(_ seal: Identifier<Seal>, in drawer: UInt64) {
        guard let holding = unseenTakes[seal], case .unproved(drawer, _)? = seals[seal] else { return }
        put(seal, .out(holding))
    }
}

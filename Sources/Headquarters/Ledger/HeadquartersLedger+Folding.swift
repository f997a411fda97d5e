import Authority
import Custody
import Records
import Store

// Acts are folded behind their cosignature, and never before their own signatures were verified.
extension HeadquartersLedger {
    /// The most acts that are verified and folded at once, before somebody looks whether something else waits.
    static let stretchCountMax = 512
    /// The most acts that are folded where somebody waits for something else.
    private static let foldedAtOnceMax = 4_096

    /// Folds all acts that lie here whole.
    func projectAll() { while project(countMax: Self.stretchCountMax) {} }

    /// Folds acts for a while: what a change of `authority` lets count is seen at once where that is little.
    ///
    /// Whoever waits for this ledger waits no longer for a backlog; who serves lines folds on.
    func projectSome() {
        let before = foldedCount
        while foldedCount - before < UInt64(Self.foldedAtOnceMax), project(countMax: Self.stretchCountMax) {}
    }

    /// Verifies and folds acts that lie here whole, at most so many of one cabinet.
    ///
    /// - Returns: whether there are more.
    package func project(countMax: Int) -> Bool {
        guard let stretch = nextStretch(countMax: countMax) else { return false }
        return fold(stretch.judged(in: store))
    }

    /// What is to be verified and folded next, at most so many acts of one cabinet, each in its turn; nil where there is no more.
    func nextStretch(countMax: Int) -> ActsStretch? {
        // By turns: one that always has more would else keep those of all others waiting.
        while let cabinet = unfolded.next() {
            let view = view
            guard let copy = view.cabinets[cabinet], hasUnfolded(copy),
                let place = copy.epochs.firstIndex(where: { $0.log.epoch == copy.custody.epoch })
            else {
                unfolded.remove(cabinet)
                continue
            }
            let (first, limit) = (copy.custody.size, max(copy.custody.size, foldLimit(copy, at: place)))
            var earlierSizes: [Origin: UInt64] = [:]
            for earlier in copy.epochs.indices.prefix(place) {
                earlierSizes[copy.epochs[earlier].log.origin] = copy.epochs[earlier].mirroredSize
            }
            return ActsStretch(
                organisation: origins.organisation,
                cabinet: cabinet,
                origin: copy.epochs[place].log.origin,
                epoch: copy.custody.epoch,
                indices: first..<min(limit, first + UInt64(min(countMax, Self.stretchCountMax))),
                keys: view.standing.actKeys(of: cabinet),
                obeyedSize: copy.custody.obeyedSize,
                authoritySize: view.standing.size,
                openedSizes: copy.custody.epochSizes.opened,
                earlierSizes: earlierSizes
            )
        }
        return nil
    }

    /// Folds acts that were verified, and goes on over the opening of a later epoch.
    ///
    /// Where something came between that they were not judged by, they are left for the next time.
    ///
    /// - Returns: whether there are more.
    func fold(_ judged: JudgedActs) -> Bool {
        let stretch = judged.stretch
        var view = view
        guard var copy = view.cabinets[stretch.cabinet], hasUnfolded(copy),
            let place = copy.epochs.firstIndex(where: { $0.log.epoch == copy.custody.epoch }),
            copy.epochs[place].log.origin == stretch.origin, copy.custody.size == stretch.indices.lowerBound,
            foldLimit(copy, at: place) >= stretch.indices.upperBound || stretch.indices.isEmpty,
            view.standing.actKeys(of: stretch.cabinet) == stretch.keys
        else { return !unfolded.isEmpty }
        let before = copy.custody
        fold(judged, into: &copy)
        let last = copy.custody.size
        note(copy.custody, after: before, of: stretch)
        if copy.problem == nil, last == copy.end(of: place), let next = copy.following(place) {
            copy.custody.open(epoch: copy.epochs[next].log.epoch)
        }
        // Before the fold is published: what was passed once, nobody looks at again.
        tell(of: judged, upTo: last)
        tellFolded()
        if !hasUnfolded(copy) { unfolded.remove(stretch.cabinet) }
        // What was told is a record by now: the view with it, not the one from before.
        view = self.view
        view.cabinets[stretch.cabinet] = copy
        publish(view)
        return !unfolded.isEmpty
    }

    /// Whether more of a cabinet's acts can be folded.
    func hasUnfolded(_ copy: CabinetCopy) -> Bool {
        guard copy.problem == nil,
            let place = copy.epochs.firstIndex(where: { $0.log.epoch == copy.custody.epoch })
        else { return false }
        return copy.custody.size < foldLimit(copy, at: place)
            || copy.custody.size == copy.end(of: place) && copy.following(place) != nil
    }
}

extension HeadquartersLedger {
    /// How far the epoch that is being folded may be folded: what lies here whole, and not beyond its end.
    private func foldLimit(_ copy: CabinetCopy, at place: Int) -> UInt64 {
        min(copy.epochs[place].mirroredSize, copy.end(of: place) ?? .max)
    }

    /// Folds records, up to one that the store does not give.
    ///
    /// The next time it begins there again: a drive that failed may read now, and a damaged body may have come whole.
    private func fold(_ judged: JudgedActs, into copy: inout CabinetCopy) {
        var (custody, problem) = (copy.custody, judged.problem)
        let named = NamedState(in: judged)
        do {
            for (place, entry) in judged.records.enumerated() {
                if place == named?.place { note(named?.difference(from: custody, in: judged.stretch.origin)) }
                guard let record = entry.record else {
                    custody.passOverIllegible()
                    continue
                }
                try custody.fold(
                    record,
                    signature: entry.verdict,
                    authoritySize: judged.stretch.authoritySize
                )
            }
        } catch {
            problem = "\(error)"
        }
        copy.custody = custody
        copy.problem = problem.map { "leaf \(custody.size) cannot be read: \($0)" }
    }
}

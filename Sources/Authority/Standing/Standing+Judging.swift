import Records

/// Where a leaf of `policy` stands: what its signatures are judged by.
package struct PolicyPlace: Sendable, Hashable {
    /// The epochs of the log that hold the leaf under this index, the one that is folded first.
    package let origins: [String]
    /// The leaf's index.
    package let index: UInt64
    /// The size of `authority` that the leaf cites, as far as it may: never below the one of the leaf before.
    package let cited: UInt64

    /// A leaf of a log.
    package init(origins: [String], index: UInt64, cited: UInt64) {
        self.origins = origins
        self.index = index
        self.cited = cited
    }
}

// Judging what is signed outside of `authority`: by the leaves that a record cites, as far as they count.
extension Standing {
    /// Reads a statement of officers and checks that those in force now signed it.
    ///
    /// - Throws: ``AuthorityError``, `.notWitnessed` where only witnesses are missing.
    package func verified<Given: Statement>(_ signed: SignedStatement, as type: Given.Type = Given.self)
        throws(AuthorityError) -> Given
    {
        try verified(signed, by: officers(asOf: size, later: []), knowing: size)
    }

    /// Reads a statement that stands in `policy` and checks that officers signed it who were in force at its place.
    ///
    /// Officers who are left out lose force with the leaf that says so: for what cites it, and for what cites an older leaf
    /// and was not in `policy` yet when `authority` last noted its head.
    ///
    /// - Throws: ``AuthorityError``, `.notWitnessed` where only witnesses are missing.
    package func verified<Given: Statement>(
        _ signed: SignedStatement,
        as type: Given.Type = Given.self,
        at place: PolicyPlace
    ) throws(AuthorityError) -> Given {
        let later = known.signingOfficers.filter {
            $0.index >= place.cited && !$0.notes(place.index, of: place.origins)
        }
        return try verified(signed, by: officers(asOf: place.cited, later: later), knowing: place.cited)
    }

    /// Requires that a cabinet stands in a site at a place of `policy`.
    func requireCabinet(_ cabinet: String, inSite site: String, at place: PolicyPlace) throws(AuthorityError)
    {
        guard known.site(ofCabinet: cabinet, asOf: place.cited) == site else {
            throw AuthorityError(.unknownSubject, "cabinet \(cabinet) does not belong to this site")
        }
        guard known.site(ofCabinet: cabinet, asOf: min(place.cited, givenSize)) == site else {
            throw AuthorityError(.notWitnessed, "the statement of cabinet \(cabinet) waits for witnesses")
        }
    }

    /// Requires the person's generation that is open after the leaves that a place of `policy` cites.
    func requireNext(
        _ person: Identifier<Person>,
        generation: UInt64,
        madeUnder: UInt64,
        at place: PolicyPlace
    ) throws(AuthorityError) {
        try known.requireNext(
            person,
            generation: generation,
            madeUnder: madeUnder,
            asOf: place.cited
        )
    }

    /// Whether officers changed while leaves of `policy` from `index` on were not noted in `authority` yet.
    func changesOfficers(behind origins: [String], index: UInt64, from first: UInt64) -> Bool {
        known.signingOfficers.contains { $0.index >= first && !$0.notes(index, of: origins) }
    }

    /// The epochs of a site's policy that hold the leaf which stands under an index of one of them, that one first.
    ///
    /// A later epoch begins with the leaves that headquarters had of the one before: they stand where they stood, and what was
    /// noted of the earlier one was noted of them. What a leaf says of its epoch is headquarters' word and decides nothing.
    package func policyOrigins(of site: String, epoch: UInt64, holding index: UInt64) -> [String] {
        let log = HeadquartersLog.policy(site: site)
        let later = known.logEpochs[log.name] ?? []
        var number = epoch
        var origins = ["\(organisation)/hq/\(log.name)/e\(number)"]
        while number > 1, later.indices.contains(Int(clamping: number) - 2),
            index < later[Int(clamping: number) - 2].last.size
        {
            number -= 1
            origins.append("\(organisation)/hq/\(log.name)/e\(number)")
        }
        return origins
    }

    /// How many leaves of a log that has these epochs `authority` notes.
    func notedSize(of origins: [String]) -> UInt64 {
        origins.map { known.notedHeads[$0]?.size ?? 0 }.max() ?? 0
    }
}

extension Standing {
    /// Who signs as "two officers": those whose signatures will count, and those whose signatures count already.
    private struct Signers {
        var lists: [SigningOfficers]
        var waitingLists: [SigningOfficers]
        var hasNoneYet = false
    }

    private func officers(asOf position: UInt64, later: [SigningOfficers]) -> Signers? {
        let all = known.signingOfficers
        guard let last = all.last(where: { $0.index < position }) else { return nil }
        let counted = min(position, givenSize)
        let first = all.last { $0.index < counted }
        let between = all.filter { $0.index >= counted && $0.index < position }
        return Signers(
            lists: [last] + later,
            waitingLists: [first].compactMap(\.self) + between,
            hasNoneYet: first == nil
        )
    }

    private func verified<Given: Statement>(
        _ signed: SignedStatement,
        by signers: Signers?,
        knowing position: UInt64
    ) throws(AuthorityError) -> Given {
        let statement: Given = try known.read(signed, knowing: position)
        guard Given.signers == .officers, let signers else {
            throw AuthorityError(
                .signersInsufficient,
                "«\(Given.title)» was signed before there were officers, or is not theirs to sign"
            )
        }
        try Self.require(signed, by: signers.lists, title: Given.title)
        guard !signers.hasNoneYet else { throw Self.notWitnessed(Given.title) }
        do throws(AuthorityError) {
            try Self.require(signed, by: signers.lists + signers.waitingLists, title: Given.title)
        } catch { throw Self.notWitnessed(Given.title) }
        return statement
    }

    /// Only who stands in all lists signs: the lists before a change, and the changed one.
    private static func require(_ signed: SignedStatement, by lists: [SigningOfficers], title: String)
        throws(AuthorityError)
    {
        let keys = (lists.first?.keys ?? []).filter { key in
            lists.dropFirst().allSatisfy { $0.keys.contains(key) }
        }
        let threshold = lists.map(\.threshold).max() ?? 0
        try AuthorityState.require(signed, by: keys, threshold: threshold, title: title)
    }

    private static func notWitnessed(_ title: String) -> AuthorityError {
        AuthorityError(.notWitnessed, "«\(title)» is signed by officers who wait for witnesses")
    }
}

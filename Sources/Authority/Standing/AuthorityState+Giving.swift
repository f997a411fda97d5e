import Cryptography
import Records

extension AuthorityState {
    /// Reads a statement that stands in leaf `index` and checks organisation and signers against those in force there.
    func verified<Given: Statement>(
        _ signed: SignedStatement,
        as type: Given.Type = Given.self,
        at index: UInt64
    ) throws(AuthorityError) -> Given {
        let statement: Given = try read(signed, knowing: index)
        let (keys, threshold): ([[UInt8]], Int)
        switch Given.signers {
        case .owners:
            (keys, threshold) = (root?.owners.map(\.bytes) ?? [], Int(clamping: root?.threshold ?? .max))
        case .officers:
            guard let officers = signingOfficers.last else {
                throw AuthorityError(
                    .signersInsufficient,
                    "«\(Given.title)» was signed before there were officers"
                )
            }
            (keys, threshold) = (officers.keys, officers.threshold)
        case .approvers:
            throw AuthorityError(
                .signersInsufficient,
                "«\(Given.title)» is not signed as a statement but approved"
            )
        }
        try Self.require(signed, by: keys, threshold: threshold, title: Given.title)
        return statement
    }

    /// Reads a statement of this organisation whose signers knew at most `position` leaves.
    ///
    /// Nobody can have known more of `authority` than there was: a size from the future would outlive every removal.
    func read<Given: Statement>(
        _ signed: SignedStatement,
        as type: Given.Type = Given.self,
        knowing position: UInt64
    ) throws(AuthorityError) -> Given {
        let statement: Given
        do { statement = try Given(decoding: signed.bytes) } catch {
            throw AuthorityError(.malformed, error.message)
        }
        guard statement.head.organisation == organisation else {
            throw AuthorityError(.otherOrganisation, "«\(Given.title)» was signed for another organisation")
        }
        guard statement.head.madeUnder <= position else {
            throw AuthorityError(
                .outOfTime,
                "«\(Given.title)» claims to know leaves of authority that do not exist"
            )
        }
        return statement
    }

    /// Notes who signs as "two officers" from leaf `index` on; in *pair* and *single* owners stand in for officers.
    private mutating func noteSigningOfficers(from index: UInt64) {
        guard let root else { return }
        let (keys, threshold): ([[UInt8]], Int) =
            switch root.regime {
            case .full: (officers?.securityKeys ?? [], 2)
            case .pair, .single: (root.owners.map(\.bytes), Int(clamping: root.threshold))
            }
        signingOfficers.append(
            SigningOfficers(
                index: index,
                keys: keys,
                threshold: threshold,
                notedSizes: notedHeads.mapValues(\.size)
            )
        )
    }

    static func require(_ signed: SignedStatement, by keys: [[UInt8]], threshold: Int, title: String)
        throws(AuthorityError)
    {
        let valid = signed.validSigners(among: keys).count
        guard threshold >= 1, valid >= threshold else {
            let invalid = signed.signatures.contains { !$0.isValid(for: signed.bytes) }
            throw AuthorityError(
                invalid ? .signatureInvalid : .signersInsufficient,
                "«\(title)» carries \(valid) valid signatures of those who may give it; it needs \(threshold)"
            )
        }
    }

    mutating func apply(root signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: RootStatement = try read(signed, knowing: index)
        if let current = root {
            guard statement.rootVersion == current.rootVersion + 1,
                statement.previous == SHA256.hash(current.encoded)
            else {
                throw AuthorityError(
                    .versionNotRising,
                    "root \(statement.rootVersion) does not follow the one in force"
                )
            }
            try Self.require(
                signed,
                by: current.owners.map(\.bytes),
                threshold: Int(clamping: current.threshold),
                title: "root, by the owners before"
            )
            try requireContinuing(statement, current)
        } else {
            guard signed.digest == pinnedRoot else {
                throw AuthorityError(.signatureInvalid, "the root is not the one whose hash was compared")
            }
        }
        try Self.require(
            signed,
            by: statement.owners.map(\.bytes),
            threshold: Int(clamping: statement.threshold),
            title: RootStatement.title
        )
        root = statement
        noteSigningOfficers(from: index)
    }

    /// What a later root may not change: a regime is only raised, first keys were the first, and no hand signs for two.
    private func requireContinuing(_ next: RootStatement, _ current: RootStatement) throws(AuthorityError) {
        guard next.regime.least.threshold >= current.regime.least.threshold,
            next.regime.least.owners >= current.regime.least.owners
        else {
            throw AuthorityError(.versionNotRising, "a root may raise the regime, not lower it")
        }
        guard next.authorityKey == current.authorityKey, next.actsKey == current.actsKey,
            next.receiptsKey == current.receiptsKey
        else {
            throw AuthorityError(
                .versionNotRising,
                "a later root names other first keys of headquarters' logs"
            )
        }
        for owner in next.owners where officers?.officers.contains(where: { $0.key == owner }) == true {
            throw AuthorityError(.keyInUse, "the key \(Hex.encode(owner.bytes)) of an owner is an officer's")
        }
        for owner in next.owners where holder(ofApproverKey: owner, except: nil) != nil {
            throw AuthorityError(.keyInUse, "the key \(Hex.encode(owner.bytes)) of an owner is an approver's")
        }
    }

    mutating func apply(services signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: ServicesStatement = try verified(signed, at: index)
        try Self.requireRising(statement.version, over: services?.version, ServicesStatement.title)
        services = statement
    }

    mutating func apply(officers signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: OfficersStatement = try verified(signed, at: index)
        try Self.requireRising(statement.version, over: officers?.version, OfficersStatement.title)
        for officer in statement.officers {
            try requireNoOwner(officer.key)
            try requireNoOther(approver: officer.person, key: officer.key)
        }
        officers = statement
        noteSigningOfficers(from: index)
    }

    /// Two edits of one version are both kept: the stricter is in force until a later version says what is meant.
    mutating func apply(rules signed: SignedStatement, index: UInt64) throws(AuthorityError) -> FoldOutcome {
        let statement: RulesStatement = try verified(signed, at: index)
        guard let current = rulesEdits.first, statement.version == current.version else {
            try Self.requireRising(statement.version, over: rulesEdits.first?.version, RulesStatement.title)
            rulesEdits = [statement]
            return .counted
        }
        guard !rulesEdits.contains(statement), rulesEdits.count < Self.rulesEditCountMax else {
            throw AuthorityError(.versionNotRising, "this version of the rules is there already")
        }
        rulesEdits.append(statement)
        rulesEdits.sort { $0.encoded.lexicographicallyPrecedes($1.encoded) }
        return .beside(RulesStatement.title)
    }

    mutating func apply(witnessPolicy signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: WitnessPolicyStatement = try verified(signed, at: index)
        try Self.requireRising(statement.version, over: witnessPolicy?.version, WitnessPolicyStatement.title)
        witnessPolicies.append(PlacedWitnessPolicy(index: index, statement: statement))
    }

    mutating func apply(site signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: SiteStatement = try verified(signed, at: index)
        try Self.requireRising(statement.version, over: sites[statement.site]?.version, SiteStatement.title)
        // Another key under the same origin could be opened by nobody who has the log: its next epoch takes one (1006).
        let first = sites[statement.site] ?? statement
        guard statement.policyEpoch == 1, statement.policyKey == first.policyKey else {
            throw AuthorityError(
                .versionNotRising,
                "site \(statement.site) keeps the first key of its policy; owners open its next epoch for another one"
            )
        }
        sites[statement.site] = statement
    }

    mutating func apply(cabinet signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: CabinetStatement = try verified(signed, at: index)
        guard sites[statement.site] != nil else {
            throw AuthorityError(
                .unknownSubject,
                "cabinet \(statement.cabinet) names the unknown site \(statement.site)"
            )
        }
        try Self.requireRising(
            statement.version,
            over: cabinets[statement.cabinet]?.version,
            CabinetStatement.title
        )
        if let suspended = suspensions[statement.cabinet], statement.head.madeUnder <= suspended {
            throw AuthorityError(.removed, "cabinet \(statement.cabinet) was suspended after this was signed")
        }
        try requireMachine(statement)
        if cabinets[statement.cabinet]?.site != statement.site {
            cabinetSites[statement.cabinet, default: []].append(
                PlacedSite(index: index, site: statement.site)
            )
        }
        cabinetActKeys[statement.cabinet, default: ActKeys()].enrol(statement.keys.act, at: index)
        enrol(statement, at: index)
        cabinets[statement.cabinet] = statement
    }

    mutating func apply(epoch signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: EpochStatement = try verified(signed, at: index)
        guard cabinets[statement.cabinet] != nil else {
            throw AuthorityError(
                .unknownSubject,
                "epoch \(statement.epoch) is of the unknown cabinet \(statement.cabinet)"
            )
        }
        // One statement for each epoch, and none for an earlier one: what counted is not cut anew.
        let newest = max(
            cabinetEpochs[statement.cabinet]?.keys.max() ?? 1,
            cabinetMachines[statement.cabinet]?.last?.actsEpoch ?? 1
        )
        try Self.requireRising(statement.epoch, over: newest, EpochStatement.title)
        cabinetEpochs[statement.cabinet, default: [:]][statement.epoch] = statement
    }

    mutating func apply(approver signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: ApproverStatement = try verified(signed, at: index)
        try requireNext(
            statement.person,
            generation: statement.generation,
            madeUnder: statement.head.madeUnder,
            asOf: index
        )
        if let current = approvers[statement.person],
            (statement.generation, statement.head.madeUnder) <= (current.generation, current.head.madeUnder)
        {
            throw AuthorityError(.versionNotRising, "a later statement about this approver is in force")
        }
        try requireNoOwner(statement.key)
        try requireNoOther(approver: statement.person, key: statement.key)
        if let other = officers?.officers.first(where: { $0.key == statement.key }),
            other.person != statement.person
        {
            throw AuthorityError(.keyInUse, "this key is in force for the officer \(other.person)")
        }
        if let earlier = approvers[statement.person]?.key, earlier != statement.key {
            earlierApproverKeys[statement.person, default: []].insert(earlier)
        }
        approvers[statement.person] = statement
    }

    /// Owners have no number as persons: a key of theirs is always another's.
    private func requireNoOwner(_ key: Bytes) throws(AuthorityError) {
        guard root?.owners.contains(where: { $0.bytes == key.bytes }) != true else {
            throw AuthorityError(.keyInUse, "this key is in force for an owner")
        }
    }

    private func holder(ofApproverKey key: Bytes, except person: Identifier<Person>?) -> ApproverStatement? {
        approvers.values.first { approver in
            approver.key == key && approver.person != person
                && (removedGeneration(of: approver.person).map { approver.generation > $0 } ?? true)
        }
    }

    private func requireNoOther(approver person: Identifier<Person>, key: Bytes) throws(AuthorityError) {
        guard let other = holder(ofApproverKey: key, except: person) else { return }
        throw AuthorityError(.keyInUse, "this key is in force for the approver \(other.person)")
    }

    private static func requireRising(_ version: UInt64, over current: UInt64?, _ title: String)
        throws(AuthorityError)
    {
        guard version > current ?? 0 else {
            throw AuthorityError(
                .versionNotRising,
                "version \(version) of «\(title)» does not follow \(current ?? 0)"
            )
        }
    }

    /// Refuses a generation that was removed in the first `position` leaves.
    func requireNotRemoved(
        _ person: Identifier<Person>,
        generation: UInt64,
        asOf position: UInt64 = .max
    ) throws(AuthorityError) {
        if let removed = removedGeneration(of: person, asOf: position), generation <= removed {
            throw AuthorityError(.removed, "generation \(generation) of this person was removed for good")
        }
    }

    /// Requires the generation behind the last one that was removed, made by people who knew of that removal.
    ///
    /// A later one, signed beforehand, would survive the next removal.
    func requireNext(
        _ person: Identifier<Person>,
        generation: UInt64,
        madeUnder: UInt64,
        asOf position: UInt64
    ) throws(AuthorityError) {
        try requireNotRemoved(person, generation: generation, asOf: position)
        let last = removals[person]?.last { $0.index < position }
        guard generation == (last?.generation ?? 0) + 1 else {
            throw AuthorityError(
                .versionNotRising,
                "generation \(generation) does not follow \(last?.generation ?? 0), the last that was removed"
            )
        }
        if let last, madeUnder <= last.index {
            throw AuthorityError(.removed, "the person was removed after this was signed")
        }
    }
}

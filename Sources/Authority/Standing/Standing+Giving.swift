import Cryptography
package import Records

extension Standing {
    /// Reads a statement and checks organisation and signers against those in force after `asOf` leaves; nil means now.
    ///
    /// `index` is the statement's own leaf in `authority`: it can know no more than the leaves before it, however late it
    /// comes to count.
    package func verified<Given: Statement>(
        _ signed: SignedStatement,
        as type: Given.Type = Given.self,
        asOf position: UInt64? = nil,
        at index: UInt64? = nil
    ) throws(AuthorityError) -> Given {
        let statement: Given
        do { statement = try Given(decoding: signed.bytes) } catch {
            throw AuthorityError(.malformed, error.message)
        }
        guard statement.head.organisation == organisation else {
            throw AuthorityError(.otherOrganisation, "«\(Given.title)» was signed for another organisation")
        }
        // Nobody can have known more of `authority` than there was: a size from the future would outlive every removal.
        guard statement.head.madeUnder <= position ?? index ?? size else {
            throw AuthorityError(
                .outOfTime,
                "«\(Given.title)» claims to know leaves of authority that do not exist"
            )
        }
        let (keys, threshold): ([[UInt8]], Int)
        switch Given.signers {
        case .owners:
            (keys, threshold) = (root?.owners.map(\.bytes) ?? [], Int(clamping: root?.threshold ?? .max))
        case .officers:
            guard let officers = signingOfficers(asOf: position ?? .max) else {
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

    /// The officers in force after `position` leaves.
    private func signingOfficers(asOf position: UInt64) -> SigningOfficers? {
        signingOfficers.last { $0.index < position }
    }

    /// Notes who signs as "two officers" from leaf `index` on; in *pair* and *single* owners stand in for officers.
    private mutating func noteSigningOfficers(from index: UInt64) {
        guard let root else { return }
        let (keys, threshold): ([[UInt8]], Int) =
            switch root.regime {
            case .full: (officers?.securityKeys ?? [], 2)
            case .pair, .single: (root.owners.map(\.bytes), Int(clamping: root.threshold))
            }
        signingOfficers.append(SigningOfficers(index: index, keys: keys, threshold: threshold))
    }

    private static func require(_ signed: SignedStatement, by keys: [[UInt8]], threshold: Int, title: String)
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
        let statement: RootStatement
        do { statement = try RootStatement(decoding: signed.bytes) } catch {
            throw AuthorityError(.malformed, error.message)
        }
        guard statement.head.organisation == organisation else {
            throw AuthorityError(.otherOrganisation, "the root was signed for another organisation")
        }
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

    mutating func apply(rules signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: RulesStatement = try verified(signed, at: index)
        try Self.requireRising(statement.version, over: rules?.version, RulesStatement.title)
        rules = statement
    }

    mutating func apply(witnessPolicy signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: WitnessPolicyStatement = try verified(signed, at: index)
        try Self.requireRising(statement.version, over: witnessPolicy?.version, WitnessPolicyStatement.title)
        witnessPolicy = statement
    }

    mutating func apply(site signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: SiteStatement = try verified(signed, at: index)
        try Self.requireRising(statement.version, over: sites[statement.site]?.version, SiteStatement.title)
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
        if let suspended = suspendedCabinets[statement.cabinet] {
            guard statement.head.madeUnder > suspended else {
                throw AuthorityError(
                    .removed,
                    "cabinet \(statement.cabinet) was suspended after this was signed"
                )
            }
            suspendedCabinets[statement.cabinet] = nil
        }
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
        let newest = cabinetEpochs[statement.cabinet]?.keys.max()
        try Self.requireRising(statement.epoch, over: newest, EpochStatement.title)
        cabinetEpochs[statement.cabinet, default: [:]][statement.epoch] = statement
    }

    mutating func apply(approver signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: ApproverStatement = try verified(signed, at: index)
        try requireNotRemoved(statement.person, generation: statement.generation)
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

    private func requireNoOther(approver person: Identifier<Person>, key: Bytes) throws(AuthorityError) {
        let other = approvers.values.first { approver in
            approver.key == key && approver.person != person
                && (removedGenerations[approver.person].map { approver.generation > $0 } ?? true)
        }
        guard let other else { return }
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

    /// Refuses a generation that was removed.
    package func requireNotRemoved(_ person: Identifier<Person>, generation: UInt64) throws(AuthorityError) {
        if let removed = removedGenerations[person], generation <= removed {
            throw AuthorityError(.removed, "generation \(generation) of this person was removed for good")
        }
    }
}

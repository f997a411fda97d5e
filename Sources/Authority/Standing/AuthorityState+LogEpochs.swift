package import Records

// Epochs of the logs that headquarters writes.
extension AuthorityState {
    /// Takes all epochs of a statement, or none of them.
    mutating func apply(logEpochs signed: SignedStatement, index: UInt64) throws(AuthorityError) {
        let statement: LogEpochsStatement = try verified(signed, at: index)
        for epoch in statement.epochs { try requireNext(epoch, at: index) }
        for epoch in statement.epochs {
            guard let log = HeadquartersLog.read(epoch.origin, of: organisation)?.log else { continue }
            logEpochs[log.name, default: []].append(epoch)
        }
    }

    /// The key of an epoch of a log that headquarters writes; nil for one that is not in force.
    func logKey(_ log: HeadquartersLog, epoch: UInt64) -> Bytes? {
        guard epoch != 1 else {
            return switch log {
            case .authority: root?.authorityKey
            case .acts: root?.actsKey
            case .receipts: root?.receiptsKey
            case .policy(let site): sites[site]?.policyKey
            }
        }
        let later = logEpochs[log.name] ?? []
        return later.indices.contains(Int(clamping: epoch) - 2) ? later[Int(clamping: epoch) - 2].key : nil
    }

    private func requireNext(_ epoch: LogEpoch, at index: UInt64) throws(AuthorityError) {
        guard let named = HeadquartersLog.read(epoch.origin, of: organisation) else {
            throw AuthorityError(.otherOrganisation, "\(epoch.origin) is no log of this headquarters")
        }
        switch named.log {
        case .acts, .receipts: break
        case .authority:
            // It opens the log in which it stands: no place below it is named by two leaves.
            guard epoch.cut.size == index else {
                throw AuthorityError(
                    .unknownSubject,
                    "\(epoch.origin) is opened by its own leaf \(epoch.cut.size), and not by leaf \(index)"
                )
            }
        case .policy(let site):
            guard sites[site] != nil else {
                throw AuthorityError(.unknownSubject, "\(epoch.origin) is of the unknown site \(site)")
            }
        }
        // One statement for each epoch, and none for an earlier one: what was cut is not cut anew.
        let newest = UInt64(logEpochs[named.log.name]?.count ?? 0) + 1
        guard named.epoch == newest + 1 else {
            throw AuthorityError(
                .versionNotRising,
                "epoch \(named.epoch) of \(named.log.name) does not follow epoch \(newest)"
            )
        }
        if let noted = notedHeads[epoch.cut.origin] {
            guard epoch.cut.size > noted.size || epoch.cut == noted else {
                throw AuthorityError(
                    .cutTooEarly,
                    "\(epoch.cut.origin) cannot end at \(epoch.cut.size): authority notes \(noted.size) leaves of it"
                )
            }
        }
        guard !isInUse(epoch.key) else {
            throw AuthorityError(.keyInUse, "the key of \(epoch.origin) is in force for something else")
        }
    }

    private func isInUse(_ key: Bytes) -> Bool {
        let logs = [root?.authorityKey, root?.actsKey, root?.receiptsKey] + sites.values.map(\.policyKey)
        return logs.contains(key) || root?.owners.contains(key) == true
            || logEpochs.values.contains { $0.contains { $0.key == key } }
            || officers?.officers.contains { $0.key == key } == true
            || approvers.values.contains { $0.key == key }
    }
}

extension Standing {
    /// The epoch in force of a log that headquarters writes.
    ///
    /// It counts when it is known, without waiting for witnesses: while headquarters has none it cannot show them anything.
    package func epoch(of log: HeadquartersLog) -> UInt64 { UInt64(logEpochs(of: log).count) + 1 }

    /// The later epochs of a log that headquarters writes, from the second on.
    package func logEpochs(of log: HeadquartersLog) -> [LogEpoch] { known.logEpochs[log.name] ?? [] }

    /// The key of an epoch of a log that headquarters writes; nil for one that is not in force.
    package func logKey(_ log: HeadquartersLog, epoch: UInt64) -> Bytes? { known.logKey(log, epoch: epoch) }

    /// By each epoch before one, how many first leaves both have: as many as headquarters had when owners ended it, and each since.
    package func sharedSizes(of log: HeadquartersLog, with epoch: UInt64) -> [UInt64: UInt64] {
        var sizes: [UInt64: UInt64] = [:]
        var shared = UInt64.max
        for (place, later) in logEpochs(of: log).prefix(Int(clamping: max(epoch, 1) - 1)).enumerated()
            .reversed()
        {
            shared = min(shared, later.last.size)
            sizes[UInt64(place) + 1] = shared
        }
        return sizes
    }

    /// The head with which owners ended an epoch of a log that headquarters writes; nil for one that has not ended.
    package func cut(of origin: Origin) -> CitedHead? { ending(of: origin)?.cut }

    /// How owners ended an epoch of a log that headquarters writes; nil for one that has not ended.
    package func ending(of origin: Origin) -> LogEnding? {
        guard let named = HeadquartersLog.read(origin.text, of: organisation) else { return nil }
        return logEpochs(of: named.log).first { $0.cut.origin == origin.text }.map {
            LogEnding(last: $0.last, cut: $0.cut)
        }
    }
}

/// Where an epoch of a log that headquarters writes ends.
package struct LogEnding: Sendable, Equatable {
    /// How much of it headquarters itself had.
    package let last: CitedHead
    /// The largest head of it that anybody had shown.
    package let cut: CitedHead

    /// The heads under which its records attest something.
    package var heads: [CitedHead] { [last, cut] }
    /// The number of its leaves.
    package var end: UInt64 { cut.size }
}

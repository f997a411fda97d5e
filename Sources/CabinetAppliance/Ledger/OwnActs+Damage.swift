import Authority
import Cryptography
import Custody
import Records

// Acts of which something is not stored as it was signed: a bit that turned over, a row that is gone.
extension OwnActs {
    /// Gives up what is damaged of all epochs, so that the acts can be opened: each stays as far as it is what headquarters has cosigned, what
    /// lies behind that is kept beside it, and comes back from headquarters as far as that holds it.
    ///
    /// The present epoch is over then and followed by the next one. Without a next key nothing is given up of it.
    ///
    /// - Returns: whether something was.
    static func giveUpDamaged(_ keys: CabinetLogKeys, in store: Store, _ origins: CabinetOrigins) throws
        -> Bool
    {
        var isMended = false
        for epoch in 1...keys.epoch {
            let origin = try origins.acts(epoch: epoch)
            var key: NoteVerifierKey?
            if epoch == keys.epoch {
                guard keys.nextKey != nil else { continue }
                key = try CheckpointSigner(origin: origin, privateKey: keys.acts).verifierKey
            }
            if try !store.giveUpDamaged(origin, key: key).isEmpty { isMended = true }
        }
        return isMended
    }

    /// Gives up what is damaged and opens the acts anew; what is to be carried on is left to ``carryOn(at:signedByOneOf:)``.
    ///
    /// - Returns: whether something was.
    mutating func mend(at reading: ClockReading) throws -> Bool {
        guard try Self.giveUpDamaged(keys, in: store, origins) else { return false }
        try openAnew(at: reading)
        return true
    }

    /// Why the next epoch begins behind one that was given up: for a bit error, or because records are gone that lay nowhere else.
    ///
    /// Below what the mirror has cosigned headquarters holds every record. What people did above that and cannot be carried on is lost,
    /// and with it who has a seal: officers look first.
    func reason(behind status: LogStatus, otherwise givenUp: EpochReason) throws -> EpochReason {
        let damages = try store.damages(of: status.origin)
        guard !damages.isEmpty else { return givenUp }
        let (witnessed, mirrored) = (status.size(.witness), status.size(.mirror))
        let isLost = damages.contains { damage in
            switch damage.part {
            case .tree: false
            // Where the cosigned end itself cannot be read nobody here knows it.
            case .note: damage.indices.upperBound > witnessed
            case .missing, .leaves, .body: damage.indices.upperBound > mirrored
            }
        }
        return try isLost || losesActs(of: status.origin, from: mirrored) ? .diskLost : .bitError
    }

    /// Whether a record that was set aside bears a signature and is not what was signed.
    private func losesActs(of origin: Origin, from index: UInt64) throws -> Bool {
        try store.disputes(of: origin).contains { dispute in
            dispute.reason == .otherLeaf
                && dispute.bundle.records.contains { record in
                    guard let leaf = try? Leaf(decoding: record.leafBytes), leaf.signature != nil,
                        leaf.header.sequence >= index
                    else { return false }
                    return carriable(record, leaf, of: origin) == nil
                }
        }
    }

    /// What is to be said of epochs that were found damaged, each once as long as it is among the findings that are kept.
    func damageDrafts(after custody: CustodyState) throws -> [Draft] {
        let known = Set(custody.findings.map(\.opened.note))
        return try damageNotes().filter { !known.contains($0) }.map(FindingDrafts.damaged)
    }

    private func damageNotes() throws -> [String] {
        try epochs.compactMap { epoch in
            let damages = try store.damages(of: epoch.origin)
            guard let first = damages.first else { return nil }
            let others = damages.count > 1 ? ", and \(damages.count - 1) more places" : ""
            return
                "\(first)\(others); what lies behind that is kept apart, and comes back as far as headquarters holds it"
        }
    }
}

import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Store

// Later epochs of `authority`: all other logs cite places in it, so that each begins with the leaves of the one before, and keeps the places
// of those that are lost.
extension LogOpening {
    /// `authority` as it lies here in the epoch that is in force, and what it says.
    struct Authority {
        let journal: Journal<EvidenceFile>
        let standing: Standing
    }

    /// Opens and folds the newest epoch that reaches the leaf which opens it.
    ///
    /// One that does not is on its way back from cabinets. `kept` is what was folded of it before, and `empty` what is gone on from where
    /// that is of another epoch.
    ///
    /// - Throws: ``HeadquartersError`` `.refused` where the key of the epoch in force is not here.
    func authority(from kept: Standing, else empty: Standing, _ secrets: HeadquartersSecrets) throws
        -> Authority
    {
        for epoch in try authorityEpochs(of: empty.organisation).reversed() {
            let origin = try HeadquartersLog.authority.origin(empty.organisation, epoch: epoch)
            let size = try store.status(of: origin)?.head.size ?? 0
            let isKept = kept.epoch(of: .authority) == epoch && kept.size <= size
            var standing = isKept ? kept : empty
            try store.forEachRecord(of: origin, from: standing.size, to: size) {
                _ = try standing.fold(try $1.opened())
            }
            guard epoch == 1 || standing.epoch(of: .authority) == epoch else { continue }
            guard let key = try? secrets.logKey(.authority, epoch: epoch),
                epoch == 1
                    || standing.logKey(.authority, epoch: epoch)?.bytes == key.privateKey.publicKey.bytes
            else {
                throw HeadquartersError(
                    .refused,
                    "the key of \(origin) is not in the key file: put the newest one in its place"
                )
            }
            var journal = try self.journal(origin, key)
            // A crash may have come between its first leaves and its head: without that nothing of it can be shown.
            if epoch > 1 { try journal.storeCheckpoint() }
            return Authority(journal: journal, standing: standing)
        }
        let origin = try HeadquartersLog.authority.origin(empty.organisation, epoch: 1)
        return Authority(journal: try journal(origin, try secrets.logKey(.authority)), standing: empty)
    }

    /// Whether anything of `authority` is here, in whatever epoch.
    func holdsAuthority(of organisation: String) throws -> Bool {
        try !authorityEpochs(of: organisation).isEmpty
    }

    /// The epochs of `authority` of which leaves are here, oldest first.
    private func authorityEpochs(of organisation: String) throws -> [UInt64] {
        try store.logs().compactMap { status in
            guard status.isOwn, status.head.size > 0,
                let named = HeadquartersLog.read(status.origin.text, of: organisation),
                named.log == .authority
            else { return nil }
            return named.epoch
        }
        .sorted()
    }

    /// The leaves with which an epoch of `authority` goes on behind those that it shares with the one before: a place for each that is
    /// lost, and owners' statement, which opens it.
    func opening(of epoch: LogEpoch, _ signed: Draft) throws -> [Record] {
        var composer = Composer(
            origin: epoch.origin,
            boot: boot,
            nextSequence: epoch.last.size,
            lastTime: try store.timeOfLastLeaf(of: try Origin(epoch.last.origin), size: epoch.last.size),
            actKey: nil
        )
        let lost = Draft(.system, .leafLost, actor: Actor(component: "epochs"), detail: .map(CBORMap()))
        var records: [Record] = []
        for _ in epoch.last.size..<epoch.cut.size {
            records.append(try composer.compose(lost, at: reading, obeying: nil))
        }
        records.append(try composer.compose(signed, at: reading, obeying: nil))
        return records
    }

    /// Begins an epoch of `authority`: what is here of the one before, and what follows it.
    ///
    /// One step, so that a crash leaves the whole of it or nothing: with its last leaf the epoch is in force.
    func begin(_ epoch: LogEpoch, _ key: LogKey, with records: [Record]) throws {
        let origin = try Origin(epoch.origin)
        try store.begin(
            origin,
            key: try CheckpointSigner(origin: origin, privateKey: key.privateKey).verifierKey,
            with: TreeHead(size: epoch.last.size, root: epoch.last.root),
            of: try Origin(epoch.last.origin),
            then: RecordBundle(records)
        )
    }
}
